// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_sampling.h"
#include "tests/core/media/made_media.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

using namespace descant;

TEST(FrameSampling, takesTheFirstFrameOfEachEqualPart)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(100));
    const auto sampled = media::sampleFrames(folder / "a.mp4", {fromSeconds(1), fromSeconds(3)}, 16);
    ASSERT_TRUE(sampled);
    EXPECT_EQ(sampled->presented, 50);
    ASSERT_EQ(sampled->frames.size(), 16u);
    for (std::int64_t k = 0; k < 16; ++k) {
        const auto& frame = sampled->frames[static_cast<std::size_t>(k)];
        EXPECT_EQ(frame.frame, 25 + k * 50 / 16);
        EXPECT_EQ(test::readNumber(frame.image), frame.frame);
        EXPECT_EQ(frame.time, MediaTime(frame.frame * 40'000));
    }
}

TEST(FrameSampling, fewFramesAreNotRepeatedAndNoneIsAnError)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(100));
    EXPECT_EQ(media::sampleFrames(folder / "a.mp4", {fromSeconds(1), fromSeconds(1.2)}, 16)->frames.size(), 5u);
    const auto nothing = media::sampleFrames(folder / "a.mp4", {fromSeconds(50), fromSeconds(60)}, 16);
    ASSERT_FALSE(nothing);
    EXPECT_EQ(std::get<Error>(nothing.error()).code, ErrorCode::EmptyRange);
}

TEST(FrameSampling, resizesAsAsked)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(20));
    const auto sampled = media::sampleFrames(folder / "a.mp4", {MediaTime{0}, fromSeconds(1)}, 4, media::PixelSize{96, 96});
    ASSERT_TRUE(sampled);
    EXPECT_EQ(sampled->frames[2].image.width, 96);
    EXPECT_EQ(sampled->frames[2].image.height, 96);
    EXPECT_EQ(test::readNumber(sampled->frames[2].image), 10);
}
