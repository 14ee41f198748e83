// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_table.h"

#include "core/media/internal/packet_scan.h"
#include "core/media/internal/scan_cache.h"

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

Outcome<FrameTable> readFrameTable(const std::filesystem::path& path, std::stop_token stop)
{
    DESCANT_TRY(const InputPointer input, openInput(path, stop));
    const int stream = bestStream(*input, AVMEDIA_TYPE_VIDEO);
    if (stream < 0)
        return fail(ErrorCode::NoVideoStream, path.string());
    DESCANT_TRY(auto streams, scanStreams(path, *input, {stream}, std::move(stop)));
    return std::move(streams[stream].table);
}

void forgetFrameTables() { ScanCache::shared().clear(); }

} // namespace descant::media
