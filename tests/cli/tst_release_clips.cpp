// SPDX-License-Identifier: GPL-3.0-or-later
// Releases that hold the clips themselves.
#include "tests/cli/cli_run.h"
#include "tests/core/media/made_media.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace descant::test;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

class ReleaseClips : public ::testing::Test {
protected:
    void SetUp() override
    {
        makeClip(folder / "film.mp4", evenTicks(75), 16000);
        makeClip(folder / "other.mp4", {0, 3, 5, 6, 9, 11, 14, 20, 26, 30, 31, 33, 38, 44, 49});
        std::ofstream(folder / "captions.csv") << "video,start_s,end_s,caption,split\n"
                                                  "film.mp4,0.4,1.2,a tram,train\n"
                                                  "film.mp4,1.2,2.0,rain,train\n"
                                                  "other.mp4,0,1,a cow,test\n";
        ASSERT_EQ(runCli({"project", "new", project}).status, 0);
        ASSERT_EQ(runCli({"import", project, folder / "captions.csv", "--format", "csv"}).status, 0);
    }

    /// Makes a release of these two splits, whatever they have in common, and gives its manifest.
    json made(const std::string& format, const std::string& clips)
    {
        const CliRun run = runCli({"release", project, "--format", format, "--clips", clips, "--out", out.string(),
                                   "--allow-leaks", "--json"});
        EXPECT_EQ(run.status, 0) << run.output << run.errors;
        EXPECT_EQ(verified()["whole"], true);
        std::ifstream manifest(out / "manifest.json");
        return json::parse(manifest, nullptr, false);
    }

    json verified() const { return runCli({"release", "verify", out.string(), "--json"}).json(); }

    static std::vector<std::string> filesOf(const json& manifest, const std::string& ending)
    {
        std::vector<std::string> paths;
        for (const json& file : manifest["files"]) {
            if (file["path"].get<std::string>().ends_with(ending))
                paths.push_back(file["path"]);
        }
        return paths;
    }

    /// What another person finds in a part of the release.
    json imported(const std::string& part, const std::string& format)
    {
        const std::string elsewhere = folder / (format + ".descant");
        EXPECT_EQ(runCli({"project", "new", elsewhere}).status, 0);
        return runCli({"import", elsewhere, out / part, "--format", format, "--media", out / part, "--json"}).json();
    }

    TemporaryFolder folder;
    std::string project = folder / "p.descant";
    fs::path out = folder.path() / "release";
};

TEST_F(ReleaseClips, areInTheManifestAndAFolderOfThemIsReadAgain)
{
    const json manifest = made("hf", "encode");
    const std::vector<std::string> clips = filesOf(manifest, ".mp4");
    ASSERT_EQ(clips.size(), 3U) << manifest["files"];
    int frames = 0;
    for (const std::string& clip : clips) {
        const json said = runCli({"probe", out / clip, "--json"}).json();
        frames += said["video"][0]["frames"].get<int>();
        EXPECT_EQ(said["audio"].size(), clip.find("film") != std::string::npos ? 1U : 0U) << clip;
    }
    EXPECT_EQ(frames, 20 + 20 + 8); // of `other`, those before 1 s
    const json train = imported("train", "hf");
    EXPECT_EQ(train["added"], 2);
    EXPECT_EQ(train["problems"], json::array());
}

TEST_F(ReleaseClips, whatWasDoneToThemIsNamed)
{
    const std::string clip = filesOf(made("coco", "copy"), ".mp4").front();
    std::fstream(out / clip, std::ios::in | std::ios::out | std::ios::binary).seekp(200) << "x";
    fs::create_symlink("manifest.json", out / "link");
    const json checked = verified();
    EXPECT_EQ(checked["problems"], (json{clip + ": it was changed", "link: it is not part of the release"}));
    fs::remove(out / clip);
    fs::create_symlink(folder / "film.mp4", out / clip);
    EXPECT_EQ(verified()["problems"][0], clip + ": it was changed") << "a link is no clip";
}

TEST_F(ReleaseClips, goIntoTheShardsOfASplit)
{
    const json manifest = made("webdataset", "copy");
    EXPECT_EQ(filesOf(manifest, ".mp4"), std::vector<std::string>{});
    EXPECT_EQ(filesOf(manifest, ".tar"),
              (std::vector<std::string>{"test/corpus-test-000000.tar", "train/corpus-train-000000.tar"}));
    std::ifstream file(out / "train/corpus-train-000000.tar", std::ios::binary);
    const std::string shard(std::istreambuf_iterator<char>(file), {});
    for (const char* member : {"film_400_1200.json", "film_400_1200.txt", "film_400_1200.mp4"})
        EXPECT_NE(shard.find(member), std::string::npos) << member;
    EXPECT_EQ(imported("train", "webdataset")["added"], 2);
}

} // namespace
