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
    const auto sampled =
        media::sampleFrames(folder / "a.mp4", {MediaTime{0}, fromSeconds(1)}, 4, media::PixelSize{96, 96});
    ASSERT_TRUE(sampled);
    EXPECT_EQ(sampled->frames[2].image.width, 96);
    EXPECT_EQ(sampled->frames[2].image.height, 96);
    EXPECT_EQ(test::readNumber(sampled->frames[2].image), 10);
}

TEST(FrameSampling, whatLiesBehindAPictureDoesNotShow)
{
    // swscale reads a pixel too many at odd widths; the last row of a picture must not depend on the memory behind it.
    constexpr int kWidth = 37, kHeight = 23;
    std::vector<std::uint8_t> results[2];
    for (const std::uint8_t behind : {std::uint8_t(0), std::uint8_t(255)}) {
        std::vector<std::uint8_t> memory(kWidth * kHeight * 3 + 64, behind);
        for (std::size_t index = 0; index < kWidth * kHeight * 3; ++index)
            memory[index] = static_cast<std::uint8_t>(index * 37 % 251);
        const auto resized =
            media::resizeSwscaleBilinear({memory.data(), kWidth, kHeight, std::ptrdiff_t(kWidth) * 3}, {14, 14});
        ASSERT_TRUE(resized);
        results[behind == 0 ? 0 : 1] = resized->pixels;
    }
    EXPECT_EQ(results[0], results[1]);
}
