// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/agreement.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace descant::metrics {
namespace {

using Matrix = std::vector<std::vector<double>>;

/// Of each row the column that it is assigned to, for the least sum of costs; rows are not more than columns.
/// Shortest augmenting paths with potentials (Jonker and Volgenant 1987), O(rows² · columns).
std::vector<std::size_t> leastCostColumns(const Matrix& costs)
{
    const std::size_t rows = costs.size(), columns = costs.front().size();
    constexpr double kNone = std::numeric_limits<double>::infinity();
    std::vector<double> rowPotential(rows + 1), columnPotential(columns + 1);
    std::vector<std::size_t> rowOf(columns + 1), cameFrom(columns + 1); // 1-based; 0: none
    for (std::size_t row = 1; row <= rows; ++row) {
        rowOf[0] = row;
        std::size_t column = 0;
        std::vector<double> distance(columns + 1, kNone);
        std::vector<bool> isDone(columns + 1, false);
        do {
            isDone[column] = true;
            const std::size_t at = rowOf[column];
            double least = kNone;
            std::size_t next = 0;
            for (std::size_t j = 1; j <= columns; ++j) {
                if (isDone[j])
                    continue;
                const double reduced = costs[at - 1][j - 1] - rowPotential[at] - columnPotential[j];
                if (reduced < distance[j]) {
                    distance[j] = reduced;
                    cameFrom[j] = column;
                }
                if (distance[j] < least) {
                    least = distance[j];
                    next = j;
                }
            }
            for (std::size_t j = 0; j <= columns; ++j) {
                if (isDone[j]) {
                    rowPotential[rowOf[j]] += least;
                    columnPotential[j] -= least;
                } else {
                    distance[j] -= least;
                }
            }
            column = next;
        } while (rowOf[column] != 0);
        for (; column != 0; column = cameFrom[column])
            rowOf[column] = rowOf[cameFrom[column]];
    }
    std::vector<std::size_t> columnOf(rows);
    for (std::size_t j = 1; j <= columns; ++j) {
        if (rowOf[j] != 0)
            columnOf[rowOf[j] - 1] = j - 1;
    }
    return columnOf;
}

struct Place {
    const TimeRange* range;
    std::size_t index;
    bool isFirst;
};

/// Stretches that hang together by overlaps: no pair reaches from one group into another.
std::vector<std::vector<Place>> groupsOf(const std::vector<TimeRange>& first, const std::vector<TimeRange>& second)
{
    std::vector<Place> places;
    for (std::size_t i = 0; i < first.size(); ++i)
        places.push_back({&first[i], i, true});
    for (std::size_t i = 0; i < second.size(); ++i)
        places.push_back({&second[i], i, false});
    std::stable_sort(places.begin(), places.end(),
                     [](const Place& a, const Place& b) { return a.range->start < b.range->start; });
    std::vector<std::vector<Place>> groups;
    MediaTime reach{std::numeric_limits<std::int64_t>::min()};
    for (const Place& place : places) {
        if (place.range->start >= reach)
            groups.emplace_back();
        groups.back().push_back(place);
        reach = std::max(reach, place.range->end);
    }
    return groups;
}

/// The pairs of one group with the largest sum of what `worth` gives for an IoU.
template <typename Worth>
void pairGroup(const std::vector<Place>& group, const Worth& worth, std::vector<RangePair>& pairs)
{
    std::vector<const Place*> first, second;
    for (const Place& place : group)
        (place.isFirst ? first : second).push_back(&place);
    if (first.empty() || second.empty())
        return;
    const bool isTurned = first.size() > second.size();
    if (isTurned)
        std::swap(first, second);
    Matrix costs(first.size(), std::vector<double>(second.size()));
    for (std::size_t i = 0; i < first.size(); ++i)
        for (std::size_t j = 0; j < second.size(); ++j)
            costs[i][j] = -worth(temporalIou(*first[i]->range, *second[j]->range));
    const std::vector<std::size_t> columns = leastCostColumns(costs);
    for (std::size_t i = 0; i < first.size(); ++i) {
        const Place& one = *first[i];
        const Place& other = *second[columns[i]];
        if (costs[i][columns[i]] < 0)
            pairs.push_back({isTurned ? other.index : one.index, isTurned ? one.index : other.index,
                             temporalIou(*one.range, *other.range)});
    }
}

template <typename Worth>
std::vector<RangePair> pairs(const std::vector<TimeRange>& first, const std::vector<TimeRange>& second,
                             const Worth& worth)
{
    std::vector<RangePair> found;
    for (const std::vector<Place>& group : groupsOf(first, second))
        pairGroup(group, worth, found);
    std::sort(found.begin(), found.end(), [](const RangePair& a, const RangePair& b) { return a.first < b.first; });
    return found;
}

/// The most times of the two lists that can be paired within the tolerance: on a line, earliest with earliest.
std::size_t timesMatched(std::vector<MediaTime> first, std::vector<MediaTime> second, MediaTime tolerance)
{
    std::sort(first.begin(), first.end());
    std::sort(second.begin(), second.end());
    std::size_t matched = 0;
    for (std::size_t i = 0, j = 0; i < first.size() && j < second.size();) {
        if (first[i] + tolerance < second[j]) {
            ++i;
        } else if (second[j] + tolerance < first[i]) {
            ++j;
        } else {
            ++matched, ++i, ++j;
        }
    }
    return matched;
}

std::vector<MediaTime> timesOf(const std::vector<TimeRange>& ranges, MediaTime TimeRange::*edge)
{
    std::vector<MediaTime> times;
    for (const TimeRange& range : ranges)
        times.push_back(range.*edge);
    return times;
}

/// Stretches that do not overlap and cover the same.
std::vector<TimeRange> covered(std::vector<TimeRange> ranges)
{
    std::sort(ranges.begin(), ranges.end(), [](const TimeRange& a, const TimeRange& b) { return a.start < b.start; });
    std::vector<TimeRange> whole;
    for (const TimeRange& range : ranges) {
        if (whole.empty() || range.start > whole.back().end)
            whole.push_back(range);
        else
            whole.back().end = std::max(whole.back().end, range.end);
    }
    return whole;
}

double secondsOf(const std::vector<TimeRange>& ranges)
{
    return std::accumulate(ranges.begin(), ranges.end(), 0.0,
                           [](double sum, const TimeRange& range) { return sum + toSeconds(range.length()); });
}

double secondsOfBoth(const std::vector<TimeRange>& first, const std::vector<TimeRange>& second)
{
    double sum = 0;
    for (std::size_t i = 0, j = 0; i < first.size() && j < second.size();) {
        const MediaTime start = std::max(first[i].start, second[j].start), end = std::min(first[i].end, second[j].end);
        sum += end > start ? toSeconds(end - start) : 0.0;
        ++(first[i].end < second[j].end ? i : j);
    }
    return sum;
}

} // namespace

double temporalIou(const TimeRange& one, const TimeRange& other)
{
    const MediaTime both = std::min(one.end, other.end) - std::max(one.start, other.start);
    if (both <= MediaTime{0})
        return 0;
    const MediaTime either = std::max(one.end, other.end) - std::min(one.start, other.start);
    return double(both.count()) / double(either.count());
}

std::vector<RangePair> bestPairs(const std::vector<TimeRange>& first, const std::vector<TimeRange>& second)
{
    return pairs(first, second, [](double iou) { return iou; });
}

BoundaryCounts& BoundaryCounts::operator+=(const BoundaryCounts& other)
{
    first += other.first;
    second += other.second;
    paired += other.paired;
    iouSum += other.iouSum;
    for (std::size_t i = 0; i < matched.size(); ++i)
        matched[i] += other.matched[i];
    boundariesMatched += other.boundariesMatched;
    bothInside += other.bothInside;
    firstInside += other.firstInside;
    secondInside += other.secondInside;
    length += other.length;
    return *this;
}

BoundaryCounts countBoundaries(const std::vector<TimeRange>& first, const std::vector<TimeRange>& second,
                               MediaTime length, MediaTime tolerance)
{
    BoundaryCounts counts;
    counts.first = first.size();
    counts.second = second.size();
    for (const RangePair& pair : bestPairs(first, second)) {
        ++counts.paired;
        counts.iouSum += pair.iou;
    }
    for (std::size_t i = 0; i < kIouThresholds.size(); ++i)
        counts.matched[i] =
            pairs(first, second, [&](double iou) { return iou >= kIouThresholds[i] ? 1.0 : 0.0; }).size();
    for (const auto edge : {&TimeRange::start, &TimeRange::end})
        counts.boundariesMatched += timesMatched(timesOf(first, edge), timesOf(second, edge), tolerance);
    const std::vector<TimeRange> one = covered(first), other = covered(second);
    counts.firstInside = secondsOf(one);
    counts.secondInside = secondsOf(other);
    counts.bothInside = secondsOfBoth(one, other);
    MediaTime last = length;
    for (const auto* ranges : {&one, &other})
        last = ranges->empty() ? last : std::max(last, ranges->back().end);
    counts.length = toSeconds(last);
    return counts;
}

std::optional<Overlap> overlapOf(std::size_t matched, std::size_t first, std::size_t second)
{
    if (first == 0 && second == 0)
        return std::nullopt;
    Overlap overlap;
    overlap.precision = second == 0 ? 0 : double(matched) / double(second);
    overlap.recall = first == 0 ? 0 : double(matched) / double(first);
    overlap.f1 = 2.0 * double(matched) / double(first + second);
    return overlap;
}

std::optional<double> meanIou(const BoundaryCounts& counts)
{
    return counts.paired == 0 ? std::nullopt : std::optional(counts.iouSum / double(counts.paired));
}

std::optional<double> kappaOf(const BoundaryCounts& counts)
{
    if (counts.length <= 0)
        return std::nullopt;
    const double first = counts.firstInside / counts.length, second = counts.secondInside / counts.length;
    const double agreed = 1 - (counts.firstInside + counts.secondInside - 2 * counts.bothInside) / counts.length;
    const double byChance = first * second + (1 - first) * (1 - second);
    if (1 - byChance < 1e-12)
        return std::nullopt;
    return (agreed - byChance) / (1 - byChance);
}

} // namespace descant::metrics
