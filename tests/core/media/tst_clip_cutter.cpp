// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/clip_cutter.h"

#include "core/base/sha256.h"
#include "core/media/audio_reader.h"
#include "core/media/frame_reader.h"
#include "core/media/internal/clip_encoders.h"
#include "core/media/internal/frame_decoder.h"
#include "core/media/probe.h"
#include "tests/core/media/made_media.h"
#include "tests/core/media/remux.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace descant;
using namespace descant::media;
using namespace descant::test;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr int kRate = 16000;
/// Of AAC: FFmpeg decodes it as if nothing had been before it.
constexpr MediaTime kFirstPacket = 140ms;

CutClip cut(const CutOrder& order)
{
    const auto clip = cutClip(order);
    EXPECT_TRUE(clip) << describe(std::get<Error>(clip.error()));
    return clip ? *clip : CutClip{};
}

/// The numbers that the frames of a file show, in the order of presentation.
std::vector<int> numbersOf(const fs::path& file)
{
    const auto reader = FrameReader::open(file);
    std::vector<int> numbers;
    for (std::int64_t n = 0; reader && n < (*reader)->table().count(); ++n)
        numbers.push_back(readNumber(*(*reader)->frame(n, PictureUse::Show)));
    return numbers;
}

std::vector<int> from(int first, std::size_t count)
{
    std::vector<int> numbers(count);
    std::generate(numbers.begin(), numbers.end(), [first]() mutable { return first++; });
    return numbers;
}

std::vector<MediaTime> timesOf(const fs::path& file)
{
    const auto table = readFrameTable(file);
    std::vector<MediaTime> times;
    for (std::int64_t n = 0; table && n < table->count(); ++n)
        times.push_back(table->timeOf(n));
    return times;
}

/// The keyframe that a copy of what begins at the time must begin with.
int keyframeAt(const fs::path& file, MediaTime time)
{
    const auto table = readFrameTable(file);
    return table ? static_cast<int>(table->keyframeBefore(table->firstFrom(time))) : -1;
}

/// The largest difference between the sound of a clip and that of the source where the clip was, after `skip`.
float differenceOfSound(const CutClip& clip, const fs::path& source, MediaTime skip)
{
    const MediaTime length = clip.held.length() - 50ms - skip;
    const auto ours = readAudio(clip.path, {skip, skip + length});
    const auto theirs = readAudio(source, {clip.held.start + skip, clip.held.start + skip + length});
    if (!ours || !theirs || ours->samples.size() != theirs->samples.size() || ours->empty())
        return 99.0F;
    float most = 0.0F;
    for (std::size_t i = 0; i < ours->samples.size(); ++i)
        most = std::max(most, std::abs(ours->samples[i] - theirs->samples[i]));
    return most;
}

/// The same packets, to be turned by 90 degrees and shown wider.
void makeOddlyShown(const fs::path& from, const fs::path& to)
{
    auto input = openInput(from);
    auto output = MediaOutput::create(to, "mov");
    AVStream* const video = *output->addStream();
    const int index = bestStream(**input, AVMEDIA_TYPE_VIDEO);
    const AVStream& source = *(*input)->streams[index];
    avcodec_parameters_copy(video->codecpar, source.codecpar);
    video->codecpar->codec_tag = 0;
    video->time_base = source.time_base;
    video->sample_aspect_ratio = video->codecpar->sample_aspect_ratio = {4, 3};
#if LIBAVCODEC_VERSION_MAJOR >= 61
    std::uint8_t* matrix =
        av_packet_side_data_new(&video->codecpar->coded_side_data, &video->codecpar->nb_coded_side_data,
                                AV_PKT_DATA_DISPLAYMATRIX, 36, 0)
            ->data;
#else
    std::uint8_t* matrix = av_stream_new_side_data(video, AV_PKT_DATA_DISPLAYMATRIX, 36);
#endif
    av_display_rotation_set(reinterpret_cast<std::int32_t*>(matrix), -90);
    ASSERT_TRUE(output->begin());
    const PacketPointer packet = newPacket();
    while (av_read_frame(input->get(), packet.get()) >= 0) {
        if (packet->stream_index == index) {
            ASSERT_TRUE(output->write(*packet, source.time_base, *video));
        }
        av_packet_unref(packet.get());
    }
    ASSERT_TRUE(output->finish());
}

class ClipCutter : public ::testing::Test {
protected:
    void SetUp() override { makeClip(folder / "film.mp4", evenTicks(75), kRate, 2); }
    CutOrder order(CutMode mode, TimeRange range, const std::string& file = "film.mp4")
    {
        return {folder / file, range, folder / "clip", mode};
    }
    TemporaryFolder folder;
};

TEST_F(ClipCutter, encodingHoldsExactlyTheFramesAndSamplesOfTheRange)
{
    const CutClip clip = cut(order(CutMode::Encode, {400ms, 1600ms}));
    EXPECT_EQ(clip.path, folder / "clip.mp4");
    EXPECT_EQ(clip.held, (TimeRange{400ms, 1600ms}));
    EXPECT_EQ(clip.frames, 30);
    EXPECT_EQ(clip.samples, kRate * 12 / 10);
    EXPECT_EQ(numbersOf(clip.path), from(10, 30));
    EXPECT_EQ(timesOf(clip.path).front(), MediaTime{0});
    EXPECT_EQ(timesOf(clip.path).back(), MediaTime{29 * 40ms});
    EXPECT_LT(differenceOfSound(clip, folder / "film.mp4", kFirstPacket), 0.1F);
}

TEST_F(ClipCutter, copyingBeginsAtTheKeyframeAndLeavesNoFrameOut)
{
    const CutClip clip = cut(order(CutMode::Copy, {600ms, 1240ms}));
    EXPECT_EQ(clip.mode, CutMode::Copy);
    const int keyframe = keyframeAt(folder / "film.mp4", 600ms);
    ASSERT_LT(keyframe, 15);
    EXPECT_EQ(clip.held.start, MediaTime{keyframe * 40ms});
    EXPECT_GE(clip.held.end, MediaTime{1240ms});
    EXPECT_GE(clip.frames, 31 - keyframe);
    EXPECT_EQ(numbersOf(clip.path), from(keyframe, static_cast<std::size_t>(clip.frames)));
    EXPECT_EQ(timesOf(clip.path).back() + 40ms, clip.held.length());
    EXPECT_LT(differenceOfSound(clip, folder / "film.mp4", kFirstPacket), 1e-5F) << "the sound has moved";
}

TEST_F(ClipCutter, theSamePacketsComeFromEveryContainerThatHasTimes)
{
    const int keyframe = keyframeAt(folder / "film.mp4", 600ms);
    for (const std::string ending : {".mkv", ".ts", ".mov"}) {
        remux(folder / "film.mp4", folder / ("other" + ending));
        const CutClip clip = cut(order(CutMode::Copy, {600ms, 1240ms}, "other" + ending));
        EXPECT_EQ(clip.mode, CutMode::Copy) << ending;
        EXPECT_EQ(clip.path.extension(), ".mp4");
        const auto numbers = numbersOf(clip.path);
        ASSERT_FALSE(numbers.empty()) << ending;
        EXPECT_EQ(numbers.front(), keyframe) << ending;
        EXPECT_EQ(numbers, from(keyframe, numbers.size())) << ending;
        EXPECT_LT(differenceOfSound(clip, folder / ("other" + ending), kFirstPacket), 0.02F) << ending;
    }
}

TEST_F(ClipCutter, aSourceWithoutTimesIsEncodedInEitherMode)
{
    makeClip(folder / "silent.mp4", evenTicks(75));
    remux(folder / "silent.mp4", folder / "bare.h264");
    const CutClip clip = cut(order(CutMode::Copy, {400ms, 1600ms}, "bare.h264"));
    EXPECT_EQ(clip.mode, CutMode::Encode);
    EXPECT_EQ(numbersOf(clip.path).size(), 30U);
}

TEST_F(ClipCutter, aCutOfACutCountsFromItsOwnStart)
{
    // The first cut has decoding times before 0 and an edit list.
    const CutClip first = cut(order(CutMode::Copy, {600ms, 2500ms}));
    CutOrder again{first.path, {400ms, 1000ms}, folder / "second", CutMode::Encode};
    const int start = keyframeAt(folder / "film.mp4", 600ms);
    EXPECT_EQ(numbersOf(cut(again).path), from(start + 10, 15));
    again.mode = CutMode::Copy;
    const auto numbers = numbersOf(cut(again).path);
    EXPECT_EQ(numbers, from(numbers.front(), numbers.size()));
    EXPECT_LE(numbers.front(), start + 10);
}

TEST_F(ClipCutter, variableRatesKeepTheTimeOfEveryFrame)
{
    makeClip(folder / "vfr.mp4", {0, 1, 2, 10, 11, 30, 31, 45, 46, 60}, 0);
    const CutClip clip = cut(order(CutMode::Encode, {400ms, 1900ms}, "vfr.mp4"));
    EXPECT_EQ(numbersOf(clip.path), from(3, 6));
    EXPECT_EQ(
        timesOf(clip.path),
        (std::vector<MediaTime>{0ms, 40ms, (30 - 10) * 40ms, (31 - 10) * 40ms, (45 - 10) * 40ms, (46 - 10) * 40ms}));
    // Nothing appears between 1.3 and 1.7 s: what is shown meanwhile stands for it.
    const CutClip still = cut(order(CutMode::Encode, {1300ms, 1700ms}, "vfr.mp4"));
    EXPECT_EQ(numbersOf(still.path), from(6, 1));
}

TEST_F(ClipCutter, soundAloneBecomesSoundBitForBit)
{
    remuxSound(folder / "film.mp4", folder / "sound.mp4");
    const CutClip pcm = cut(order(CutMode::Encode, {0ms, 3s}, "sound.mp4"));
    EXPECT_EQ(pcm.path.extension(), ".wav");
    const CutClip piece = cut({pcm.path, {333ms, 1666ms}, folder / "piece", CutMode::Encode});
    EXPECT_EQ(piece.samples, (1666 - 333) * kRate / 1000);
    EXPECT_EQ(differenceOfSound(piece, pcm.path, 0ms), 0.0F);
    const CutClip copied = cut({pcm.path, {333ms, 1666ms}, folder / "copied", CutMode::Copy});
    EXPECT_EQ(copied.path.extension(), ".wav");
    EXPECT_LE(copied.held.start, MediaTime{333ms});
    EXPECT_EQ(differenceOfSound(copied, pcm.path, 0ms), 0.0F);
}

TEST_F(ClipCutter, theSameOrderGivesTheSameBytes)
{
    for (const CutMode mode : {CutMode::Copy, CutMode::Encode}) {
        const std::string once = *sha256OfFile(cut(order(mode, {400ms, 1600ms})).path);
        EXPECT_EQ(once, *sha256OfFile(cut(order(mode, {400ms, 1600ms})).path));
    }
}

TEST_F(ClipCutter, nothingIsLeftOfWhatWasStoppedOrFailed)
{
    std::stop_source stopped;
    stopped.request_stop();
    for (const CutMode mode : {CutMode::Copy, CutMode::Encode}) {
        const auto clip = cutClip(order(mode, {400ms, 1600ms}), stopped.get_token());
        ASSERT_FALSE(clip);
        EXPECT_TRUE(isCancelled(clip.error()));
        const auto beyond = cutClip(order(mode, {9s, 10s}));
        ASSERT_FALSE(beyond);
        EXPECT_EQ(std::get<Error>(beyond.error()).code, ErrorCode::EmptyRange);
        const auto missing = cutClip({folder / "none.mp4", {0ms, 1s}, folder / "clip", mode});
        EXPECT_EQ(std::get<Error>(missing.error()).code, ErrorCode::FileNotFound);
        const auto nowhere = cutClip({folder / "film.mp4", {0ms, 1s}, folder / "no/where/clip", mode});
        EXPECT_EQ(std::get<Error>(nowhere.error()).code, ErrorCode::FileNotWritable);
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(fs::path(folder / "film.mp4").parent_path()), {}), 1);
}

/// What an FFmpeg without x264 has, from a time base that MPEG-4 has no room for.
TEST_F(ClipCutter, mpeg4StandsInWhereThereIsNoX264)
{
    remux(folder / "film.mp4", folder / "film.ts");
    const auto decoder = FrameDecoder::open(folder / "film.ts", {});
    ASSERT_TRUE(decoder);
    auto output = MediaOutput::create(folder / "old.mp4", "mp4");
    ASSERT_TRUE(output);
    const AVFrame* first = *(*decoder)->decode(0, LookBack::No, {});
    auto encoder = PictureEncoder::create(*output, (*decoder)->stream(), *first, 18, "mpeg4");
    ASSERT_TRUE(encoder) << describe(encoder.error());
    ASSERT_TRUE(output->begin());
    const FrameTable& table = (*decoder)->table();
    for (std::int64_t n = 0; n < 20; ++n)
        ASSERT_TRUE(encoder->add(**(*decoder)->decode(n, LookBack::No, {}), table.ptsOf(n) - table.ptsOf(0), 3600));
    ASSERT_TRUE(encoder->finish());
    ASSERT_TRUE(output->finish());
    EXPECT_EQ(numbersOf(folder / "old.mp4"), from(0, 20));
    EXPECT_EQ(timesOf(folder / "old.mp4").back(), MediaTime{19 * 40ms});
    EXPECT_EQ(probe(folder / "old.mp4")->video.at(0).codec, "mpeg4");
}

TEST_F(ClipCutter, howThePictureIsShownStaysTheSame)
{
    makeOddlyShown(folder / "film.mp4", folder / "odd.mov");
    const auto before = probe(folder / "odd.mov");
    ASSERT_TRUE(before);
    ASSERT_NE(before->video.at(0).rotation, 0);
    for (const CutMode mode : {CutMode::Copy, CutMode::Encode}) {
        const auto after = probe(cut(order(mode, {400ms, 1600ms}, "odd.mov")).path);
        ASSERT_TRUE(after);
        EXPECT_EQ(after->video.at(0).rotation, before->video.at(0).rotation);
        EXPECT_EQ(after->video.at(0).sampleAspect, (Rational{4, 3}));
        EXPECT_EQ(after->video.at(0).colorRange, before->video.at(0).colorRange);
        EXPECT_EQ(after->video.at(0).width, before->video.at(0).width);
    }
}

TEST_F(ClipCutter, aTruncatedFilmGivesAnErrorOrWhatIsThere)
{
    fs::resize_file(folder / "film.mp4", fs::file_size(folder / "film.mp4") / 2);
    const auto clip = cutClip(order(CutMode::Copy, {0ms, 3s}));
    EXPECT_FALSE(clip);
    EXPECT_FALSE(fs::exists(folder / "clip.mp4.part"));
}

} // namespace
