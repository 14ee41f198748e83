// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace descant::test;
using nlohmann::json;

namespace fs = std::filesystem;

namespace {

/// A video of an MSR-VTT file, with one caption.
struct Video {
    std::string id, youTube, split, caption;
};

void writeCorpus(const std::string& path, const std::vector<Video>& videos)
{
    json corpus{{"info", json::object()}, {"videos", json::array()}, {"sentences", json::array()}};
    for (std::size_t i = 0; i < videos.size(); ++i) {
        corpus["videos"].push_back({{"id", i},
                                    {"video_id", videos[i].id},
                                    {"category", 0},
                                    {"url", "https://www.youtube.com/watch?v=" + videos[i].youTube},
                                    {"start time", 0.0},
                                    {"end time", 10.0},
                                    {"split", videos[i].split}});
        corpus["sentences"].push_back({{"sen_id", i}, {"video_id", videos[i].id}, {"caption", videos[i].caption}});
    }
    std::ofstream(path) << corpus.dump();
}

std::string textOf(const fs::path& path)
{
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

class CliRelease : public ::testing::Test {
protected:
    CliRelease()
    {
        EXPECT_EQ(runCli({"project", "new", project}).status, 0);
        import({{"video0", "AbCdEfGhI10", "train", "a cow"},
                {"video1", "AbCdEfGhI11", "train", "a horse"},
                {"video2", "AbCdEfGhI12", "validate", "a hen"},
                { "video3",
                  "AbCdEfGhI13",
                  "test",
                  "a goat" }});
    }

    void import(const std::vector<Video>& videos)
    {
        writeCorpus(folder / "in.json", videos);
        const CliRun run = runCli({"import", project, folder / "in.json", "--format", "msrvtt", "--json"});
        ASSERT_EQ(run.status, 0) << run.output << run.errors;
    }

    CliRun release(const std::string& name, std::vector<std::string> more = {})
    {
        more.insert(more.begin(), {"release", project, "--format", "msrvtt", "--out", folder / name, "--json"});
        return runCli(more);
    }

    /// What the folder of the test holds, so that nothing is left behind unseen.
    std::set<std::string> names() const
    {
        std::set<std::string> found;
        for (const auto& entry : fs::directory_iterator(std::string(folder / "")))
            found.insert(entry.path().filename().string());
        return found;
    }

    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
};

TEST_F(CliRelease, hasAFileForEachSplitAndSaysWhatItIs)
{
    const CliRun made = release("r1", {"--licence", "CC BY 4.0", "--name", "Farm"});
    ASSERT_EQ(made.status, 0) << made.output << made.errors;
    EXPECT_EQ(made.json()["captions"], 4);
    EXPECT_EQ(made.json()["captions_by_split"], (json{{"train", 2}, {"validate", 1}, {"test", 1}}));
    const fs::path r1 = std::string(folder / "r1");
    const std::vector<std::pair<std::string, std::size_t>> sizes{{"train.json", 2}, {"val.json", 1}, {"test.json", 1}};
    for (const auto& [name, videos] : sizes)
        EXPECT_EQ(json::parse(textOf(r1 / name))["videos"].size(), videos) << name;
    const json manifest = json::parse(textOf(r1 / "manifest.json"));
    EXPECT_EQ(manifest["licence"], "CC BY 4.0");
    EXPECT_EQ(manifest["media"][0]["sources"], json{"youtube:AbCdEfGhI10"});
    EXPECT_EQ(manifest["splits"]["file"], "splits.json");
    EXPECT_EQ(manifest["files"].size(), 6U); // three splits, captions, splits, datasheet
    const std::string sheet = textOf(r1 / "datasheet.md");
    for (const char* word :
         {"# Datasheet of Farm", "## Motivation", "## Composition", "## Collection", "## Preprocessing", "## Uses",
          "## Distribution", "## Maintenance", "| train | 2 | 2 |", "CC BY 4.0"})
        EXPECT_NE(sheet.find(word), std::string::npos) << word;
    EXPECT_EQ(runCli({"release", "verify", r1, "--json"}).json()["whole"], true);
    EXPECT_EQ(runCli({"splits", "check", project, "--frozen", r1 / "splits.json"}).status, 0);
}

TEST_F(CliRelease, whatChangedSinceTheLastOneIsWrittenDown)
{
    ASSERT_EQ(release("r1").status, 0);
    import({{ "video4", "AbCdEfGhI14", "test", "a toucan" }});
    import({{ "video0", "AbCdEfGhI10", "train", "a cow" }}); // there already
    const CliRun made = release("r2", {"--previous", folder / "r1"});
    ASSERT_EQ(made.status, 0) << made.output << made.errors;
    const json changes = made.json()["changes"];
    EXPECT_EQ(changes["added"], 1);
    EXPECT_EQ(changes["media_added"], 1);
    EXPECT_EQ(changes["removed"], 0);
    EXPECT_EQ(changes["unchanged"], 4);
    EXPECT_NE(textOf(fs::path(std::string(folder / "r2")) / "changes.md").find("a toucan"), std::string::npos);
    EXPECT_EQ(json::parse(textOf(fs::path(std::string(folder / "r2")) / "changes.json"))["added"][0]["text"],
              "a toucan");

    std::ofstream(std::string(folder / "r1/captions.jsonl"), std::ios::app) << "{}\n";
    EXPECT_EQ(release("r3", {"--previous", folder / "r1"}).errorCode(), "hash-mismatch");
    EXPECT_EQ(release("r3", {"--previous", folder / "nothing"}).errorCode(), "file-not-found");
    EXPECT_FALSE(fs::exists(std::string(folder / "r3")));
}

TEST_F(CliRelease, everyChangeOfAFileIsSeen)
{
    ASSERT_EQ(release("r1").status, 0);
    const fs::path r1 = std::string(folder / "r1");
    std::ofstream(r1 / "train.json", std::ios::app) << " ";
    fs::remove(r1 / "datasheet.md");
    std::ofstream(r1 / "more.txt") << "x";
    const CliRun checked = runCli({"release", "verify", r1, "--json"});
    EXPECT_EQ(checked.status, 1);
    EXPECT_EQ(
        checked.json()["problems"],
        (json{"datasheet.md: it is missing", "train.json: it was changed", "more.txt: it is not part of the release"}));
    for (const char* text : {"{", "[]", R"({"descant-release":2})", R"({"descant-release":1})"}) {
        std::ofstream(r1 / "manifest.json") << text;
        EXPECT_EQ(runCli({"release", "verify", r1, "--json"}).errorCode(), "format-invalid") << text;
    }
}

TEST_F(CliRelease, isThereWholeOrNotAtAll)
{
    const auto before = names();
    EXPECT_EQ(release("r1", {"--status", "flagged"}).errorCode(), "nothing-to-export");
    EXPECT_EQ(release("r1", {"--format", "none"}).status, 2);
    EXPECT_EQ(release("r1", {"--status", "none"}).errorCode(), "usage-wrong");
    EXPECT_EQ(runCli({"release", project}).status, 2);
    EXPECT_EQ(names(), before);
    ASSERT_EQ(release("r1").status, 0);
    EXPECT_EQ(release("r1").errorCode(), "project-exists");
    import({{ "video9", "AbCdEfGhI10", "test", "the same cow" }});
    const auto after = names();
    EXPECT_EQ(release("r2").errorCode(), "splits-leak");
    EXPECT_EQ(names(), after);
    const CliRun allowed = release("r2", {"--allow-leaks"});
    ASSERT_EQ(allowed.status, 0) << allowed.errors;
    EXPECT_EQ(allowed.json()["leaks"].size(), 1U);
    const json manifest = json::parse(textOf(fs::path(std::string(folder / "r2")) / "manifest.json"));
    EXPECT_EQ(manifest["splits"]["leaks"].size(), 1U);
    EXPECT_EQ(manifest["splits"]["file"], "");
}

} // namespace
