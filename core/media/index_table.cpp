// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/index_table.h"

#include <algorithm>
#include <cstring>

namespace descant::media {
namespace {

constexpr int kHeadPackets = 64;

/// A packet as it was really read: what is said of the index must hold for it.
struct Sample {
    std::int64_t pts = 0;
    std::int64_t dts = 0;
    std::int64_t end = 0;
    bool keyframe = false;
};

/// The index of an MP4 or MOV file that is whole: one entry a sample, evenly spaced, none hidden by an edit list.
struct EvenIndex {
    std::int64_t count = 0;
    std::int64_t first = 0; ///< decoding time stamp of entry 0
    std::int64_t step = 0;
    std::vector<std::int64_t> keyframes;
};

std::optional<EvenIndex> evenIndexOf(const AVFormatContext& input, AVStream& stream)
{
    // Other containers index keyframes only, or not at all; fragments of an MP4 are not in the index before they are read.
    const int count = avformat_index_get_entries_count(&stream);
    if (std::strstr(input.iformat->name, "mp4") == nullptr || count < 2 * kHeadPackets || count != stream.nb_frames)
        return std::nullopt;
    EvenIndex index{count, avformat_index_get_entry(&stream, 0)->timestamp, 0, {}};
    index.step = avformat_index_get_entry(&stream, 1)->timestamp - index.first;
    for (int i = 0; i < count; ++i) {
        const AVIndexEntry& entry = *avformat_index_get_entry(&stream, i);
        const bool hidden = (entry.flags & AVINDEX_DISCARD_FRAME) != 0;
        if (hidden || index.step <= 0 || entry.timestamp != index.first + i * index.step)
            return std::nullopt;
        if ((entry.flags & AVINDEX_KEYFRAME) != 0)
            index.keyframes.push_back(i);
    }
    return index.keyframes.empty() || index.keyframes.front() != 0 ? std::nullopt : std::optional(index);
}

/// The packets of the stream from where the input stands; at most `limit`.
std::vector<Sample> readSamples(AVFormatContext& input, int stream, std::int64_t limit)
{
    std::vector<Sample> samples;
    const PacketPointer packet = newPacket();
    while (std::ssize(samples) < limit && av_read_frame(&input, packet.get()) >= 0) {
        if (packet->stream_index == stream)
            samples.push_back({packet->pts, packet->dts, packet->pts + packet->duration,
                               (packet->flags & AV_PKT_FLAG_KEY) != 0});
        av_packet_unref(packet.get());
    }
    return samples;
}

/// Whether a packet that was read stands where even frames in closed groups of pictures would have it: on the grid, and a
/// keyframe as far from the first one in presentation as in decoding.
bool fits(const Sample& sample, const EvenIndex& index, std::int64_t firstPts)
{
    const std::int64_t ticks = sample.pts - firstPts;
    const std::int64_t frame = ticks / index.step;
    if (sample.pts == AV_NOPTS_VALUE || ticks < 0 || ticks % index.step != 0 || frame >= index.count)
        return false;
    return !sample.keyframe || frame == (sample.dts - index.first) / index.step;
}

/// What the index says, when the packets at both ends of the film agree with it.
std::optional<FrameTable> verifiedTable(AVFormatContext& input, const AVStream& stream, const EvenIndex& index)
{
    const std::vector<Sample> head = readSamples(input, stream.index, kHeadPackets);
    const std::int64_t lastKeyframe = index.first + index.keyframes.back() * index.step;
    if (head.empty() || av_seek_frame(&input, stream.index, lastKeyframe, AVSEEK_FLAG_BACKWARD) < 0)
        return std::nullopt;
    const std::vector<Sample> tail = readSamples(input, stream.index, index.count);
    const auto earlier = [](const Sample& a, const Sample& b) { return a.pts < b.pts; };
    const std::int64_t firstPts = std::min_element(head.begin(), head.end(), earlier)->pts;
    const auto even = [&](const Sample& sample) { return fits(sample, index, firstPts); };
    if (tail.empty() || !std::all_of(head.begin(), head.end(), even) || !std::all_of(tail.begin(), tail.end(), even))
        return std::nullopt;
    const Sample& last = *std::max_element(tail.begin(), tail.end(), earlier);
    if (last.pts != firstPts + (index.count - 1) * index.step)
        return std::nullopt;
    std::vector<FrameTable::Entry> entries(static_cast<std::size_t>(index.count));
    for (std::size_t i = 0; i < entries.size(); ++i)
        entries[i].pts = firstPts + static_cast<std::int64_t>(i) * index.step;
    for (const std::int64_t keyframe : index.keyframes)
        entries[static_cast<std::size_t>(keyframe)].keyframe = true;
    const Rational timeBase = rational(stream.time_base);
    const MediaTime start = startOf(input);
    return FrameTable(std::move(entries), timeBase, start, fromTicks(last.end, timeBase) - start);
}

} // namespace

Result<std::optional<FrameTable>> tableFromIndex(AVFormatContext& input, int streamIndex)
{
    AVStream& stream = *input.streams[streamIndex];
    const std::optional<EvenIndex> index = evenIndexOf(input, stream);
    if (!index)
        return std::optional<FrameTable>();
    std::optional<FrameTable> table = verifiedTable(input, stream, *index);
    if (!table) {
        if (const int code = av_seek_frame(&input, streamIndex, index->first, AVSEEK_FLAG_BACKWARD); code < 0)
            return fail(errorFromFfmpeg(code, input.url, ErrorCode::MediaTruncated));
    }
    return table;
}

bool indexIsEven(const AVFormatContext& input, int stream)
{
    return evenIndexOf(input, *input.streams[stream]).has_value();
}

} // namespace descant::media
