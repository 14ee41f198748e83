// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/audio_reader.h"

#include "core/base/file.h"
#include "tests/core/media/made_media.h"
#include "tests/core/media/remux.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace descant;

namespace {

constexpr std::size_t kEnough = 1 << 24;

double secondsOf(const AVPacket& packet, int sampleRate) { return double(packet.pts) / sampleRate; }

/// Largest difference of the samples of both from a second on, for half a second.
double differenceFrom(const Audio& one, const Audio& other, double second)
{
    const auto first = static_cast<std::size_t>(second * one.sampleRate);
    double difference = 0.0;
    for (std::size_t i = first; i < first + static_cast<std::size_t>(one.sampleRate / 2); ++i)
        difference = std::max(difference, std::abs(double(one.samples.at(i)) - other.samples.at(i)));
    return difference;
}

} // namespace

TEST(AudioStream, aRangeHasTheLengthThatWasAskedForAndTheToneInPlace)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(100), 16000);
    const auto whole = media::readAudio(folder / "a.mp4");
    const auto part = media::readAudio(folder / "a.mp4", {fromSeconds(1), fromSeconds(2)});
    ASSERT_TRUE(whole && part);
    EXPECT_EQ(part->sampleRate, 16000);
    ASSERT_EQ(part->frames(), 16000u);
    ASSERT_GE(whole->frames(), 32000u);
    // The same samples, whether they were reached from the start or by seeking.
    double difference = 0.0;
    for (std::size_t i = 0; i < part->frames(); ++i)
        difference = std::max(difference, std::abs(double(part->samples[i]) - whole->samples[16000 + i]));
    EXPECT_LT(difference, 1e-3);
    const float loudest = *std::max_element(part->samples.begin(), part->samples.end());
    EXPECT_NEAR(loudest, 0.5F, 0.1F);
}

TEST(AudioStream, soundThatIsNotThereIsTold)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(10));
    const auto result = media::readAudio(folder / "a.mp4");
    ASSERT_FALSE(result);
    EXPECT_EQ(std::get<Error>(result.error()).code, ErrorCode::NoAudioStream);
}

TEST(AudioStream, anotherRateAndChannelCountCanBeAskedFor)
{
    const auto file = test::realMedia("bbb_480p_30s.mp4");
    if (!file)
        GTEST_SKIP() << "the real media are not beside the project";
    const auto audio = media::readAudio(*file, {fromSeconds(2), fromSeconds(4)}, {}, {44100, 2});
    ASSERT_TRUE(audio);
    EXPECT_EQ(audio->channels, 2);
    EXPECT_EQ(audio->frames(), 88200u);
    const auto original = media::readAudio(*file, {fromSeconds(2), fromSeconds(4)});
    EXPECT_EQ(original->channels, 6);
    EXPECT_EQ(media::mixToMono(*original).frames(), original->frames());
}

TEST(AudioStream, channelsMayChangeOnTheWay)
{
    const test::TemporaryFolder folder;
    std::string joined;
    for (const int channels : {6, 2, 1}) {
        test::makeClip(folder / "a.mp4", test::evenTicks(25), 16000, channels);
        test::remuxSound(folder / "a.mp4", folder / "a.aac");
        joined += readFile(folder / "a.aac", kEnough).value();
    }
    ASSERT_TRUE(writeFileAtomically(folder / "joined.aac", joined));
    const auto audio = media::readAudio(folder / "joined.aac");
    ASSERT_TRUE(audio);
    EXPECT_EQ(audio->channels, 6);
    EXPECT_NEAR(toSeconds(audio->length()), 3.0, 0.3);
}

TEST(AudioStream, aGapIsSilentAndWhatFollowsIsInPlace)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(100), 16000);
    test::remux(folder / "a.mp4", folder / "gap.mkv", [](const AVPacket& packet, AVMediaType type) {
        const double at = secondsOf(packet, 16000);
        return type != AVMEDIA_TYPE_AUDIO || at < 1.0 || at > 2.0;
    });
    // Not with the MP4: containers differ in what they say of the encoder's first samples.
    test::remux(folder / "a.mp4", folder / "whole.mkv");
    const auto whole = media::readAudio(folder / "whole.mkv");
    const auto gap = media::readAudio(folder / "gap.mkv");
    ASSERT_TRUE(whole && gap);
    EXPECT_EQ(gap->samples.at(16000 + 8000), 0.0F);
    EXPECT_LT(differenceFrom(*whole, *gap, 2.5), 0.05);
    EXPECT_NEAR(toSeconds(gap->length()), toSeconds(whole->length()), 0.07);
}

TEST(AudioStream, soundThatCannotBeDecodedIsSilentAndDoesNotEndIt)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(100), 16000);
    test::remux(folder / "a.mp4", folder / "bad.mkv", [](AVPacket& packet, AVMediaType type) {
        const double at = secondsOf(packet, 16000);
        if (type == AVMEDIA_TYPE_AUDIO && at > 1.0 && at < 1.3)
            test::damage(packet);
        return true;
    });
    // Not with the MP4: containers differ in what they say of the encoder's first samples.
    test::remux(folder / "a.mp4", folder / "whole.mkv");
    const auto whole = media::readAudio(folder / "whole.mkv");
    const auto bad = media::readAudio(folder / "bad.mkv");
    ASSERT_TRUE(whole && bad);
    ASSERT_GE(bad->frames(), 55000U);
    EXPECT_LT(differenceFrom(*whole, *bad, 2.5), 0.05);
}

TEST(AudioStream, aTimeStampBeyondTheFilmIsNoSilenceWithoutEnd)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(50), 16000);
    test::remux(folder / "a.mp4", folder / "far.mkv", [](AVPacket& packet, AVMediaType type) {
        if (type == AVMEDIA_TYPE_AUDIO && secondsOf(packet, 16000) > 1.0) {
            packet.pts += 20'000'000LL * 16000;
            packet.dts = packet.pts;
        }
        return true;
    });
    const auto audio = media::readAudio(folder / "far.mkv");
    ASSERT_TRUE(audio);
    EXPECT_NEAR(toSeconds(audio->length()), 2.0, 0.3);
}
