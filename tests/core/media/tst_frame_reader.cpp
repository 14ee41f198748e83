// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_reader.h"
#include "core/media/still_image.h"
#include "tests/core/media/made_media.h"
#include "tests/core/media/remux.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
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

namespace {

/// H.264 goes into an AVI as it lies in a transport stream; its time begins at 0.
void makeAvi(const std::filesystem::path& stream, const std::filesystem::path& path)
{
    std::optional<std::int64_t> first;
    test::remux(stream, path, [&](AVPacket& packet, AVMediaType) {
        first = first.value_or(packet.dts);
        packet.pts -= *first;
        packet.dts -= *first;
        return true;
    });
}

} // namespace

/// Containers with an index, with cues, with neither, and those whose packets do not say when they are presented.
TEST(FrameReader, givesTheVeryFrameInEveryContainer)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(100));
    for (const std::string name : {"a.mov", "a.mkv", "a.ts", "a.avi", "a.h264"}) {
        if (name == "a.avi")
            makeAvi(folder / "a.ts", folder / name);
        else
            test::remux(folder / "a.mp4", folder / name);
        const auto reader = FrameReader::open(folder / name);
        ASSERT_TRUE(reader) << name;
        ASSERT_EQ((*reader)->table().count(), 100) << name;
        EXPECT_FALSE((*reader)->table().isVariableRate()) << name;
        EXPECT_EQ((*reader)->table().end(), fromSeconds(4)) << name;
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

namespace {

/// Every `step`th picture of the film, asked for in turn.
std::map<std::int64_t, std::vector<std::uint8_t>> picturesInTurn(const std::filesystem::path& film, int step)
{
    std::map<std::int64_t, std::vector<std::uint8_t>> pictures;
    const auto reader = FrameReader::open(film);
    for (std::int64_t number = 0; number < std::min<std::int64_t>(300, (*reader)->table().count()); ++number) {
        const auto image = (*reader)->frame(number, PictureUse::Show, media::PixelSize{214, 120});
        if (number % step == 0)
            pictures[number] = image->pixels;
    }
    return pictures;
}

/// What is left out on the way to a far picture must not change that picture, nor be taken for lost afterwards.
void expectTheSameFromFarAway(const std::filesystem::path& film)
{
    const auto expected = picturesInTurn(film, 7);
    const auto reader = FrameReader::open(film);
    std::vector<std::int64_t> numbers;
    for (const auto& [number, pixels] : expected)
        numbers.push_back(number);
    std::shuffle(numbers.begin(), numbers.end(), std::mt19937(3));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const PictureUse other = i % 2 == 0 ? PictureUse::Model : PictureUse::Show;
        ASSERT_TRUE((*reader)->frame(numbers[numbers.size() - 1 - i], other));
        const auto image = (*reader)->frame(numbers[i], PictureUse::Show, media::PixelSize{214, 120});
        ASSERT_TRUE(image) << numbers[i];
        EXPECT_EQ(image->pixels, expected.at(numbers[i])) << numbers[i];
    }
}

} // namespace

TEST(FrameReader, aLongWayLeadsToTheSamePicture)
{
    const auto file = test::realMedia("bbb_480p_30s.mp4");
    if (!file)
        GTEST_SKIP() << "the real media are not beside the project";
    expectTheSameFromFarAway(*file);
}

TEST(FrameReader, whatWasLeftOutOnALongWayIsNotTakenForDamaged)
{
    const auto file = test::realMedia("bbb_480p_30s.mp4");
    if (!file)
        GTEST_SKIP() << "the real media are not beside the project";
    const test::TemporaryFolder folder;
    int packets = 0;
    test::remux(*file, folder / "bad.mkv", [&](AVPacket& packet, AVMediaType type) {
        // Some pictures that others build on, and some that nothing builds on.
        if (type == AVMEDIA_TYPE_VIDEO && ++packets % 97 == 60)
            test::damage(packet);
        return true;
    });
    expectTheSameFromFarAway(folder / "bad.mkv");
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
    const auto same = (*reader)->frame(key->number, PictureUse::Show, media::PixelSize{64, 32});
    ASSERT_TRUE(same);
    EXPECT_EQ(key->image.pixels, same->pixels);
    // The decoder was stopped behind the keyframe: it goes on all the same.
    EXPECT_EQ(test::readNumber(*(*reader)->frame(key->number + 1, PictureUse::Show)), key->number + 1);
}

namespace {

/// The clip as Matroska with nonsense in these packets, counted as they lie in the file.
void makeDamaged(const test::TemporaryFolder& folder, const std::function<bool(int)>& isDamaged)
{
    test::makeClip(folder / "whole.mp4", test::evenTicks(100));
    int packets = 0;
    test::remux(folder / "whole.mp4", folder / "bad.mkv", [&](AVPacket& packet, AVMediaType) {
        if (isDamaged(packets++))
            test::damage(packet);
        return true;
    });
}

} // namespace

TEST(FrameReader, aPictureThatCannotBeDecodedIsStoodInForByTheOneBefore)
{
    const test::TemporaryFolder folder;
    // More than a group of pictures.
    makeDamaged(folder, [](int packet) { return packet >= 36 && packet <= 52; });
    const auto reader = FrameReader::open(folder / "bad.mkv");
    ASSERT_TRUE(reader);
    ASSERT_EQ((*reader)->table().count(), 100);
    for (int number = 0; number < 100; ++number) {
        const auto image = (*reader)->frame(number, PictureUse::Show);
        ASSERT_TRUE(image) << number;
        if (number < 30 || number >= 66) {
            EXPECT_EQ(test::readNumber(*image), number);
        }
    }
    const auto lost = (*reader)->frame(42, PictureUse::Show);
    const auto before = (*reader)->frame(test::readNumber(*lost), PictureUse::Show);
    EXPECT_LT(test::readNumber(*lost), 38);
    EXPECT_GT(test::readNumber(*lost), 30);
    EXPECT_EQ(lost->pixels, before->pixels);
}

TEST(FrameReader, aDamagedBeginningShowsTheFirstPictureThatThereIs)
{
    const test::TemporaryFolder folder;
    makeDamaged(folder, [](int packet) { return packet < 12; });
    const auto reader = FrameReader::open(folder / "bad.mkv");
    ASSERT_TRUE(reader);
    const int first = test::readNumber(*(*reader)->frame(3, PictureUse::Show));
    EXPECT_GE(first, 12);
    EXPECT_LE(first, 24);
    EXPECT_EQ(test::readNumber(*(*reader)->frame(0, PictureUse::Show)), first);
    EXPECT_EQ(test::readNumber(*(*reader)->frame(30, PictureUse::Show)), 30);
}

TEST(FrameReader, aFilmWithoutAnyPictureThatCanBeDecodedIsTold)
{
    const test::TemporaryFolder folder;
    makeDamaged(folder, [](int) { return true; });
    const auto reader = FrameReader::open(folder / "bad.mkv");
    ASSERT_TRUE(reader);
    for (const int number : {50, 0}) {
        const auto image = (*reader)->frame(number, PictureUse::Show);
        ASSERT_FALSE(image);
        EXPECT_EQ(std::get<Error>(image.error()).code, ErrorCode::MediaTruncated);
    }
}

TEST(FrameReader, whatCannotBeSoughtInIsReadFromTheFront)
{
    const test::TemporaryFolder folder;
    Image picture(32, 16);
    picture.row(8)[0] = 200;
    ASSERT_TRUE(media::writePng(folder / "a.png", picture.view()));
    const auto reader = FrameReader::open(folder / "a.png");
    ASSERT_TRUE(reader);
    ASSERT_EQ((*reader)->table().count(), 1);
    const auto image = (*reader)->frame(0, PictureUse::Show);
    ASSERT_TRUE(image);
    EXPECT_EQ(image->pixels, picture.pixels);
}
