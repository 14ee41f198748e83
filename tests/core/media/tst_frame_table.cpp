// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_reader.h"
#include "core/media/glimpse.h"
#include "core/media/internal/index_table.h"
#include "core/media/internal/packet_scan.h"
#include "tests/core/media/made_media.h"
#include "tests/core/media/remux.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <numeric>

using namespace descant;
using media::FrameTable;

namespace {

FrameTable scanned(const std::filesystem::path& path)
{
    const auto input = media::openInput(path);
    const int stream = media::bestStream(**input, AVMEDIA_TYPE_VIDEO);
    media::readOnly(**input, {stream});
    return media::scanPackets(path, **input, {stream}, {})->at(stream).table;
}

std::optional<FrameTable> indexed(const std::filesystem::path& path)
{
    const auto input = media::openInput(path);
    return media::tableFromIndex(**input, media::bestStream(**input, AVMEDIA_TYPE_VIDEO)).value();
}

void expectSame(const FrameTable& one, const FrameTable& other)
{
    ASSERT_EQ(one.count(), other.count());
    EXPECT_EQ(one.end(), other.end());
    for (std::int64_t frame = 0; frame < one.count(); ++frame) {
        ASSERT_EQ(one.ptsOf(frame), other.ptsOf(frame)) << frame;
        ASSERT_EQ(one.isKeyframe(frame), other.isKeyframe(frame)) << frame;
    }
}

} // namespace

TEST(FrameTable, theIndexSaysWhatAllPacketsSay)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "even.mp4", test::evenTicks(400), 16000);
    const auto table = indexed(folder / "even.mp4");
    ASSERT_TRUE(table) << "an even MP4 needs no scan";
    expectSame(*table, scanned(folder / "even.mp4"));
}

TEST(FrameTable, unevenFramesAreScanned)
{
    const test::TemporaryFolder folder;
    std::vector<std::int64_t> ticks = test::evenTicks(300);
    for (std::size_t i = 150; i < ticks.size(); ++i)
        ticks[i] += 3;
    test::makeClip(folder / "gap.mp4", ticks);
    EXPECT_FALSE(indexed(folder / "gap.mp4"));
    const auto table = media::readFrameTable(folder / "gap.mp4");
    ASSERT_TRUE(table);
    expectSame(*table, scanned(folder / "gap.mp4"));
    EXPECT_EQ(table->count(), 300);
    EXPECT_TRUE(table->isVariableRate());
}

TEST(FrameTable, realFilesGiveTheSameEitherWay)
{
    for (const char* name : {"bbb_480p_30s.mp4", "nasa_13013.mp4", "one-by-one-person-detection.mp4"}) {
        const auto file = test::realMedia(name);
        if (!file)
            GTEST_SKIP() << "the real media are not beside the project";
        const auto table = media::readFrameTable(*file);
        ASSERT_TRUE(table) << name;
        expectSame(*table, scanned(*file));
    }
}

TEST(FrameTable, aFileThatChangedIsReadAnew)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mkv", test::evenTicks(40));
    ASSERT_EQ(media::readFrameTable(folder / "a.mkv")->count(), 40);
    EXPECT_EQ(media::readFrameTable(folder / "a.mkv")->count(), 40);
    test::makeClip(folder / "b.mkv", test::evenTicks(30));
    std::filesystem::rename(folder / "b.mkv", folder / "a.mkv");
    EXPECT_EQ(media::readFrameTable(folder / "a.mkv")->count(), 30);
}

TEST(Glimpse, showsTheFirstPictureOfALargeFilmThatIsNotOpenYet)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(200));
    test::remux(folder / "a.mp4", folder / "a.mkv");
    EXPECT_FALSE(*media::glimpse(folder / "a.mkv")) << "a small film opens at once";
    std::filesystem::resize_file(folder / "a.mkv", 65u << 20);
    std::filesystem::resize_file(folder / "a.mp4", 65u << 20);
    EXPECT_FALSE(*media::glimpse(folder / "a.mp4")) << "its index tells all";
    const auto picture = media::glimpse(folder / "a.mkv");
    ASSERT_TRUE(picture);
    ASSERT_TRUE(*picture);
    EXPECT_EQ(test::readNumber(**picture), 0);
    ASSERT_TRUE(media::FrameReader::open(folder / "a.mkv"));
    EXPECT_FALSE(*media::glimpse(folder / "a.mkv")) << "its frames are known by now";
    EXPECT_FALSE(media::glimpse(folder / "none.mkv"));
}
