// SPDX-License-Identifier: GPL-3.0-or-later
// Team work by file, through the command line.
#include "core/project/edits.h"
#include "core/storage/project_file.h"
#include "tests/cli/cli_run.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace descant::test {
namespace {

const char* const kVtt = "WEBVTT\n\n00:00.000 --> 00:04.000\na tram\n\n00:05.000 --> 00:09.000\na cow\n";

class CliTeamTest : public ::testing::Test {
protected:
    CliTeamTest()
    {
        std::ofstream(folder / "film.vtt") << kVtt;
        std::ofstream(folder / "film.mp4") << "not read";
        EXPECT_EQ(runCli({"project", "new", home}).status, 0);
        const CliRun imported = runCli({"import", home, folder / "film.vtt", "--format", "vtt", "--json"});
        EXPECT_EQ(imported.status, 0) << imported.errors;
    }

    static void write(const std::string& path, const std::string& text)
    {
        auto file = storage::ProjectFile::open(path);
        ASSERT_TRUE(file);
        project::Document document = *file->load();
        const auto step = project::setText(document, document.segmentsOf(document.media()[0]->id)[0]->id, text);
        ASSERT_TRUE(step && document.apply(*step) && file->commit(*step));
    }

    TemporaryFolder folder;
    std::string home = folder / "p.descant";
    std::string package = folder / "w.descant";
};

TEST_F(CliTeamTest, aPackageGoesOutAndComesBack)
{
    const CliRun made = runCli({"project", "package", home, "--out", package, "--to", "Ada", "--json"});
    ASSERT_EQ(made.status, 0) << made.errors;
    EXPECT_EQ(made.json()["packages"][0]["segments"], 2);
    EXPECT_EQ(made.json()["packages"][0]["media"].size(), 1U);
    EXPECT_EQ(runCli({"project", "info", package, "--json"}).json()["texts"], 2);
    write(package, "a yellow tram");
    const CliRun tried = runCli({"project", "merge", home, package, "--dry-run", "--json"});
    EXPECT_EQ(tried.json()["taken"], 1) << tried.output << tried.errors;
    const CliRun merged = runCli({"project", "merge", home, package, "--json"});
    ASSERT_EQ(merged.status, 0) << merged.errors;
    EXPECT_EQ(merged.json()["taken"], 1);
    EXPECT_EQ(merged.json()["packages"][0]["person"], "Ada");
    EXPECT_EQ(runCli({"project", "merge", home, package, "--json"}).json()["changes"], 0);
    EXPECT_EQ(runCli({"project", "check", home, "--deep", "--json"}).json()["ok"], true);
}

TEST_F(CliTeamTest, aBlindSecondPassWaitsAndIsSettled)
{
    ASSERT_EQ(runCli({"project", "package", home, "--out", package, "--blind", "--to", "Bob", "--json"}).status, 0);
    EXPECT_EQ(runCli({"project", "info", package, "--json"}).json()["texts"], 0);
    write(package, "a bus");
    EXPECT_EQ(runCli({"project", "agreement", home, "--json"}).errorCode(), "input-invalid");
    const nlohmann::json early = runCli({"project", "agreement", home, "--package", package, "--json"}).json();
    EXPECT_EQ(early["texts"]["pairs"], 1) << early;
    EXPECT_EQ(early["second"], "Bob");
    EXPECT_EQ(runCli({"project", "merge", home, package, "--json"}).json()["second"], 1);
    const nlohmann::json readings = runCli({"project", "readings", home, "--json"}).json();
    ASSERT_EQ(readings["open"], 1);
    EXPECT_EQ(readings["readings"][0]["text"], "a bus");
    EXPECT_EQ(readings["readings"][0]["here"]["text"], "a tram");
    const std::string id = readings["readings"][0]["id"];
    EXPECT_EQ(runCli({"project", "settle", home, id, "merge", "--json"}).errorCode(), "edit-refused");
    EXPECT_EQ(runCli({"project", "settle", home, id, "merge", "--text", "a tram or a bus", "--json"}).json()["open"],
              0);
    EXPECT_EQ(runCli({"project", "settle", home, id, "left", "--json"}).errorCode(), "edit-refused");
    // Settled or not: the first text is what is compared.
    const CliRun compared =
        runCli({"project", "agreement", home, "--people", "project,Bob", "--out", folder / "report.md", "--json"});
    ASSERT_EQ(compared.status, 0) << compared.errors;
    const nlohmann::json agreement = compared.json();
    EXPECT_EQ(agreement["pairs"][0]["texts"], (nlohmann::json{"a tram", "a bus"}));
    EXPECT_EQ(agreement["media"][0]["ranges_given"], true);
    EXPECT_EQ(agreement["boundaries"]["mean_tiou"], 1.0);
    EXPECT_EQ(agreement["texts"]["equal"], 0);
    std::ifstream report(folder / "report.md");
    const std::string text{std::istreambuf_iterator<char>(report), {}};
    EXPECT_NE(text.find("| 0.00 | 4.00 | a tram | a bus |"), std::string::npos) << text;
    EXPECT_EQ(runCli({"project", "info", home, "--json"}).json()["by_status"]["reviewed"], 1);
    EXPECT_EQ(runCli({"project", "check", home, "--deep", "--json"}).json()["ok"], true);
}

TEST_F(CliTeamTest, aReleaseSaysHowFarItsAnnotatorsAgree)
{
    const auto sheet = [&](const std::string& name) {
        const CliRun made = runCli({"release", home, "--out", folder / name, "--format", "csv", "--json"});
        EXPECT_EQ(made.status, 0) << made.errors;
        std::ifstream file(folder / (name + "/datasheet.md"));
        return std::string{std::istreambuf_iterator<char>(file), {}};
    };
    EXPECT_NE(sheet("r1").find("Nobody else has described the same media"), std::string::npos);
    for (const std::string person : {"Bob", "Ada"}) {
        const std::string blind = folder / (person + ".descant");
        ASSERT_EQ(runCli({"project", "package", home, "--out", blind, "--blind", "--to", person}).status, 0);
        write(blind, person == "Bob" ? "a bus" : "a tram");
        ASSERT_EQ(runCli({"project", "merge", home, blind}).status, 0);
    }
    const std::string text = sheet("r2");
    for (const char* row :
         {"| the project | Ada \\* | 1.000 |", "| the project | Bob \\* | 1.000 |", "| Ada | Bob \\* | 1.000 |"})
        EXPECT_NE(text.find(row), std::string::npos) << row << text;
    EXPECT_NE(text.find("| 1 | 1.000 |"), std::string::npos) << "Ada says the same: " << text;
    EXPECT_EQ(text.find("the others"), std::string::npos);
    ASSERT_EQ(runCli({"project", "package", home, "--out", package, "--blind"}).status, 0);
    write(package, "a lorry");
    ASSERT_EQ(runCli({"project", "merge", home, package}).status, 0);
    EXPECT_NE(sheet("r3").find("| the project | the others \\* |"), std::string::npos) << "somebody without a name";
}

TEST_F(CliTeamTest, everyStepSaysWhoDidIt)
{
    ::setenv("XDG_CONFIG_HOME", (folder / "config").c_str(), 1);
    EXPECT_EQ(runCli({"person", "--json"}).json()["person"], "");
    EXPECT_EQ(runCli({"person", "Ada", "--json"}).json()["person"], "Ada");
    std::ofstream(folder / "more.vtt") << "WEBVTT\n\n00:10.000 --> 00:14.000\na hen\n";
    ASSERT_EQ(runCli({"import", home, folder / "more.vtt", "--format", "vtt"}).status, 0);
    ASSERT_EQ(runCli({"project", "package", home, "--out", package, "--blind", "--to", "Bob"}).status, 0);
    write(package, "a bus");
    ASSERT_EQ(runCli({"project", "merge", home, package}).status, 0);
    const std::string reading =
        runCli({"project", "readings", home, "--json"}).json()["readings"][0]["id"].get<std::string>();
    ASSERT_EQ(runCli({"project", "settle", home, reading, "left"}).status, 0);
    std::vector<std::string> people;
    const nlohmann::json history = runCli({"project", "history", home, "--json"}).json();
    for (const nlohmann::json& step : history["steps"])
        people.push_back(step.value("person", ""));
    EXPECT_EQ(people, (std::vector<std::string>{"", "Ada", "Bob", "Ada"})); // before anybody said who it is: nobody
    EXPECT_EQ(runCli({"person", "--forget", "--json"}).json()["person"], "");
    EXPECT_EQ(runCli({"person", "Eve", "--forget"}).status, 2);
    ::unsetenv("XDG_CONFIG_HOME");
}

TEST_F(CliTeamTest, badInputIsOneSentence)
{
    EXPECT_EQ(runCli({"project", "merge", home, home, "--json"}).errorCode(), "input-invalid");
    EXPECT_EQ(runCli({"project", "merge", home, folder / "none.descant", "--json"}).errorCode(), "file-not-found");
    EXPECT_EQ(runCli({"project", "merge", home, folder / "film.vtt", "--json"}).errorCode(), "not-a-project");
    EXPECT_EQ(runCli({"project", "package", home, "--out", package, "--overlap", "0.5", "--json"}).status, 2);
    EXPECT_EQ(runCli({"project", "package", home, "--out", package, "--status", "good", "--json"}).status, 2);
    EXPECT_EQ(runCli({"project", "package", home, "--out", home, "--json"}).errorCode(), "project-exists");
}

} // namespace
} // namespace descant::test
