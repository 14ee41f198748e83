// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_values.h"

#include <QHash>

#include <optional>
#include <vector>

namespace descant::ui {

/// The segments of a medium, found by time in O(log n). Overlapping segments stand in different lanes; inside a lane
/// nothing overlaps, so starts and ends are both sorted and every question is a binary search.
/// A slot is the stable number of a segment while it exists.
class SegmentIndex {
public:
    struct Span {
        std::int64_t start;
        std::int64_t end; ///< > start, also for segments without length
        int slot;
        SegmentLook look;
    };
    static constexpr int kNone = -1;

    void assign(std::vector<TimelineSegment> segments);
    void put(const TimelineSegment& segment);
    void remove(const QString& id);
    void clear();

    int count() const { return m_count; }
    int slotOf(const QString& id) const { return m_slots.value(id, kNone); }
    bool isUsed(int slot) const
    {
        return slot >= 0 && slot < static_cast<int>(m_segments.size()) && slotOf(at(slot).id) == slot;
    }
    const TimelineSegment& at(int slot) const { return m_segments[static_cast<std::size_t>(slot)]; }
    int laneOf(int slot) const { return m_laneOf[static_cast<std::size_t>(slot)]; }
    int laneCount() const { return static_cast<int>(m_lanes.size()); }
    const std::vector<Span>& lane(int number) const { return m_lanes[static_cast<std::size_t>(number)]; }
    /// First in the lane whose end lies after `time`; the search starts at `from`.
    std::size_t firstEndingAfter(int lane, std::int64_t time, std::size_t from = 0) const;

    /// Slots of all segments that overlap the range, lane by lane.
    std::vector<int> overlapping(TimeRange range) const;
    int overlappingCount(TimeRange range) const;
    /// The n-th of overlapping().
    int overlappingAt(TimeRange range, int n) const;

    std::optional<MediaTime> nextEdge(MediaTime time) const;
    std::optional<MediaTime> previousEdge(MediaTime time) const;
    /// Starts and ends within [time − reach, time + reach], without those of `exceptSlot`.
    std::vector<MediaTime> edgesNear(MediaTime time, MediaTime reach, int exceptSlot) const;
    /// 1-based place of the segment, its own number if it has one.
    int numberOf(int slot) const;

private:
    void insertSpan(int lane, int slot);
    void eraseSpan(int slot);
    bool fits(int lane, const Span& span) const;
    Span spanOf(int slot) const;
    std::size_t placeOf(int slot) const;

    std::vector<TimelineSegment> m_segments;
    std::vector<int> m_laneOf;
    std::vector<int> m_free;
    std::vector<std::vector<Span>> m_lanes;
    QHash<QString, int> m_slots;
    int m_count = 0;
};

/// The order of segments: by start, and of one start the older first.
inline bool startsEarlier(const SegmentIndex::Span& one, const SegmentIndex::Span& other)
{
    return one.start != other.start ? one.start < other.start : one.slot < other.slot;
}

} // namespace descant::ui
