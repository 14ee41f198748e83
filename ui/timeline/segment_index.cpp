// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/segment_index.h"

#include <algorithm>
#include <queue>
#include <set>

namespace descant::ui {

namespace {

using Span = SegmentIndex::Span;

/// Lowest free lane for spans that come in order of start: O(n log lanes).
class LaneChooser {
public:
    int choose(const Span& span)
    {
        while (!m_busy.empty() && m_busy.top().first <= span.start) {
            m_free.insert(m_busy.top().second);
            m_busy.pop();
        }
        int lane = m_lanes;
        if (m_free.empty()) {
            ++m_lanes;
        } else {
            lane = *m_free.begin();
            m_free.erase(m_free.begin());
        }
        m_busy.emplace(span.end, lane);
        return lane;
    }

private:
    using Busy = std::pair<std::int64_t, int>;
    std::priority_queue<Busy, std::vector<Busy>, std::greater<>> m_busy;
    std::set<int> m_free;
    int m_lanes = 0;
};

} // namespace

void SegmentIndex::clear()
{
    m_segments.clear();
    m_laneOf.clear();
    m_free.clear();
    m_lanes.clear();
    m_slots.clear();
    m_count = 0;
}

void SegmentIndex::assign(std::vector<TimelineSegment> segments)
{
    clear();
    m_segments.reserve(segments.size());
    m_slots.reserve(static_cast<qsizetype>(segments.size()));
    for (TimelineSegment& segment : segments) {
        const auto known = m_slots.constFind(segment.id);
        if (known != m_slots.constEnd()) {
            m_segments[static_cast<std::size_t>(*known)] = std::move(segment);
            continue;
        }
        m_slots.insert(segment.id, static_cast<int>(m_segments.size()));
        m_segments.push_back(std::move(segment));
    }
    m_count = static_cast<int>(m_segments.size());
    std::vector<Span> spans;
    spans.reserve(m_segments.size());
    for (int slot = 0; slot < m_count; ++slot)
        spans.push_back(spanOf(slot));
    std::sort(spans.begin(), spans.end(), startsEarlier);
    m_laneOf.resize(m_segments.size());
    LaneChooser chooser;
    for (const Span& span : spans) {
        const int lane = chooser.choose(span);
        if (lane == laneCount())
            m_lanes.emplace_back();
        m_lanes[static_cast<std::size_t>(lane)].push_back(span);
        m_laneOf[static_cast<std::size_t>(span.slot)] = lane;
    }
}

void SegmentIndex::put(const TimelineSegment& segment)
{
    int slot = slotOf(segment.id);
    int preferred = 0;
    if (slot != kNone) {
        preferred = laneOf(slot);
        eraseSpan(slot);
        m_segments[static_cast<std::size_t>(slot)] = segment;
    } else if (!m_free.empty()) {
        slot = m_free.back();
        m_free.pop_back();
        m_segments[static_cast<std::size_t>(slot)] = segment;
    } else {
        slot = static_cast<int>(m_segments.size());
        m_segments.push_back(segment);
        m_laneOf.push_back(0);
    }
    if (m_slots.constFind(segment.id) == m_slots.constEnd()) {
        m_slots.insert(segment.id, slot);
        ++m_count;
    }
    const Span span = spanOf(slot);
    // A segment stays in its lane while it fits there: lanes must not jump about under the pointer.
    int lane = preferred < laneCount() && fits(preferred, span) ? preferred : 0;
    while (lane < laneCount() && !fits(lane, span))
        ++lane;
    insertSpan(lane, slot);
    while (!m_lanes.empty() && m_lanes.back().empty())
        m_lanes.pop_back();
}

void SegmentIndex::remove(const QString& id)
{
    const int slot = slotOf(id);
    if (slot == kNone)
        return;
    eraseSpan(slot);
    m_slots.remove(id);
    m_segments[static_cast<std::size_t>(slot)] = {};
    m_free.push_back(slot);
    --m_count;
    while (!m_lanes.empty() && m_lanes.back().empty())
        m_lanes.pop_back();
}

SegmentIndex::Span SegmentIndex::spanOf(int slot) const
{
    const TimelineSegment& segment = at(slot);
    const std::int64_t start = segment.range.start.count();
    return {start, std::max(segment.range.end.count(), start + 1), slot, segment.look};
}

std::size_t SegmentIndex::placeOf(int slot) const
{
    const Span here = spanOf(slot);
    const std::vector<Span>& spans = lane(laneOf(slot));
    const auto found =
        std::partition_point(spans.begin(), spans.end(), [&](const Span& span) { return span.start < here.start; });
    return static_cast<std::size_t>(found - spans.begin());
}

bool SegmentIndex::fits(int laneNumber, const Span& span) const
{
    const std::vector<Span>& spans = lane(laneNumber);
    const std::size_t next = firstEndingAfter(laneNumber, span.start);
    return next == spans.size() || spans[next].start >= span.end;
}

void SegmentIndex::insertSpan(int laneNumber, int slot)
{
    if (laneNumber == laneCount())
        m_lanes.emplace_back();
    m_laneOf[static_cast<std::size_t>(slot)] = laneNumber;
    std::vector<Span>& spans = m_lanes[static_cast<std::size_t>(laneNumber)];
    spans.insert(spans.begin() + static_cast<std::ptrdiff_t>(placeOf(slot)), spanOf(slot));
}

void SegmentIndex::eraseSpan(int slot)
{
    std::vector<Span>& spans = m_lanes[static_cast<std::size_t>(laneOf(slot))];
    spans.erase(spans.begin() + static_cast<std::ptrdiff_t>(placeOf(slot)));
}

} // namespace descant::ui
