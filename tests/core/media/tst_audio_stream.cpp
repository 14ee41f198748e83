// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/audio_reader.h"
#include "tests/core/media/made_media.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace descant;

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
