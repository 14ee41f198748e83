// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/core/media/made_media.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace descant::test {
namespace {

using nlohmann::json;

std::string readAll(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(CliMedia, probeTellsStreamsOfAMadeClip)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(50), 16000);
    const CliRun run = runCli({"probe", folder / "clip.mp4", "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    const json probe = run.json();
    EXPECT_EQ(probe["file"], (folder / "clip.mp4").string());
    EXPECT_NEAR(probe["duration"].get<double>(), 2.0, 0.1);
    ASSERT_EQ(probe["video"].size(), 1U);
    EXPECT_EQ(probe["video"][0]["codec"], "h264");
    EXPECT_EQ(probe["video"][0]["frames"], 50);
    EXPECT_EQ(probe["video"][0]["average_rate"], json::array({25, 1}));
    EXPECT_EQ(probe["video"][0]["variable_rate"], false);
    EXPECT_EQ(probe["audio"][0]["sample_rate"], 16000);
    EXPECT_TRUE(probe["subtitles"].is_array());
    EXPECT_FALSE(probe["fingerprint"].get<std::string>().empty());
}

TEST(CliMedia, probeTellsTheRealVideos)
{
    const auto bunny = realMedia("bbb_480p_30s.mp4");
    const auto people = realMedia("one-by-one-person-detection.mp4");
    if (!bunny || !people)
        GTEST_SKIP() << "the real videos are not beside the project";
    const json first = runCli({"probe", bunny->string(), "--json"}).json();
    EXPECT_EQ(first["video"][0]["width"], 854);
    EXPECT_EQ(first["video"][0]["height"], 480);
    EXPECT_EQ(first["video"][0]["frames"], 720);
    EXPECT_EQ(first["audio"][0]["channels"], 6);
    EXPECT_EQ(first["audio"][0]["layout"], "5.1");
    const json second = runCli({"probe", people->string(), "--json"}).json();
    EXPECT_TRUE(second["audio"].empty());
}

TEST(CliMedia, framesAreTheOnesThatTheRuleChooses)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(50));
    const CliRun run = runCli({"frames", folder / "clip.mp4", "--start", "0.4", "--end", "1.6", "--count", "7", "--out",
                               folder / "out", "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    const json times = json::parse(readAll(folder / "out/times.json"));
    EXPECT_EQ(run.json(), times);
    ASSERT_EQ(times["presented"], 30);
    ASSERT_EQ(times["frames"].size(), 7U);
    for (int k = 0; k < 7; ++k) {
        const json& frame = times["frames"][std::size_t(k)];
        const int expected = 10 + k * 30 / 7;
        EXPECT_EQ(frame["frame"], expected);
        EXPECT_NEAR(frame["time"].get<double>(), expected / 25.0, 1e-6);
        EXPECT_TRUE(std::filesystem::exists(folder / ("out/" + frame["file"].get<std::string>())));
    }
}

TEST(CliMedia, fewerFramesThanAskedForAreNotRepeated)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(10));
    const json times =
        runCli({"frames", folder / "clip.mp4", "--count", "16", "--size", "32x16", "--out", folder / "out", "--json"})
            .json();
    EXPECT_EQ(times["presented"], 10);
    EXPECT_EQ(times["frames"].size(), 10U);
    const std::string png = readAll(folder / "out/000.png");
    ASSERT_GT(png.size(), 24U);
    EXPECT_EQ(png[19], 32); // width and height of the PNG's header
    EXPECT_EQ(png[23], 16);
}

TEST(CliMedia, peaksHaveAudiowaveformsHeader)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(25), 16000);
    const CliRun run =
        runCli({"peaks", folder / "clip.mp4", "--out", folder / "peaks.dat", "--samples-per-pixel", "128", "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    const std::string bytes = readAll(folder / "peaks.dat");
    ASSERT_GE(bytes.size(), 20U);
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i)
            value |= std::uint32_t(std::uint8_t(bytes[at + i])) << (8 * i);
        return value;
    };
    EXPECT_EQ(number(0), 1U);     // version
    EXPECT_EQ(number(4), 0U);     // 16 bit
    EXPECT_EQ(number(8), 16000U); // rate
    EXPECT_EQ(number(12), 128U);
    EXPECT_EQ(bytes.size(), 20U + 4U * number(16));
    EXPECT_EQ(run.json()["length"], number(16));
}

TEST(CliMedia, peaksOfOneChannelAreVersionOneEvenWhenSplit)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(25), 16000);
    ASSERT_EQ(
        runCli({"peaks", folder / "clip.mp4", "--out", folder / "p.dat", "--split-channels", "--bits", "8"}).status, 0);
    const std::string bytes = readAll(folder / "p.dat");
    EXPECT_EQ(bytes[0], 1);
    EXPECT_EQ(bytes[4], 1); // 8 bit
}

} // namespace
} // namespace descant::test
