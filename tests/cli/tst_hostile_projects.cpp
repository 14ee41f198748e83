// SPDX-License-Identifier: GPL-3.0-or-later
// Projects travel too: one that somebody made to do harm ends a command with a sentence and never the program.
#include "tests/cli/cli_run.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

namespace descant::test {
namespace {

/// What was done to a project, as SQL; `damage`: whether the commands must refuse it.
struct HostileProject {
    const char* name;
    std::string sql;
    bool isDamage = true;
};

const std::string kDeep = "printf('%.*c', 200000, '[')";

std::vector<HostileProject> hostileProjects()
{
    const std::string kept = "'{\"msrvtt\":' || " + kDeep + " || " + "replace(" + kDeep + ", '[', ']') || '}'";
    return {{"deepSegment", "UPDATE segment SET extra = " + kept},
            {"deepMedium", "UPDATE medium SET extra = " + kept},
            {"trigger", "CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM segment; END"},
            {"schemaBelowZero", "PRAGMA user_version = -7"},
            {"unknownStatus", "UPDATE segment SET status = 'banana'"},
            {"brokenText", "UPDATE segment SET text = CAST(x'ff00fe' AS TEXT)"},
            {"foreignOwner", "PRAGMA foreign_keys = OFF; UPDATE segment SET medium_id = 'nobody'"},
            {"endOfTime", "UPDATE segment SET start = 9223372036854775806, end = 9223372036854775807", false},
            {"keptNonsense", "UPDATE segment SET extra = '[[['; UPDATE medium SET extra = 'nothing'", false},
            {"namesThatLead", "UPDATE medium SET name = '../../x', path = '/dev/zero', fingerprint = 'x'", false}};
}

void run(const std::string& project, const std::string& sql)
{
    sqlite3* opened = nullptr;
    ASSERT_EQ(sqlite3_open(project.c_str(), &opened), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(opened, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(opened);
    sqlite3_close(opened);
}

class HostileProjects : public ::testing::TestWithParam<HostileProject> { };

TEST_P(HostileProjects, endACommandWithASentence)
{
    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    std::ofstream(folder / "in.csv") << "video,start,end,caption\na.mp4,1,2,a tram\nb.mp4,1,2,a cow\n";
    ASSERT_EQ(runCli({"import", project, folder / "in.csv", "--format", "csv"}).status, 0);
    run(project, GetParam().sql);
    const std::vector<std::vector<std::string>> commands{
        {"export", project, "--format", "jsonl", "--out", folder / "out.jsonl"},
        {"export", project, "--format", "msrvtt", "--out", folder / "out.json"},
        {"export", project, "--format", "vtt", "--out", folder / "out"},
        {"import", project, folder / "in.csv", "--format", "csv"},
        {"splits", "check", project},
        {"project", "package", project, "--out", folder / "w.descant"}};
    for (const std::vector<std::string>& command : commands) {
        const CliRun done = runCli(command);
        EXPECT_LE(done.status, GetParam().isDamage ? 1 : 3) << command[0] << " " << done.errors.substr(0, 400);
        EXPECT_LE(done.errorLines(), 1U) << done.errors.substr(0, 400);
        if (GetParam().isDamage) {
            EXPECT_EQ(done.status, 1) << command[0] << " " << command[3];
            EXPECT_NE(done.errors.find("damaged"), std::string::npos)
                << command[0] << " " << done.errors.substr(0, 400);
        }
    }
    EXPECT_FALSE(GetParam().isDamage && std::filesystem::exists(folder / "out.jsonl"));
}

INSTANTIATE_TEST_SUITE_P(Projects, HostileProjects, ::testing::ValuesIn(hostileProjects()),
                         [](const auto& project) { return std::string(project.param.name); });

} // namespace
} // namespace descant::test
