// SPDX-License-Identifier: GPL-3.0-or-later
// Corpora that a stranger made to do harm, or that were damaged on the way: each is refused with the line and a
// sentence, and the project is, byte for byte, what it was.
#include "core/base/file.h"
#include "tests/cli/cli_run.h"
#include "tests/cli/hostile_corpora.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace descant::test {
namespace {

using nlohmann::json;

std::vector<HostileFormat> allFormats()
{
    std::vector<HostileFormat> all;
    for (const auto& formats : {hostileJson(), hostileTables(), hostileTimedText(), hostileShards()})
        all.insert(all.end(), formats.begin(), formats.end());
    return all;
}

class HostileCorpora : public ::testing::TestWithParam<HostileFormat> {
protected:
    HostileCorpora()
    {
        EXPECT_EQ(runCli({"project", "new", project}).status, 0);
        before = *readFile(project, 1 << 24);
    }

    /// The refusal, of which everything is right but the line, at which the caller looks.
    json refusalOf(const HostileCorpus& file)
    {
        std::ofstream(folder / file.name, std::ios::binary) << file.bytes;
        const CliRun run = runCli({"import", project, folder / file.name, "--format", GetParam().format, "--json"});
        EXPECT_EQ(run.status, 1) << run.output;
        EXPECT_EQ(run.errorLines(), 1U) << run.errors;
        EXPECT_TRUE(run.errors.starts_with("descant-cli: ")) << run.errors;
        const json answer = run.json();
        EXPECT_EQ(answer.value("added", -1), 0);
        EXPECT_NE(run.errorCode(), "internal");
        EXPECT_TRUE(*readFile(project, 1 << 24) == before) << "the project is another one than before";
        std::filesystem::remove(folder / file.name);
        return answer.value("problems", json::array());
    }

    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
    std::string before;
};

bool isNamed(const json& problem, const HostileCorpus& file)
{
    return problem["line"] == file.line && problem["message"].get<std::string>().find(file.says) != std::string::npos;
}

TEST_P(HostileCorpora, areRefusedWithTheirLineAndNothingComesIn)
{
    for (const HostileCorpus& file : GetParam().files) {
        SCOPED_TRACE(std::string(GetParam().format) + ": " + file.what);
        const json problems = refusalOf(file);
        EXPECT_TRUE(std::any_of(problems.begin(), problems.end(), [&](const json& one) { return isNamed(one, file); }))
            << "line " << file.line << " " << file.says << " is not among "
            << problems.dump(1, ' ', false, json::error_handler_t::replace);
    }
}

TEST_P(HostileCorpora, whatNoFormatCanBeIsRefused)
{
    for (const HostileCorpus& file : hostileToAll()) {
        if (std::string(GetParam().format) == "webdataset" && std::string(file.what) == "zeros")
            continue; // an archive without members
        SCOPED_TRACE(std::string(GetParam().format) + ": " + file.what);
        EXPECT_FALSE(refusalOf(file).empty());
    }
    const CliRun run = runCli({"import", project, folder.path().string(), "--format", GetParam().format, "--json"});
    EXPECT_EQ(run.status, 1) << "a folder: " << run.output;
    EXPECT_EQ(run.errorLines(), 1U) << run.errors;
}

INSTANTIATE_TEST_SUITE_P(Formats, HostileCorpora, ::testing::ValuesIn(allFormats()), [](const auto& format) {
    std::string name = format.param.format;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

} // namespace
} // namespace descant::test
