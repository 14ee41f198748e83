// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/internal/thumbnail_store.h"
#include "ui/timeline/internal/timeline_rows.h"
#include "ui/timeline/segment_index.h"
#include "ui/timeline/time_axis.h"
#include "ui/timeline/timeline_style.h"
#include "ui/timeline/waveform.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace descant::ui {

/// Everything that the painter reads and that stays the same while only the playhead moves.
struct TimelineScene {
    TimelineStyle style;
    TimeAxis axis;
    TimelineRows rows;
    SegmentIndex segments;
    int current = SegmentIndex::kNone; ///< slot
    int dragged = SegmentIndex::kNone; ///< slot that is shown at draggedRange
    TimeRange draggedRange;
    int laneScroll = 0; ///< pixels
    std::shared_ptr<const Waveform> waveform;
    std::optional<TimelineEvidence> evidence;
    ThumbnailStore thumbnails;
    double pictureAspect = 16.0 / 9.0;
    QString noTextWords; ///< shown in segments without text

    TimeRange rangeOf(int slot) const { return slot == dragged ? draggedRange : segments.at(slot).range; }
    MediaTime thumbnailStep() const
    {
        return thumbnailSpacing(axis.microsecondsPerPixel(), rows.thumbnails.height() * pictureAspect);
    }
};

/// Where a point lies.
struct TimelineHit {
    enum class Part { None, Ruler, Overview, SegmentRow, SegmentStart, SegmentBody, SegmentEnd, Evidence };
    Part part = Part::None;
    int slot = SegmentIndex::kNone;
};

TimelineHit hitTest(const TimelineScene& scene, QPoint point);
/// The rectangle of a segment in widget pixels, not clipped to the view.
QRectF segmentRect(const TimelineScene& scene, int slot);

} // namespace descant::ui
