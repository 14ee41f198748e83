// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/media/frame_table.h"
#include "core/media/probe.h"
#include "tests/core/media/made_media.h"
#include "tests/core/media/remux.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

using namespace descant;
using media::probe;

namespace {

ErrorCode errorOf(const std::filesystem::path& path)
{
    const auto result = probe(path);
    return result ? ErrorCode::Internal : std::get<Error>(result.error()).code;
}

} // namespace

TEST(Probe, tellsWhatIsInARealFilm)
{
    const auto file = test::realMedia("bbb_480p_30s.mp4");
    if (!file)
        GTEST_SKIP() << "the real media are not beside the project";
    const auto info = probe(*file);
    ASSERT_TRUE(info);
    ASSERT_EQ(info->video.size(), 1u);
    EXPECT_EQ(info->video[0].frames, 720);
    EXPECT_EQ(info->video[0].width, 854);
    EXPECT_EQ(info->video[0].averageRate, (Rational{24, 1}));
    EXPECT_FALSE(info->video[0].variableRate);
    ASSERT_EQ(info->audio.size(), 1u);
    EXPECT_EQ(info->audio[0].layout, "5.1");
    EXPECT_NEAR(toSeconds(info->duration), 30.0, 0.1);
    EXPECT_EQ(info->fingerprint.size(), 64u);
}

TEST(Probe, countsTheStreamsOfADocumentary)
{
    const auto file = test::realMedia("nasa_13013.mp4");
    if (!file)
        GTEST_SKIP() << "the real media are not beside the project";
    const auto info = probe(*file);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->video.size(), 2u);
    EXPECT_EQ(info->audio.size(), 2u);
    EXPECT_EQ(info->subtitles.size(), 2u);
    EXPECT_EQ(info->video[static_cast<std::size_t>(info->bestVideo)].width, 480);
}

TEST(Probe, seesUnevenFramesAndKeepsTheFingerprintWhenAFileMoves)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", {0, 1, 2, 5, 9, 10});
    const auto before = probe(folder / "a.mp4");
    ASSERT_TRUE(before);
    EXPECT_EQ(before->video[0].frames, 6);
    EXPECT_TRUE(before->video[0].variableRate);
    EXPECT_TRUE(before->audio.empty());
    std::filesystem::rename(folder / "a.mp4", folder / "b.mp4");
    EXPECT_EQ(probe(folder / "b.mp4")->fingerprint, before->fingerprint);
}

TEST(Probe, theLastFrameBelongsToTheFilm)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(50));
    // NUT says neither how long it is nor how long a frame is shown.
    test::remux(folder / "a.mp4", folder / "a.nut");
    const auto table = media::readFrameTable(folder / "a.nut");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->end(), fromSeconds(2));
    const auto info = probe(folder / "a.nut");
    ASSERT_TRUE(info);
    EXPECT_GE(info->duration, table->end());
}

TEST(Probe, refusesWhatIsNoMediaWithItsOwnReason)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "empty.mp4", ""));
    ASSERT_TRUE(writeFileAtomically(folder / "text.mp4", std::string(5000, 'a') + "\nhello\n"));
    ASSERT_TRUE(writeFileAtomically(folder / "text.txt", "hello, this is no video\n"));
    test::makeClip(folder / "whole.mp4", test::evenTicks(50));
    const std::string bytes = readFile(folder / "whole.mp4", 1 << 20).value();
    ASSERT_TRUE(writeFileAtomically(folder / "cut.mp4", bytes.substr(0, bytes.size() / 2)));
    EXPECT_EQ(errorOf(folder / "missing.mp4"), ErrorCode::FileNotFound);
    EXPECT_EQ(errorOf(folder / "empty.mp4"), ErrorCode::EmptyMedia);
    EXPECT_EQ(errorOf(folder / "text.mp4"), ErrorCode::NotMedia);
    EXPECT_EQ(errorOf(folder / "text.txt"), ErrorCode::NotMedia);
    EXPECT_EQ(errorOf(folder / "cut.mp4"), ErrorCode::MediaTruncated);
    EXPECT_EQ(errorOf(folder.path()), ErrorCode::NotMedia);
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(errorOf(folder / "pipe"), ErrorCode::NotMedia);
}

TEST(Probe, stopsWhenAsked)
{
    const test::TemporaryFolder folder;
    test::makeClip(folder / "a.mp4", test::evenTicks(50));
    std::stop_source source;
    source.request_stop();
    const auto result = probe(folder / "a.mp4", source.get_token());
    ASSERT_FALSE(result);
    EXPECT_TRUE(isCancelled(result.error()));
}
