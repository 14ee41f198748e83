// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/cli/random_package.h"
#include "tests/core/media/made_media.h"
#include "tests/support/scoped_variable.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/written_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace descant::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// What is measured is never asserted: only that every line does its work and says what the contract names.
TEST(CliBench, seekLinesMeasureAFilmOfOnesOwn)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(50), 0);
    const CliRun run = runCli(
        {"bench", "seek-exact", "seek-keyframe", "step-back", "--media", folder / "clip.mp4", "--runs", "3", "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    const json lines = run.json()["lines"];
    ASSERT_EQ(lines.size(), 3U);
    for (const json& line : lines) {
        EXPECT_EQ(line["unit"], "ms");
        EXPECT_EQ(line["runs"], 3);
        EXPECT_GT(line["ours"].get<double>(), 0.0);
        EXPECT_GE(line["ours_p95"].get<double>(), line["ours"].get<double>());
        EXPECT_EQ(line["peer"].is_null(), line["ratio"].is_null());
    }
}

TEST(CliBench, aMeasurementThatIsStoppedIsCancelledAndNoFailure)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(50), 16000);
    const CliRun run = runCliAndEnd({"bench", "peaks", "--media", folder / "clip.mp4", "--runs", "1000", "--json"},
                                    std::chrono::milliseconds(400));
    EXPECT_EQ(run.status, 3) << run.errors;
    EXPECT_EQ(run.errorCode(), "cancelled");
}

TEST(CliBench, anUnknownLineIsWrongUse) { EXPECT_EQ(runCli({"bench", "warp-speed"}).status, 2); }

/// Stands for Python with pycocoevalcap: its third argument is the file of captions, its fourth wants the answer.
fs::path peerAnswering(const fs::path& script, const std::string& answer)
{
    writtenFile(script, "#!/bin/sh\n[ -z \"$4\" ] || echo '" + answer + "' > \"$4\"\n");
    fs::permissions(script, fs::perms::owner_all);
    return script;
}

TEST(CliBench, metricLinesRefuseAPeerThatDidOtherWork)
{
    const TemporaryFolder folder;
    for (const char* answer : {R"({"ms":7,"scores":[0,0,0,0,0,0]})", R"({"ms":7,"scores":"none"})", "nothing"}) {
        const ScopedVariable peer("DESCANT_PYTHON", peerAnswering(folder / "peer", answer));
        const CliRun run = runCli({"bench", "metrics", "--runs", "1", "--json"});
        EXPECT_EQ(run.errorCode(), "internal") << run.output;
    }
    const ScopedVariable peer("DESCANT_PYTHON", folder / "none");
    const CliRun run = runCli({"bench", "metrics-again", "--runs", "1", "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_TRUE(run.json()["peer"].is_null());
    EXPECT_GT(run.json()["ours"].get<double>(), 0.0);
}

/// An architecture of a few thousand parameters.
const char* const kTiny = R"({"image_size":28,"frames":4,
    "vit":{"hidden":32,"layers":2,"heads":4,"mlp":48,"patch":14},
    "beats":{"embed":16,"hidden":24,"layers":2,"heads":3,"mlp":48,"conv_pos":8,"conv_pos_groups":4,"num_buckets":32},
    "qformer":{"hidden":24,"layers":4,"heads":3,"mlp":48,"visual_queries":8,"audio_queries":4},
    "t5":{"d_model":32,"d_kv":8,"d_ff":40,"encoder_layers":2,"decoder_layers":2,"heads":4,"vocab":600},
    "lora":{"rank":4,"alpha":8}})";

const json& stepNamed(const json& line, const std::string& name)
{
    static const json none;
    for (const json& step : line["steps"]) {
        if (step["name"] == name)
            return step;
    }
    ADD_FAILURE() << name;
    return none;
}

TEST(CliBench, fullSizeMakesAssemblesLoadsAndCaptionsAndCleansUp)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(50), 16000);
    const std::string like = writtenFile(folder / "tiny.json", kTiny);
    const CliRun run = runCli(
        {"bench", "full-size", "--folder", folder / "made", "--like", like, "--media", folder / "clip.mp4", "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    const json line = run.json();
    EXPECT_EQ(line["line"], "full-size");
    EXPECT_EQ(line["peer_name"], "cat");
    EXPECT_EQ(line["unit"], "ms");
    EXPECT_EQ(line["runs"], 1);
    EXPECT_GT(line["ours"].get<double>(), 0.0);
    EXPECT_GT(line["ratio"].get<double>(), 0.0);
    for (const char* name : {"make hub folder", "assemble hub folder", "make training file", "assemble training file",
                             "verify", "cat", "load fp32", "load bf16", "load int8"})
        EXPECT_GT(stepNamed(line, name)["seconds"].get<double>(), 0.0) << name;
    const json& proposal = stepNamed(line, "propose fp32");
    EXPECT_EQ(proposal["frames"], 4);
    EXPECT_GT(proposal["audio_seconds"].get<double>(), 0.0);
    EXPECT_LE(proposal["tokens"].get<int>(), 20);
    std::vector<std::string> parts;
    for (const json& part : proposal["parts"])
        parts.push_back(part["what"]);
    for (const char* part : {"Looking at frame", "Listening", "Reading the prompt", "Writing"})
        EXPECT_EQ(std::count(parts.begin(), parts.end(), part), 1) << part;
    EXPECT_FALSE(std::filesystem::exists(folder / "made"));
}

TEST(CliBench, fullSizeOnAPackageOfOnesOwnMakesNothing)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(50), 16000);
    writeRandomPackage(folder / "package");
    const CliRun run = runCli(
        {"bench", "full-size", "--model", folder / "package", "--media", folder / "clip.mp4", "--precision", "bf16"});
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_EQ(run.output.find("fp32"), std::string::npos) << run.output;
    EXPECT_NE(run.output.find("propose bf16"), std::string::npos) << run.output;
    EXPECT_EQ(run.output.find("make"), std::string::npos) << run.output;
}

TEST(CliBench, fullSizeTouchesNoFilesOfOthers)
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "package");
    const std::string kept = writtenFile(folder / "package/notes.txt", "mine");
    const std::string like = writtenFile(folder / "tiny.json", kTiny);
    const CliRun run = runCli({"bench", "full-size", "--folder", folder.path(), "--like", like, "--json"});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorCode(), "file-not-writable");
    EXPECT_TRUE(std::filesystem::exists(kept));
    EXPECT_FALSE(std::filesystem::exists(folder / "hub"));
}

} // namespace
} // namespace descant::test
