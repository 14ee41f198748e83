// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/cli/random_package.h"
#include "tests/core/media/made_media.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace descant::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// Four clips: with sound, silent, with times of the film that it was cut from, and one that is no video.
class CliTrain : public testing::Test {
protected:
    void SetUp() override
    {
        writeRandomPackage(folder / "base");
        fs::create_directories(folder / "clips");
        makeClip(folder / "clips/video0.mp4", evenTicks(50), 16000);
        makeClip(folder / "clips/video1.mp4", evenTicks(25));
        makeClip(folder / "clips/video2.mp4", evenTicks(30), 16000);
        std::ofstream(folder / "clips/video3.mp4") << "no video";
        writeCorpus();
    }

    void writeCorpus() const
    {
        json corpus{{"info", json::object()}, {"videos", json::array()}, {"sentences", json::array()}};
        const auto add = [&](int id, double start, double end, const char* split) {
            corpus["videos"].push_back({{"id", id},
                                        {"video_id", "video" + std::to_string(id)},
                                        {"category", 1},
                                        {"url", "https://example.org"},
                                        {"start time", start},
                                        {"end time", end},
                                        {"split", split}});
            for (int i = 0; i < 2; ++i)
                corpus["sentences"].push_back({{"sen_id", 2 * id + i},
                                               {"video_id", "video" + std::to_string(id)},
                                               {"caption", i == 0 ? "a cow stands" : "a dog hums"}});
        };
        add(0, 0.0, 2.0, "train");
        add(1, 0.0, 1.0, "train");
        add(2, 71.5, 72.7, "validate");
        add(3, 0.0, 1.0, "train");
        std::ofstream(corpusFile()) << corpus.dump(1);
    }

    std::string corpusFile() const { return folder / "corpus.json"; }
    std::vector<std::string> line(std::vector<std::string> more = {}) const
    {
        std::vector<std::string> all{"train",  "--corpus",      corpusFile(), "--media",      folder / "clips",
                                     "--base", folder / "base", "--out",      folder / "out", "--json"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    TemporaryFolder folder;
};

TEST_F(CliTrain, writesAPackageAndTellsHowItDoes)
{
    const CliRun run = runCli(line({"--steps", "3", "--batch", "2", "--json-progress", "--learn", "all"}));
    ASSERT_EQ(run.status, 0) << run.errors;
    const json said = run.json();
    EXPECT_EQ(said["steps"], 3);
    EXPECT_TRUE(said["loss"].is_number());
    EXPECT_GT(said["samples_per_second"].get<double>(), 0.0);
    EXPECT_EQ(said["score_card"]["validation"]["clips"], 1);
    ASSERT_EQ(said["skipped"].size(), 1U);
    EXPECT_EQ(said["skipped"][0]["clip"], "video3.mp4");
    EXPECT_EQ(said["skipped"][0]["error"]["code"], "not-media");
    EXPECT_NE(run.errors.find(R"({"stage":"captions","step":3,"steps":3,)"), std::string::npos) << run.errors;
    EXPECT_EQ(runCli({"model", "verify", folder / "out", "--json"}).json()["ok"], true);
    EXPECT_EQ(runCli({"propose", folder / "clips/video0.mp4", "--model", folder / "out", "--json"}).status, 0);
    EXPECT_FALSE(fs::exists(folder / "out.training")) << "the work folder goes when nobody named it";
}

TEST_F(CliTrain, aSlashBehindTheFolderChangesNothingAndAPackageIsNotOverwrittenUnasked)
{
    std::vector<std::string> arguments = line({"--steps", "1", "--batch", "2"});
    *(std::find(arguments.begin(), arguments.end(), "--out") + 1) = (folder / "new").string() + "/";
    const CliRun run = runCli(arguments);
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_EQ(runCli({"model", "verify", folder / "new", "--json"}).json()["ok"], true);
    EXPECT_FALSE(fs::exists(folder / "new.training"));
    EXPECT_EQ(runCli(arguments).errorCode(), "usage-wrong");
    arguments.push_back("--replace");
    EXPECT_EQ(runCli(arguments).status, 0);
}

TEST_F(CliTrain, anInterruptedTrainingKeepsItsFeaturesAndWritesNoPackage)
{
    const std::vector<std::string> endless = line({"--steps", "1000000", "--batch", "2", "--work", folder / "work"});
    const CliRun run = runCliAndEnd(endless, std::chrono::milliseconds(3000));
    EXPECT_EQ(run.status, 3) << run.errors;
    EXPECT_EQ(run.errorCode(), "cancelled");
    EXPECT_FALSE(fs::exists(folder / "out"));
    EXPECT_TRUE(fs::exists(folder / "work/features"));
}

TEST_F(CliTrain, refusesBeforeAnyWorkWhatCannotEndWell)
{
    std::ofstream(folder / "wrong.json") << R"({"videos":[],"sentences":[{"sen_id":0,"video_id":"x","caption":"y"}]})";
    const auto codeOf = [&](std::vector<std::string> more) { return runCli(line(std::move(more))).errorCode(); };
    EXPECT_EQ(codeOf({"--split", "test"}), "corpus-invalid");
    EXPECT_EQ(codeOf({"--resume"}), "file-not-found");
    EXPECT_EQ(codeOf({"--stage", "scst"}), "not-supported");
    const auto replaced = [&](const char* option, const std::string& value) {
        std::vector<std::string> arguments = line();
        *(std::find(arguments.begin(), arguments.end(), option) + 1) = value;
        return runCli(arguments);
    };
    EXPECT_EQ(replaced("--out", folder / "base").errorCode(), "usage-wrong");
    EXPECT_EQ(replaced("--out", folder / "clips").errorCode(), "usage-wrong");
    EXPECT_EQ(replaced("--base", folder / "clips").status, 1);
    EXPECT_EQ(replaced("--corpus", folder / "none.json").errorCode(), "file-not-found");
    const CliRun wrong = replaced("--corpus", folder / "wrong.json");
    EXPECT_EQ(wrong.errorCode(), "format-invalid");
    EXPECT_EQ(wrong.status, 1);
    EXPECT_FALSE(fs::exists(folder / "out"));
}

} // namespace
} // namespace descant::test
