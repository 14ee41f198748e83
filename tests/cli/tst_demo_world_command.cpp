// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "tests/cli/cli_run.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace descant::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t kEnough = 1 << 26;

class CliDemoWorld : public testing::Test {
protected:
    void SetUp() override
    {
        const CliRun run = make("first", "5");
        if (run.status != 0 && run.errorCode() == "catalogue-missing")
            GTEST_SKIP() << "the pictures and sounds of tuxpaint-stamps-default are not installed";
        ASSERT_EQ(run.status, 0) << run.errors;
    }

    CliRun make(const char* name, const char* seed) const
    {
        return runCli(
            {"demo-world", "--out", folder / name, "--seed", seed, "--clips", "2", "--split", "val", "--json"});
    }
    std::string text(const std::string& file) const { return *readFile(folder / file, kEnough); }

    TemporaryFolder folder;
};

TEST_F(CliDemoWorld, givesTheSameWorldForTheSameSeed)
{
    ASSERT_EQ(make("second", "5").status, 0);
    ASSERT_EQ(make("third", "6").status, 0);
    for (const char* file : {"/annotations.json", "/facts.json"}) {
        EXPECT_EQ(text(std::string("first") + file), text(std::string("second") + file));
        EXPECT_NE(text(std::string("first") + file), text(std::string("third") + file));
    }
}

TEST_F(CliDemoWorld, writesClipsCaptionsAndFactsThatBelongTogether)
{
    const json annotations = json::parse(text("first/annotations.json"));
    const json facts = json::parse(text("first/facts.json"));
    ASSERT_EQ(annotations["videos"].size(), 2U);
    for (const json& video : annotations["videos"]) {
        const std::string id = video["video_id"];
        const json info = runCli({"probe", folder / ("first/videos/" + id + ".mp4"), "--json"}).json();
        EXPECT_EQ(info["video"][0]["codec"], "h264");
        EXPECT_EQ(info["audio"][0]["codec"], "aac");
        EXPECT_NEAR(info["duration"].get<double>(), video["end time"].get<double>(), 0.2);
        for (const json& fact : facts[id]) {
            const bool said = std::any_of(
                annotations["sentences"].begin(), annotations["sentences"].end(), [&](const json& sentence) {
                    return sentence["video_id"] == id
                        && sentence["caption"].get<std::string>().find(fact["fact"]) != std::string::npos;
                });
            EXPECT_TRUE(said) << id << ": " << fact["fact"];
        }
    }
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    const json imported =
        runCli({"import", project, folder / "first/annotations.json", "--format", "msrvtt", "--json"}).json();
    EXPECT_EQ(imported["added"], annotations["sentences"].size());
}

TEST_F(CliDemoWorld, leavesNothingWhenItIsStoppedAndKeepsWhatWasThere)
{
    fs::create_directory(folder / "mine");
    std::ofstream(folder / "mine/facts.json") << "mine";
    for (const char* out : {"mine", "new/deep"}) {
        const CliRun run =
            runCliAndEnd({"demo-world", "--out", folder / out, "--seed", "1", "--clips", "100000", "--json"},
                         std::chrono::milliseconds(700));
        EXPECT_EQ(run.status, 3) << run.errors;
        EXPECT_EQ(run.errorCode(), "cancelled");
    }
    EXPECT_EQ(text("mine/facts.json"), "mine");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "mine"), fs::directory_iterator{}), 1);
    EXPECT_FALSE(fs::exists(folder / "new"));
}

TEST_F(CliDemoWorld, refusesAFolderThatCannotBeWritten)
{
    std::ofstream(folder / "file") << "x";
    const CliRun run = runCli({"demo-world", "--out", folder / "file", "--seed", "1", "--clips", "1", "--json"});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorLines(), 1U);
    EXPECT_EQ(text("file"), "x");
}

} // namespace
} // namespace descant::test
