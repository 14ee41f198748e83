// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/cli/random_package.h"
#include "tests/core/media/made_media.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>

namespace descant::test {
namespace {

using nlohmann::json;

class CliModel : public testing::Test {
protected:
    void SetUp() override
    {
        writeRandomPackage(folder / "model");
        makeClip(folder / "clip.mp4", evenTicks(75), 16000);
        makeClip(folder / "silent.mp4", evenTicks(25));
    }

    TemporaryFolder folder;
    const std::string model = folder / "model";
    const std::string clip = folder / "clip.mp4";
    const std::string silent = folder / "silent.mp4";
};

TEST_F(CliModel, infoAndVerifyTellAPackage)
{
    const json info = runCli({"model", "info", model, "--json"}).json();
    EXPECT_EQ(info["name"], "random");
    EXPECT_EQ(info["variant"], "multimodal");
    EXPECT_TRUE(info.contains("parameters"));
    EXPECT_TRUE(info.contains("architecture"));
    EXPECT_LT(info["memory"]["int8"], info["memory"]["fp32"]);
    EXPECT_EQ(info["auto"]["precision"], "fp32"); // it is small
    EXPECT_FALSE(info["auto"]["reason"].get<std::string>().empty());
    EXPECT_EQ(runCli({"model", "verify", model, "--json"}).json()["ok"], true);
}

TEST_F(CliModel, aChangedPackageFailsVerification)
{
    {
        std::fstream weights(model + "/model.safetensors", std::ios::in | std::ios::out | std::ios::binary);
        weights.seekp(-4, std::ios::end);
        weights.write("\x01\x02\x03\x3d", 4);
    }
    EXPECT_EQ(runCli({"model", "verify", model, "--json"}).errorCode(), "hash-mismatch");
    std::filesystem::resize_file(model + "/model.safetensors", 100);
    const CliRun cut = runCli({"propose", clip, "--model", model, "--json"});
    EXPECT_EQ(cut.status, 1);
    EXPECT_FALSE(cut.errorCode().empty());
}

TEST_F(CliModel, assembleMakesThePackageAnewWithAnotherName)
{
    const CliRun run =
        runCli({"model", "assemble", "--weights", model, "--name", "other", "--out", folder / "copy", "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_EQ(runCli({"model", "info", folder / "copy", "--json"}).json()["name"], "other");
    std::ofstream(folder / "config.json") << R"({"t5":{"d_ff":32}})";
    const CliRun misfit = runCli({"model", "assemble", "--weights", model, "--config", folder / "config.json", "--out",
                                  folder / "bad", "--json"});
    EXPECT_EQ(misfit.status, 1);
    EXPECT_FALSE(misfit.json()["error"]["keys"].empty());
    EXPECT_FALSE(std::filesystem::exists(folder / "bad"));
}

TEST_F(CliModel, aConfigurationThatNestsTooDeeplyIsRefused)
{
    std::ofstream(folder / "deep.json") << "{\"t5\":" << std::string(150'000, '[') << std::string(150'000, ']') << "}";
    const CliRun run = runCli(
        {"model", "assemble", "--weights", model, "--config", folder / "deep.json", "--out", folder / "out", "--json"});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorCode(), "architecture-invalid");
}

TEST_F(CliModel, runTurnsATextIntoIds)
{
    const CliRun run = runCli({"model", "run", "--model", model, "--component", "tokenizer", "--text", "a cow", "--out",
                               folder / "ids.safetensors"});
    EXPECT_EQ(run.status, 0) << run.errors;
    EXPECT_TRUE(std::filesystem::exists(folder / "ids.safetensors"));
    EXPECT_EQ(
        runCli({"model", "run", "--model", model, "--component", "vit", "--out", folder / "o.safetensors", "--json"})
            .status,
        2);
}

TEST_F(CliModel, proposeTellsThePrecisionThatWasChosen)
{
    for (const auto& [asked, used] :
         std::map<std::string, std::string>{{"auto", "fp32"}, {"fp32", "fp32"}, {"bf16", "bf16"}, {"int8", "int8"}}) {
        const CliRun run =
            runCli({"propose", clip, "--model", model, "--device", "cpu", "--precision", asked, "--json"});
        EXPECT_EQ(run.status, 0);
        EXPECT_EQ(run.json()["precision"], used);
        EXPECT_FALSE(run.json()["segments"][0]["candidates"].empty());
    }
    EXPECT_EQ(runCli({"propose", clip, "--model", model, "--precision", "int3", "--json"}).status, 2);
}

TEST_F(CliModel, proposeWritesSegmentsTogetherAsOneByOne)
{
    const auto segments = [&](const char* batch) {
        return runCli({"propose", clip, "--model", model, "--every", "0.5", "--batch", batch, "--candidates", "2",
                       "--json"})
            .json()["segments"];
    };
    const json alone = segments("1"), together = segments("4");
    ASSERT_EQ(alone.size(), together.size());
    ASSERT_GT(alone.size(), 1u);
    for (std::size_t index = 0; index < alone.size(); ++index) {
        ASSERT_EQ(alone[index]["candidates"].size(), together[index]["candidates"].size());
        for (std::size_t rank = 0; rank < alone[index]["candidates"].size(); ++rank)
            EXPECT_EQ(alone[index]["candidates"][rank]["ids"], together[index]["candidates"][rank]["ids"]);
    }
}

TEST_F(CliModel, proposeGoesOnInsideAWord)
{
    const json result = runCli({"propose", clip, "--model", model, "--prefix", "a ro", "--json"}).json();
    ASSERT_FALSE(result["segments"][0]["candidates"].empty());
    for (const json& candidate : result["segments"][0]["candidates"])
        EXPECT_TRUE(candidate["text"].get<std::string>().starts_with("a ro"));
}

TEST_F(CliModel, proposeInGroupsOrAtRandomButNotBoth)
{
    const std::vector<std::string> start = {"propose", clip, "--model", model, "--json", "--beams", "4"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), start.begin(), start.end());
        return runCli(more);
    };
    EXPECT_EQ(with({"--diverse", "2", "--diversity", "0.7", "--candidates", "2"}).status, 0);
    EXPECT_EQ(with({"--diverse", "3"}).status, 1);
    EXPECT_EQ(with({"--diverse", "2", "--sample"}).status, 2);
    const std::vector<std::string> drawn = {"--sample", "--temperature", "1.4",    "--top-k", "20",
                                            "--top-p",  "0.9",           "--seed", "4"};
    EXPECT_EQ(with(drawn).json()["segments"], with(drawn).json()["segments"]);
}

TEST_F(CliModel, proposeTellsWhatWasSeenHeardAndSaid)
{
    const CliRun run = runCli(
        {"propose", clip, "--model", model, "--start", "1", "--end", "2", "--candidates", "2", "--evidence", "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    const json result = run.json();
    EXPECT_EQ(result["model"]["name"], "random");
    EXPECT_EQ(result["device"], "cpu");
    ASSERT_EQ(result["segments"].size(), 1U);
    const json& segment = result["segments"][0];
    EXPECT_EQ(segment["start"], 1.0);
    EXPECT_EQ(segment["end"], 2.0);
    ASSERT_EQ(segment["frames"].size(), 4U);
    EXPECT_EQ(segment["frames"][0]["frame"], 25);
    EXPECT_EQ(segment["frames"][1]["frame"], 25 + 25 / 4);
    EXPECT_NEAR(segment["audio_seconds"].get<double>(), 1.0, 0.01);
    ASSERT_FALSE(segment["candidates"].empty());
    const json& candidate = segment["candidates"][0];
    EXPECT_TRUE(candidate["score"].is_number());
    EXPECT_EQ(candidate["evidence"].size(), candidate["tokens"].size());
    for (const json& evidence : candidate["evidence"]) {
        double sum = 0;
        for (const char* sense : {"frames", "audio"}) {
            for (const json& weight : evidence[sense])
                sum += weight.get<double>();
        }
        EXPECT_NEAR(sum, 1.0, 1e-3);
    }
}

TEST_F(CliModel, everyGivesTheSegmentsInOrder)
{
    const json result = runCli({"propose", clip, silent, "--model", model, "--every", "1", "--json"}).json();
    ASSERT_EQ(result["segments"].size(), 4U);
    EXPECT_EQ(result["segments"][1]["start"], 1.0);
    EXPECT_EQ(result["segments"][3]["media"], silent);
    EXPECT_EQ(result["segments"][3]["audio_seconds"], 0.0);
    EXPECT_FALSE(result["segments"][0].contains("evidence"));
}

TEST_F(CliModel, shotsGivesASegmentForEachShot)
{
    const json shots = runCli({"shots", clip, "--json"}).json()["shots"];
    const json result = runCli({"propose", clip, "--model", model, "--shots", "--json"}).json();
    ASSERT_FALSE(shots.empty());
    ASSERT_EQ(result["segments"].size(), shots.size());
    for (std::size_t i = 0; i < shots.size(); ++i) {
        EXPECT_EQ(result["segments"][i]["start"], shots[i]["start"]);
        EXPECT_EQ(result["segments"][i]["end"], shots[i]["end"]);
    }
    EXPECT_EQ(shots[0]["frame"], 0);
    EXPECT_EQ(runCli({"propose", clip, "--model", model, "--shots", "--every", "1", "--json"}).status, 2);
}

TEST_F(CliModel, aFileThatFailsDoesNotStopTheOthers)
{
    const CliRun run = runCli({"propose", folder / "absent.mp4", clip, "--model", model, "--json"});
    EXPECT_EQ(run.status, 1);
    const json result = run.json();
    EXPECT_EQ(result["segments"].size(), 1U);
    ASSERT_EQ(result["failed"].size(), 1U);
    EXPECT_EQ(result["failed"][0]["media"], (folder / "absent.mp4").string());
}

TEST_F(CliModel, severalFilesThatFailAreOneErrorAndAList)
{
    const std::string one = folder / "one.mp4", two = folder / "two.mp4";
    const CliRun run = runCli({"propose", one, clip, two, "--model", model, "--json"});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorLines(), 1U) << run.errors;
    const json result = run.json();
    EXPECT_EQ(result["segments"].size(), 1U);
    EXPECT_EQ(result["failed"].size(), 2U);
    EXPECT_FALSE(result["error"].contains("keys"));
    EXPECT_NE(result["error"]["message"].get<std::string>().find("2 of 3 files failed"), std::string::npos);
}

TEST_F(CliModel, stretchesBehindTheFilmAreLeftOutOfARow)
{
    const CliRun run = runCli({"propose", clip, "--model", model, "--every", "1", "--end", "6", "--json"});
    EXPECT_EQ(run.status, 0) << run.errors;
    // Three seconds of picture; the encoder's last sound may reach a little into the fourth.
    EXPECT_GE(run.json()["segments"].size(), 3U);
    EXPECT_LE(run.json()["segments"].size(), 4U);
    EXPECT_EQ(runCli({"propose", clip, "--model", model, "--every", "1", "--start", "10", "--end", "12", "--json"})
                  .errorCode(),
              "empty-range");
}

TEST_F(CliModel, aVariantThatThePackageCannotBeIsRefused)
{
    const CliRun run = runCli({"propose", clip, "--model", model, "--variant", "separate", "--json"});
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.errorCode(), "usage-wrong");
    const json seen = runCli({"propose", clip, "--model", model, "--variant", "visual", "--json"}).json();
    EXPECT_EQ(seen["model"]["variant"], "visual");
    EXPECT_EQ(seen["segments"][0]["audio_seconds"], 0.0);
}

TEST_F(CliModel, proposalsAreStoredAndExportedWithoutTouchingTexts)
{
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project, "--media", clip}).status, 0);
    ASSERT_EQ(runCli({"propose", clip, "--model", model, "--project", project}).status, 0);
    const json info = runCli({"project", "info", project, "--json"}).json();
    EXPECT_EQ(info["media"], 1);
    EXPECT_EQ(info["segments"], 1);
    EXPECT_EQ(info["texts"], 0);
    EXPECT_GE(info["proposals"].get<int>(), 1);
    ASSERT_EQ(runCli({"propose", clip, "--model", model, "--project", project}).status, 0);
    EXPECT_EQ(runCli({"project", "info", project, "--json"}).json()["segments"], 1);
    EXPECT_EQ(runCli({"export", project, "--format", "msrvtt", "--out", folder / "o.json", "--json"}).errorCode(),
              "nothing-to-export");
    EXPECT_EQ(runCli({"project", "check", project, "--deep"}).status, 0);
}

TEST_F(CliModel, noModelIsSaid)
{
    EXPECT_EQ(runCli({"propose", clip, "--model", folder / "nothing", "--json"}).status, 1);
}

TEST_F(CliModel, terminatingAProposalEndsWithThreeAndStoresNothing)
{
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    // Enough work for minutes; the signal comes long before its end.
    const CliRun run = runCliAndEnd(
        {"propose", clip, "--model", model, "--project", project, "--every", "0.2", clip, clip,    clip, clip, clip,
         clip,      clip, clip,      clip,  clip,        clip,    clip,      clip,  clip, clip,    clip, clip, clip,
         clip,      clip, clip,      clip,  clip,        clip,    clip,      clip,  clip, clip,    clip, clip, clip,
         clip,      clip, clip,      clip,  clip,        clip,    clip,      clip,  clip, "--json"},
        std::chrono::milliseconds(300));
    EXPECT_EQ(run.status, 3) << run.errors;
    EXPECT_EQ(run.errorCode(), "cancelled");
    EXPECT_EQ(runCli({"project", "info", project, "--json"}).json()["proposals"], 0);
}

} // namespace
} // namespace descant::test
