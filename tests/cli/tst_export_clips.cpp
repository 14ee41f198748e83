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

/// What another person does with the corpus and the clips, and without the film.
TEST_F(ExportClips, areFoundByAnImportElsewhere)
{
    fs::remove(folder / "captions.csv");
    for (const std::string format : {"msrvtt", "hf", "lavis"}) {
        const std::string out = (folder / ("elsewhere/" + format + (format == "hf" ? "" : ".json"))).string();
        fs::create_directories(folder / "elsewhere");
        runCli({"export", project, "--format", format, "--out", out, "--clips", "encode"});
        const std::string other = folder / (format + ".descant");
        ASSERT_EQ(runCli({"project", "new", other}).status, 0);
        const fs::path clips = folder / ("elsewhere/" + format + "_clips");
        const std::string media = format == "hf" ? out : clips.string();
        const CliRun in = runCli({"import", other, out, "--format", format, "--media", media, "--json"});
        ASSERT_EQ(in.status, 0) << in.output << in.errors;
        int missing = 0;
        const json said = in.json();
        for (const json& problem : said["problems"])
            missing += problem["message"].get<std::string>().find("missing") != std::string::npos ? 1 : 0;
        EXPECT_EQ(missing, format == "hf" ? 0 : 1) << format << in.output; // the film that was missing before, too
    }
}

TEST_F(ExportClips, goIntoShardsAndLeaveNothingBeside)
{
    runCli({"import", project, folder / "captions.csv", "--format", "csv"});
    const std::string out = folder / "shards";
    const CliRun run =
        runCli({"export", project, "--format", "webdataset", "--out", out, "--clips", "encode", "--json"});
    EXPECT_EQ(run.status, 1) << "a medium is missing";
    EXPECT_EQ(run.json()["lost"]["clips"], 1);
    makeClip(folder / "gone.mp4", evenTicks(30));
    EXPECT_EQ(runCli({"export", project, "--format", "webdataset", "--out", out, "--clips", "encode", "--json"})
                  .json()["clips"]["kept"],
              2)
        << "what was cut waits for the rest";
    EXPECT_FALSE(fs::exists(out + "/clips.part"));
    EXPECT_EQ(std::distance(fs::directory_iterator(out), {}), 1);
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
