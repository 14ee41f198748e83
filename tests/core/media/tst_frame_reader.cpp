// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_reader.h"
#include "tests/core/media/made_media.h"
#include "tests/core/media/remux.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <random>

using namespace descant;
using media::FrameReader;
using media::PictureUse;

TEST(FrameReader, givesTheVeryFrameInWhateverOrderItIsAskedFor)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(100));
    const auto reader = FrameReader::open(folder / "a.mp4");
    ASSERT_TRUE(reader);
    ASSERT_EQ((*reader)->table().count(), 100);
    std::mt19937 random(1);
    for (int i = 0; i < 60; ++i) {
        const int number = std::uniform_int_distribution<>(0, 99)(random);
        const auto image = (*reader)->frame(number, PictureUse::Show);
        ASSERT_TRUE(image) << number;
        EXPECT_EQ(test::readNumber(*image), number);
    }
}

/// Containers with an index, with cues, and with neither.
TEST(FrameReader, givesTheVeryFrameInEveryContainer)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(100), 16000);
    for (const char* name : {"a.mov", "a.mkv", "a.ts"}) {
        test::remux(folder / "a.mp4", folder / name);
        const auto reader = FrameReader::open(folder / name);
        ASSERT_TRUE(reader) << name;
        ASSERT_EQ((*reader)->table().count(), 100) << name;
        std::mt19937 random(2);
        for (int i = 0; i < 40; ++i) {
            const int number = i == 0 ? 0 : std::uniform_int_distribution<>(0, 99)(random);
            const auto image = (*reader)->frame(number, PictureUse::Show);
            ASSERT_TRUE(image) << name << " " << number;
            EXPECT_EQ(test::readNumber(*image), number) << name;
        }
    }
}

TEST(FrameReader, stepsBackToTheSamePicture)
{
    const auto file = test::realMedia("bbb_480p_30s.mp4");
    if (!file)
        GTEST_SKIP() << "the real media are not beside the project";
    const auto reader = FrameReader::open(*file);
    ASSERT_TRUE(reader);
    const auto first = (*reader)->frame(300, PictureUse::Show);
    ASSERT_TRUE((*reader)->frame(301, PictureUse::Show));
    const auto again = (*reader)->frame(300, PictureUse::Show);
    const auto fresh = FrameReader::open(*file);
    ASSERT_TRUE((*fresh)->frame(500, PictureUse::Show));
    const auto sought = (*fresh)->frame(300, PictureUse::Show);
    ASSERT_TRUE(first && again && sought);
    EXPECT_EQ(first->pixels, again->pixels);
    EXPECT_EQ(first->pixels, sought->pixels);
}

TEST(FrameReader, theTableKnowsTimesOfUnevenFrames)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", {0, 1, 2, 5, 9, 10});
    const auto reader = FrameReader::open(folder / "a.mp4");
    ASSERT_TRUE(reader);
    const media::FrameTable& table = (*reader)->table();
    EXPECT_EQ(table.timeOf(3), fromSeconds(0.2));
    EXPECT_EQ(table.frameAt(fromSeconds(0.2)), 3);
    EXPECT_EQ(table.frameAt(fromSeconds(0.35)), 3);
    EXPECT_EQ(table.frameAt(fromSeconds(0.36)), 4);
    EXPECT_EQ(table.firstFrom(fromSeconds(0.09)), 3);
    EXPECT_EQ(test::readNumber(*(*reader)->frame(4, PictureUse::Show)), 4);
}

TEST(FrameReader, asksOutsideTheFilmAreRefused)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(10));
    const auto reader = FrameReader::open(folder / "a.mp4");
    ASSERT_TRUE(reader);
    EXPECT_FALSE((*reader)->frame(10, PictureUse::Show));
    EXPECT_FALSE((*reader)->frame(-1, PictureUse::Show));
}

TEST(FrameReader, nearestKeyframeIsAKeyframeBeforeTheTime)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(60));
    const auto reader = FrameReader::open(folder / "a.mp4");
    ASSERT_TRUE(reader);
    const auto key = (*reader)->nearestKeyframe(fromSeconds(1.5), media::PixelSize{64, 32});
    ASSERT_TRUE(key);
    EXPECT_TRUE((*reader)->table().isKeyframe(key->number));
    EXPECT_LE(key->number, 37);
    EXPECT_GT(key->number, 20);
    EXPECT_EQ(key->image.width, 64);
}
