// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/core/media/made_media.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

using namespace descant::test;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

/// A project with two clips of a film, and one of a film that is missing.
class ExportClips : public ::testing::Test {
protected:
    void SetUp() override
    {
        makeClip(folder / "film.mp4", evenTicks(75), 16000);
        std::ofstream(folder / "captions.csv") << "video,start_s,end_s,caption\n"
                                                  "film.mp4,0.4,1.2,a tram\n"
                                                  "film.mp4,1.2,2.0,rain\n"
                                                  "gone.mp4,0,1,nothing\n";
        ASSERT_EQ(runCli({"project", "new", project}).status, 0);
        ASSERT_EQ(runCli({"import", project, folder / "captions.csv", "--format", "csv"}).status, 0);
    }
    CliRun exported(const std::string& mode, const std::string& out)
    {
        return runCli({"export", project, "--format", "coco", "--out", folder / out, "--clips", mode, "--json"});
    }
    TemporaryFolder folder;
    std::string project = folder / "p.descant";
};

TEST_F(ExportClips, lieBesideTheCorpusAndWhatIsMissingIsNamed)
{
    const CliRun first = exported("encode", "corpus.json");
    EXPECT_EQ(first.status, 1) << "a medium is missing";
    EXPECT_EQ(first.errorLines(), 1U) << first.errors;
    const json clips = first.json()["clips"];
    EXPECT_EQ(clips["cut"], 2);
    ASSERT_EQ(clips["problems"].size(), 1U);
    EXPECT_EQ(clips["problems"][0]["name"], "gone.mp4");
    const json corpus = json::parse(std::ifstream(folder / "corpus.json"));
    const fs::path file = folder.path() / "corpus_clips" / corpus["images"][0]["file_name"].get<std::string>();
    EXPECT_EQ(runCli({"probe", file, "--json"}).json()["video"][0]["frames"], 20);
    const json again = exported("encode", "corpus.json").json()["clips"];
    EXPECT_EQ(again["cut"], 0);
    EXPECT_EQ(again["kept"], 2);
    EXPECT_EQ(exported("copy", "corpus.json").json()["clips"]["cut"], 2);
    EXPECT_EQ(exported("none", "plain.json").status, 0);
    EXPECT_FALSE(fs::exists(folder / "plain_clips"));
}

TEST_F(ExportClips, subtitlesHaveNoneAndATriedExportCutsNothing)
{
    EXPECT_EQ(
        runCli({"export", project, "--format", "srt", "--out", folder / "s", "--clips", "copy", "--json"}).errorCode(),
        "not-supported");
    EXPECT_EQ(
        runCli({"export", project, "--format", "coco", "--out", folder / "t.json", "--clips", "copy", "--dry-run"})
            .status,
        0);
    EXPECT_FALSE(fs::exists(folder / "t_clips"));
    EXPECT_EQ(runCli({"export", project, "--out", folder / "t.json", "--clips", "banana"}).status, 2);
}

} // namespace
