// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_table.h"

#include "core/media/internal/index_table.h"
#include "core/media/internal/packet_scan.h"

#include <algorithm>
#include <utility>

namespace descant::media {

FrameTable::FrameTable(std::vector<Entry> entries, Rational timeBase, MediaTime start, MediaTime end)
    : m_entries(std::move(entries)), m_timeBase(timeBase), m_start(start), m_end(end)
{
}

MediaTime FrameTable::timeOf(std::int64_t frame) const { return fromTicks(ptsOf(frame), m_timeBase) - m_start; }

std::int64_t FrameTable::firstFrom(MediaTime time) const
{
    const auto found = std::partition_point(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return fromTicks(entry.pts, m_timeBase) - m_start < time;
    });
    return found - m_entries.begin();
}

std::int64_t FrameTable::frameAt(MediaTime time) const
{
    if (m_entries.empty())
        return -1;
    return std::max<std::int64_t>(0, firstFrom(time + MediaTime{1}) - 1);
}

std::int64_t FrameTable::frameOfPts(std::int64_t pts) const
{
    const auto found = std::lower_bound(m_entries.begin(), m_entries.end(), pts,
                                        [](const Entry& entry, std::int64_t value) { return entry.pts < value; });
    return found != m_entries.end() && found->pts == pts ? found - m_entries.begin() : -1;
}

std::int64_t FrameTable::keyframeBefore(std::int64_t frame) const
{
    while (frame > 0 && !isKeyframe(frame))
        --frame;
    return frame;
}

std::int64_t FrameTable::keyframes() const
{
    return std::count_if(m_entries.begin(), m_entries.end(), [](const Entry& entry) { return entry.keyframe; });
}

bool FrameTable::isVariableRate() const
{
    if (m_entries.size() < 3)
        return false;
    std::int64_t shortest = INT64_MAX;
    std::int64_t longest = 0;
    for (std::size_t i = 1; i < m_entries.size(); ++i) {
        const std::int64_t step = m_entries[i].pts - m_entries[i - 1].pts;
        shortest = std::min(shortest, step);
        longest = std::max(longest, step);
    }
    return longest - shortest > 1;
}

namespace {

struct StreamScan {
    std::vector<FrameTable::Entry> entries;
    std::int64_t end = INT64_MIN;   ///< in ticks
};

void addPacket(StreamScan& scan, const AVPacket& packet)
{
    // A discarded packet is decoded for others' sake and not shown (edit lists).
    if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0)
        return;
    const std::int64_t pts = packet.pts != AV_NOPTS_VALUE ? packet.pts : packet.dts;
    if (pts == AV_NOPTS_VALUE)
        return;
    scan.entries.push_back({pts, (packet.flags & AV_PKT_FLAG_KEY) != 0});
    scan.end = std::max(scan.end, pts + packet.duration);
}

FrameTable tableOf(StreamScan scan, const AVStream& stream, MediaTime start)
{
    std::sort(scan.entries.begin(), scan.entries.end(),
              [](const auto& a, const auto& b) { return a.pts < b.pts; });
    scan.entries.erase(std::unique(scan.entries.begin(), scan.entries.end(),
                                   [](const auto& a, const auto& b) { return a.pts == b.pts; }), scan.entries.end());
    const Rational timeBase = rational(stream.time_base);
    const MediaTime end = scan.entries.empty() ? MediaTime{0} : fromTicks(scan.end, timeBase) - start;
    return {std::move(scan.entries), timeBase, start, end};
}

} // namespace

Outcome<std::map<int, FrameTable>> frameTables(AVFormatContext& input, const std::vector<int>& streams, std::stop_token stop)
{
    for (unsigned int i = 0; i < input.nb_streams; ++i) {
        const bool wanted = std::find(streams.begin(), streams.end(), static_cast<int>(i)) != streams.end();
        input.streams[i]->discard = wanted ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    // Two streams are read in turn: then the packets of one do not come in a row.
    if (streams.size() == 1) {
        if (auto table = tableFromIndex(input, streams.front()))
            return std::map<int, FrameTable>{{streams.front(), std::move(*table)}};
    }
    return scanPackets(input, streams, std::move(stop));
}

Outcome<std::map<int, FrameTable>> scanPackets(AVFormatContext& input, const std::vector<int>& streams, std::stop_token stop)
{
    std::map<int, StreamScan> scans;
    const PacketPointer packet = newPacket();
    while (av_read_frame(&input, packet.get()) >= 0) {
        if (stop.stop_requested())
            return cancelled();
        addPacket(scans[packet->stream_index], *packet);
        av_packet_unref(packet.get());
    }
    std::map<int, FrameTable> tables;
    for (const int stream : streams)
        tables[stream] = tableOf(std::move(scans[stream]), *input.streams[stream], startOf(input));
    return tables;
}

Outcome<FrameTable> readFrameTable(const std::filesystem::path& path, std::stop_token stop)
{
    DESCANT_TRY(const InputPointer input, openInput(path));
    const int stream = bestStream(*input, AVMEDIA_TYPE_VIDEO);
    if (stream < 0)
        return fail(ErrorCode::NoVideoStream, path.string());
    DESCANT_TRY(auto tables, frameTables(*input, {stream}, std::move(stop)));
    return std::move(tables[stream]);
}

} // namespace descant::media
