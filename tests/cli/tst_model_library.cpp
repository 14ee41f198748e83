// SPDX-License-Identifier: GPL-3.0-or-later
// `model list` and `model activate` through the program.
#include "tests/cli/cli_run.h"
#include "tests/cli/random_package.h"
#include "tests/support/scoped_variable.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace descant::test {
namespace {

using nlohmann::json;

class CliLibrary : public testing::Test {
protected:
    json list() { return runCli({"model", "list", "--json"}).json()["models"]; }

    TemporaryFolder folder;
    const ScopedVariable config{"XDG_CONFIG_HOME", folder / "config"};
    const ScopedVariable data{"XDG_DATA_HOME", folder / "data"};
};

TEST_F(CliLibrary, theModelThatIsActivatedIsTheActiveOneUntilOneGoesBack)
{
    const std::string model = folder / "data" / "descant" / "models" / "mine";
    std::filesystem::create_directories(std::filesystem::path(model).parent_path());
    writeRandomPackage(model);
    ASSERT_EQ(list().size(), 2U) << "the demo model and this one";
    EXPECT_EQ(list()[0]["active"], true);
    const CliRun run = runCli({"model", "activate", model, "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_EQ(run.json()["active"]["folder"], model);
    EXPECT_EQ(run.json()["previous"], "demo");
    const json mine = list()[1];
    EXPECT_EQ(mine["active"], true);
    EXPECT_EQ(mine["name"], "random");
    EXPECT_EQ(mine["place"], "library");
    EXPECT_GT(mine["memory"]["fp32"], 0);
    EXPECT_TRUE(mine["problem"].is_null());
    EXPECT_EQ(runCli({"model", "activate", "--previous", "--json"}).json()["active"]["demo"], true);
    EXPECT_EQ(runCli({"model", "activate", "--previous", "--json"}).json()["active"]["folder"], model);
    EXPECT_EQ(runCli({"model", "activate", "--none", "--json"}).json()["previous"], model);
    EXPECT_EQ(list()[0]["active"], true);
}

TEST_F(CliLibrary, whatIsNoPackageIsRefusedInOneSentence)
{
    const CliRun absent = runCli({"model", "activate", folder / "absent", "--json"});
    EXPECT_EQ(absent.status, 1);
    EXPECT_EQ(absent.errorCode(), "file-not-found");
    EXPECT_EQ(absent.errorLines(), 1U);
    EXPECT_EQ(runCli({"model", "activate", "--previous", "--json"}).errorCode(), "no-model");
    EXPECT_EQ(runCli({"model", "activate"}).status, 2);
    EXPECT_EQ(runCli({"model", "activate", folder / "absent", "--demo"}).status, 2);
}

} // namespace
} // namespace descant::test
