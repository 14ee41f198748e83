// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/packet_scan.h"

#include "core/media/internal/index_table.h"
#include "core/media/internal/scan_cache.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace descant::media {
namespace {

struct StreamScan {
    std::vector<FrameTable::Entry> entries;
    std::vector<ScannedPacket> packets;
    std::int64_t lastPts = INT64_MIN; ///< of the frame that ends last
    std::int64_t lastLength = 0;
    bool stamped = true; ///< every packet says when its frame is presented
};

void addPacket(StreamScan& scan, const AVPacket& packet)
{
    const bool keyframe = (packet.flags & AV_PKT_FLAG_KEY) != 0;
    scan.packets.push_back({packet.dts, packet.pos, packet.size, keyframe});
    // A discarded packet is decoded for others' sake and not shown (edit lists).
    if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0)
        return;
    scan.stamped = scan.stamped && packet.pts != AV_NOPTS_VALUE;
    if (!scan.stamped)
        return;
    scan.entries.push_back({packet.pts, keyframe});
    if (packet.pts >= scan.lastPts) {
        scan.lastPts = packet.pts;
        scan.lastLength = packet.duration;
    }
}

/// One entry a time stamp, in order of time.
void putInOrder(std::vector<FrameTable::Entry>& entries)
{
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.pts < b.pts; });
    entries.erase(
        std::unique(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.pts == b.pts; }),
        entries.end());
}

/// Ends the last frame after `length` ticks; where that is not known, after as long as the one before it.
FrameTable tableOf(std::vector<FrameTable::Entry> entries, std::int64_t length, const AVStream& stream, MediaTime start)
{
    const Rational timeBase = rational(stream.time_base);
    if (entries.empty())
        return {{}, timeBase, start, MediaTime{0}};
    const std::size_t count = entries.size();
    if (length <= 0 && count > 1)
        length = entries[count - 1].pts - entries[count - 2].pts;
    const MediaTime end = fromTicks(entries.back().pts + length, timeBase) - start;
    return {std::move(entries), timeBase, start, end};
}

ScannedStream stampedStream(StreamScan scan, const AVStream& stream, MediaTime start)
{
    putInOrder(scan.entries);
    return {tableOf(std::move(scan.entries), scan.lastLength, stream, start), {}};
}

/// Ticks from frame to frame where a file has no time stamps at all.
std::int64_t evenStep(const AVStream& stream)
{
    const AVRational rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate;
    const AVRational usual{25, 1};
    return std::max<std::int64_t>(1, av_rescale_q(1, av_inv_q(rate.num > 0 ? rate : usual), stream.time_base));
}

/// When the frames of these packets are presented: at the decoding times in turn, from the stream's start on.
std::vector<std::int64_t> timesOf(const std::vector<ScannedPacket>& presented, const AVStream& stream)
{
    std::vector<std::int64_t> times;
    for (const ScannedPacket& packet : presented)
        times.push_back(packet.dts);
    std::sort(times.begin(), times.end());
    const bool known = std::find(times.begin(), times.end(), AV_NOPTS_VALUE) == times.end()
        && std::adjacent_find(times.begin(), times.end()) == times.end();
    const std::int64_t step = evenStep(stream);
    for (std::size_t i = 0; i < times.size() && !known; ++i)
        times[i] = static_cast<std::int64_t>(i) * step;
    const std::int64_t start = stream.start_time != AV_NOPTS_VALUE || times.empty() ? stream.start_time : times.front();
    const std::int64_t shift = times.empty() ? 0 : start - times.front();
    for (std::int64_t& time : times)
        time += shift;
    return times;
}

Outcome<ScannedStream> unstampedStream(const std::filesystem::path& path, std::vector<ScannedPacket> packets,
                                       const AVStream& stream, MediaTime start, std::stop_token stop)
{
    Outcome<std::vector<std::int64_t>> order = presentationOrder(path, stream.index, std::move(stop));
    if (!order && isCancelled(order.error()))
        return cancelled();
    // What cannot be decoded can still be counted.
    std::vector<std::int64_t> presented(packets.size());
    std::iota(presented.begin(), presented.end(), 0);
    if (order)
        presented = std::move(*order);
    std::erase_if(presented, [&](std::int64_t packet) { return packet >= std::ssize(packets); });
    std::vector<ScannedPacket> shown;
    for (const std::int64_t packet : presented)
        shown.push_back(packets[static_cast<std::size_t>(packet)]);
    const std::vector<std::int64_t> times = timesOf(shown, stream);
    std::vector<FrameTable::Entry> entries;
    for (std::size_t i = 0; i < shown.size(); ++i)
        entries.push_back({times[i], shown[i].keyframe});
    const std::int64_t length = entries.size() == 1 ? evenStep(stream) : 0;
    return ScannedStream{tableOf(std::move(entries), length, stream, start),
                         PacketOrder(std::move(packets), presented)};
}

Outcome<std::map<int, ScannedStream>> readStreams(const std::filesystem::path& path, AVFormatContext& input,
                                                  const std::vector<int>& streams, std::stop_token stop)
{
    // Two streams are read in turn: then the packets of one do not come in a row.
    if (streams.size() > 1)
        return scanPackets(path, input, streams, std::move(stop));
    Result<std::optional<FrameTable>> indexed = tableFromIndex(input, streams.front());
    if (!indexed) {
        // It stands at the film's end and does not go back: the beginning is at hand in a file that was just opened.
        DESCANT_TRY(const InputPointer again, openInput(path, stop));
        readOnly(*again, streams);
        return scanPackets(path, *again, streams, std::move(stop));
    }
    if (!*indexed)
        return scanPackets(path, input, streams, std::move(stop));
    return std::map<int, ScannedStream>{{streams.front(), {std::move(**indexed), {}}}};
}

} // namespace

Outcome<std::map<int, ScannedStream>> scanStreams(const std::filesystem::path& path, AVFormatContext& input,
                                                  const std::vector<int>& streams, std::stop_token stop)
{
    if (streams.empty())
        return std::map<int, ScannedStream>();
    readOnly(input, streams);
    // Asked before the reading: what changes meanwhile is another file afterwards.
    const std::optional<FileState> file = stateOf(path);
    if (file) {
        if (auto known = ScanCache::shared().find(*file, streams))
            return std::move(*known);
    }
    DESCANT_TRY(auto scanned, readStreams(path, input, streams, std::move(stop)));
    if (file)
        ScanCache::shared().keep(*file, streams, scanned);
    return scanned;
}

Outcome<std::map<int, ScannedStream>> scanPackets(const std::filesystem::path& path, AVFormatContext& input,
                                                  const std::vector<int>& streams, std::stop_token stop)
{
    std::map<int, StreamScan> scans;
    const PacketPointer packet = newPacket();
    while (av_read_frame(&input, packet.get()) >= 0) {
        if (stop.stop_requested())
            return cancelled();
        addPacket(scans[packet->stream_index], *packet);
        av_packet_unref(packet.get());
    }
    std::map<int, ScannedStream> scanned;
    for (const int index : streams) {
        StreamScan& scan = scans[index];
        const AVStream& stream = *input.streams[index];
        if (scan.stamped) {
            scanned[index] = stampedStream(std::move(scan), stream, startOf(input));
        } else {
            DESCANT_TRY(scanned[index], unstampedStream(path, std::move(scan.packets), stream, startOf(input), stop));
        }
    }
    return scanned;
}

} // namespace descant::media
