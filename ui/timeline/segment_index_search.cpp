// SPDX-License-Identifier: GPL-3.0-or-later
// The questions that a SegmentIndex answers.
#include "ui/timeline/segment_index.h"

#include <algorithm>

namespace descant::ui {

namespace {
using Span = SegmentIndex::Span;
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

} // namespace descant::ui
