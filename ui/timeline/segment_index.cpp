// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/segment_index.h"

#include <algorithm>
#include <queue>
#include <set>

namespace descant::ui {

namespace {

using Span = SegmentIndex::Span;

bool startsEarlier(const Span& one, const Span& other)
{
    return one.start != other.start ? one.start < other.start : one.slot < other.slot;
}

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

std::size_t SegmentIndex::firstEndingAfter(int laneNumber, std::int64_t time, std::size_t from) const
{
    const std::vector<Span>& spans = lane(laneNumber);
    // Gallop first: in a crowded view the answer is mostly close to where the last search ended.
    std::size_t step = 1;
    std::size_t low = std::min(from, spans.size());
    std::size_t high = low;
    while (high < spans.size() && spans[high].end <= time) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    high = std::min(high, spans.size());
    const auto found = std::partition_point(spans.begin() + static_cast<std::ptrdiff_t>(low),
                                            spans.begin() + static_cast<std::ptrdiff_t>(high),
                                            [time](const Span& span) { return span.end <= time; });
    return static_cast<std::size_t>(found - spans.begin());
}

std::vector<int> SegmentIndex::overlapping(TimeRange range) const
{
    std::vector<int> slots;
    for (int number = 0; number < laneCount(); ++number) {
        const std::vector<Span>& spans = lane(number);
        for (std::size_t i = firstEndingAfter(number, range.start.count()); i < spans.size(); ++i) {
            if (spans[i].start >= range.end.count())
                break;
            slots.push_back(spans[i].slot);
        }
    }
    return slots;
}

namespace {

std::pair<std::size_t, std::size_t> boundsOf(const SegmentIndex& index, int lane, TimeRange range)
{
    const std::vector<Span>& spans = index.lane(lane);
    const std::size_t first = index.firstEndingAfter(lane, range.start.count());
    const auto last = std::partition_point(spans.begin() + static_cast<std::ptrdiff_t>(first), spans.end(),
                                           [&](const Span& span) { return span.start < range.end.count(); });
    return {first, static_cast<std::size_t>(last - spans.begin())};
}

} // namespace

int SegmentIndex::overlappingCount(TimeRange range) const
{
    std::size_t total = 0;
    for (int number = 0; number < laneCount(); ++number) {
        const auto [first, last] = boundsOf(*this, number, range);
        total += last - first;
    }
    return static_cast<int>(total);
}

int SegmentIndex::overlappingAt(TimeRange range, int n) const
{
    if (n < 0)
        return kNone;
    auto rest = static_cast<std::size_t>(n);
    for (int number = 0; number < laneCount(); ++number) {
        const auto [first, last] = boundsOf(*this, number, range);
        if (rest < last - first)
            return lane(number)[first + rest].slot;
        rest -= last - first;
    }
    return kNone;
}

std::optional<MediaTime> SegmentIndex::nextEdge(MediaTime time) const
{
    std::optional<std::int64_t> best;
    for (int number = 0; number < laneCount(); ++number) {
        const std::vector<Span>& spans = lane(number);
        const std::size_t i = firstEndingAfter(number, time.count());
        if (i == spans.size())
            continue;
        const std::int64_t edge = spans[i].start > time.count() ? spans[i].start : spans[i].end;
        best = std::min(best.value_or(edge), edge);
    }
    return best ? std::optional(MediaTime{*best}) : std::nullopt;
}

std::optional<MediaTime> SegmentIndex::previousEdge(MediaTime time) const
{
    std::optional<std::int64_t> best;
    for (int number = 0; number < laneCount(); ++number) {
        const std::vector<Span>& spans = lane(number);
        const auto after = std::partition_point(spans.begin(), spans.end(),
                                                [&](const Span& span) { return span.start < time.count(); });
        if (after == spans.begin())
            continue;
        const Span& span = *std::prev(after);
        const std::int64_t edge = span.end < time.count() ? span.end : span.start;
        best = std::max(best.value_or(edge), edge);
    }
    return best ? std::optional(MediaTime{*best}) : std::nullopt;
}

std::vector<MediaTime> SegmentIndex::edgesNear(MediaTime time, MediaTime reach, int exceptSlot) const
{
    std::vector<MediaTime> edges;
    const TimeRange window{time - reach, time + reach + MediaTime{1}};
    for (int number = 0; number < laneCount(); ++number) {
        const std::vector<Span>& spans = lane(number);
        for (std::size_t i = firstEndingAfter(number, window.start.count() - 1); i < spans.size(); ++i) {
            if (spans[i].start >= window.end.count())
                break;
            if (spans[i].slot == exceptSlot)
                continue;
            for (const std::int64_t edge : {spans[i].start, spans[i].end}) {
                if (window.contains(MediaTime{edge}))
                    edges.emplace_back(edge);
            }
        }
    }
    return edges;
}

int SegmentIndex::nextSlot(int slot) const
{
    const Span here = spanOf(slot);
    const Span* best = nullptr;
    for (const std::vector<Span>& spans : m_lanes) {
        const auto found = std::partition_point(spans.begin(), spans.end(),
                                                [&](const Span& span) { return !startsEarlier(here, span); });
        if (found != spans.end() && (best == nullptr || startsEarlier(*found, *best)))
            best = &*found;
    }
    return best != nullptr ? best->slot : kNone;
}

int SegmentIndex::previousSlot(int slot) const
{
    const Span here = spanOf(slot);
    const Span* best = nullptr;
    for (const std::vector<Span>& spans : m_lanes) {
        const auto found = std::partition_point(spans.begin(), spans.end(),
                                                [&](const Span& span) { return startsEarlier(span, here); });
        if (found != spans.begin() && (best == nullptr || startsEarlier(*best, *std::prev(found))))
            best = &*std::prev(found);
    }
    return best != nullptr ? best->slot : kNone;
}

int SegmentIndex::firstSlotFrom(MediaTime time) const
{
    const Span* best = nullptr;
    for (const std::vector<Span>& spans : m_lanes) {
        const auto found = std::partition_point(spans.begin(), spans.end(),
                                                [&](const Span& span) { return span.start < time.count(); });
        if (found != spans.end() && (best == nullptr || startsEarlier(*found, *best)))
            best = &*found;
    }
    return best != nullptr ? best->slot : kNone;
}

int SegmentIndex::numberOf(int slot) const
{
    if (at(slot).number > 0)
        return at(slot).number;
    const Span here = spanOf(slot);
    std::ptrdiff_t before = 0;
    for (const std::vector<Span>& spans : m_lanes) {
        before += std::partition_point(spans.begin(), spans.end(),
                                       [&](const Span& span) { return startsEarlier(span, here); })
            - spans.begin();
    }
    return static_cast<int>(before) + 1;
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
