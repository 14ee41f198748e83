// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/write_world.h"

#include "core/base/file.h"
#include "core/demo_world/clip.h"
#include "core/media/audio_reader.h"
#include "core/media/frame_sampling.h"
#include "core/media/probe.h"
#include "tests/core/demo_world/package.h"
#include "tests/core/demo_world/words.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>

namespace descant::demo_world {
namespace {

using nlohmann::json;
using test::installedCatalogue;

std::string bytesOf(const std::filesystem::path& path) { return readFile(path, 100'000'000).value(); }

/// Mean distance of two pictures of one size, per channel.
double distance(const Image& left, const Image& right)
{
    double sum = 0;
    for (std::size_t at = 0; at < left.pixels.size(); ++at)
        sum += std::abs(left.pixels[at] - right.pixels[at]);
    return sum / static_cast<double>(left.pixels.size());
}

TEST(WriteWorld, givesTheSameBytesForTheSameSeed)
{
    DESCANT_NEEDS_STAMPS();
    const test::TemporaryFolder one;
    const test::TemporaryFolder two;
    ASSERT_TRUE(writeDemoWorld({one.path(), 7, 2, Split::Test}, installedCatalogue(), {}, {}).has_value());
    ASSERT_TRUE(writeDemoWorld({two.path(), 7, 2, Split::Test}, installedCatalogue(), {}, {}).has_value());
    for (const char* name : {"annotations.json", "facts.json", "videos/test-7-000001.mp4"})
        EXPECT_EQ(bytesOf(one / name), bytesOf(two / name)) << name;
    ASSERT_TRUE(writeDemoWorld({two.path(), 8, 2, Split::Test}, installedCatalogue(), {}, {}).has_value());
    EXPECT_NE(bytesOf(one / "facts.json"), bytesOf(two / "facts.json"));
}

TEST(WriteWorld, writesCaptionsThatSayTheFactsOfVideosThatExist)
{
    DESCANT_NEEDS_STAMPS();
    const test::TemporaryFolder folder;
    const auto summary = writeDemoWorld({folder.path(), 3, 2, Split::Train}, installedCatalogue(), {}, {});
    ASSERT_TRUE(summary.has_value());
    EXPECT_EQ(summary->captions, 10);
    const json annotations = json::parse(bytesOf(folder / "annotations.json"));
    const json facts = json::parse(bytesOf(folder / "facts.json"));
    EXPECT_EQ(annotations["videos"].size(), 2u);
    EXPECT_EQ(annotations["sentences"].size(), 10u);
    for (const json& video : annotations["videos"])
        EXPECT_TRUE(std::filesystem::exists(folder / ("videos/" + video["video_id"].get<std::string>() + ".mp4")));
    for (const json& sentence : annotations["sentences"])
        for (const json& fact : facts.at(sentence["video_id"].get<std::string>()))
            EXPECT_TRUE(test::saysPhrase(sentence["caption"], fact["fact"])) << sentence << fact;
}

TEST(WriteWorld, writesVideosThatShowAndSoundAsTheClipIsRendered)
{
    DESCANT_NEEDS_STAMPS();
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeDemoWorld({folder.path(), 5, 1, Split::Train}, installedCatalogue(), {}, {}).has_value());
    const auto video = folder / "videos/train-5-000000.mp4";
    const auto info = media::probe(video);
    ASSERT_TRUE(info.has_value());
    EXPECT_NEAR(toSeconds(info->duration), 5.12, 0.15);
    const TimeRange whole{MediaTime{0}, fromSeconds(5.12)};
    const auto sampled = media::sampleFrames(video, whole, 16);
    ASSERT_TRUE(sampled.has_value());
    ASSERT_EQ(sampled->presented, kVideoFrames);
    const Clip clip =
        renderPictures(planClip(5, Split::Train, 0), installedCatalogue(), {kVideoSize, kVideoFrames, 64});
    for (const media::SampledFrame& frame : sampled->frames)
        EXPECT_LT(distance(frame.image, clip.frames[static_cast<std::size_t>(frame.frame)]), 4.0) << frame.frame;
    const auto audio = media::readAudio(video);
    ASSERT_TRUE(audio.has_value());
    EXPECT_EQ(audio->sampleRate, 16000);
    EXPECT_NEAR(static_cast<double>(audio->samples.size()), 82160, 2100);
}

TEST(WriteWorld, refusesAnAbsurdNumberOfClips)
{
    const test::TemporaryFolder folder;
    for (const std::int64_t clips : {std::int64_t(0), std::int64_t(-5), std::int64_t(2'000'000)}) {
        const auto summary = writeDemoWorld({folder.path(), 1, clips, Split::Train}, Catalogue(), {}, {});
        ASSERT_FALSE(summary.has_value());
        EXPECT_EQ(std::get<Error>(summary.error()).code, ErrorCode::UsageWrong);
    }
}

TEST(WriteWorld, stopsBetweenClipsWithoutJson)
{
    DESCANT_NEEDS_STAMPS();
    const test::TemporaryFolder folder;
    std::stop_source source;
    const auto summary = writeDemoWorld({folder.path(), 1, 50, Split::Train}, installedCatalogue(), source.get_token(),
                                        [&](const Progress& progress) {
                                            if (progress.fraction > 0)
                                                source.request_stop();
                                        });
    ASSERT_FALSE(summary.has_value());
    EXPECT_TRUE(isCancelled(summary.error()));
    EXPECT_FALSE(std::filesystem::exists(folder / "annotations.json"));
}

} // namespace
} // namespace descant::demo_world
