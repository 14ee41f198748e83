// SPDX-License-Identifier: GPL-3.0-or-later
// `model inspect` through the program, on the checkpoints of tests/data/reference.
#include "tests/cli/cli_run.h"
#include "tests/cli/random_package.h"
#include "tests/core/inference/tiny_tokenizer.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/written_file.h"

#include <gtest/gtest.h>

namespace descant::test {
namespace {

using nlohmann::json;

TEST(CliInspect, theAuthorsFileSaysWhatItWouldBecome)
{
    const TemporaryFolder folder;
    const std::string authors = dataFile("reference/authors_aligned.pth");
    const json without = runCli({"model", "inspect", authors, "--json"}).json();
    EXPECT_EQ(without["ready"], false);
    EXPECT_EQ(without["missing"][0]["what"], "spiece.model");
    const std::string spiece = writtenFile(folder / "spiece.model", tinyTokenizer());
    const CliRun run = runCli({"model", "inspect", authors, "--spiece", spiece, "--json"});
    EXPECT_EQ(run.status, 0) << run.errors;
    const json with = run.json();
    EXPECT_EQ(with["ready"], true);
    EXPECT_EQ(with["found"][0]["kind"], "authors");
    EXPECT_EQ(with["found"][0]["lora"], true);
    EXPECT_EQ(with["package"]["variant"], "multimodal");
    EXPECT_GT(with["package"]["bytes"]["fp32"], with["package"]["bytes"]["bf16"]);
    EXPECT_TRUE(with["package"]["memory"].contains("fp32"));
}

TEST(CliInspect, aPackageIsReady)
{
    const TemporaryFolder folder;
    writeRandomPackage(folder / "package");
    const json told = runCli({"model", "inspect", folder / "package", "--json"}).json();
    EXPECT_EQ(told["found"][0]["kind"], "package");
    EXPECT_EQ(told["ready"], true);
    EXPECT_EQ(told["missing"], json::array());
}

TEST(CliInspect, whatIsNoModelIsOneLineAndADocument)
{
    const TemporaryFolder folder;
    const std::string noise = writtenFile(folder / "noise.pth", "no checkpoint at all");
    const CliRun run = runCli({"model", "inspect", noise, "--json"});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorCode(), "checkpoint-invalid");
    EXPECT_EQ(run.errorLines(), 1U) << run.errors;
    EXPECT_EQ(runCli({"model", "inspect"}).status, 2);
}

} // namespace
} // namespace descant::test
