// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QString>

#include <vector>

namespace descant::ui {

/// How a segment stands on the timeline. Proposal is a segment whose text only a model wrote: violet, dashed, ghosted.
/// Empty has no text at all.
enum class SegmentLook { Empty, Draft, Accepted, Reviewed, Flagged, Rejected, Proposal };
inline constexpr int kSegmentLooks = 7;

/// One segment as the timeline shows it: a copy of what the document says, never the document itself.
struct TimelineSegment {
    QString id;
    TimeRange range; ///< half-open, within the medium
    QString text;    ///< human text, or the best proposal's where `look` is Proposal
    SegmentLook look = SegmentLook::Draft;
    int number = 0; ///< 1-based, as people count them; 0: counted by start time
};

/// What the best candidate of the current segment looked at: weights in 0…1, equally long slices of `range`.
struct TimelineEvidence {
    TimeRange range;
    std::vector<double> seen;
    std::vector<double> heard;
};

/// Thumbnails never stand closer together than this, however far the timeline is zoomed in.
inline constexpr MediaTime kFinestSpacing{125'000};
/// However far apart they stand, a picture of another half second may be of another shot.
inline constexpr MediaTime kCoarsestSpacing{2'000'000};

/// Whether a picture that is `farOff` from the time it stands for will do where thumbnails are `spacing` apart.
inline bool isNearEnough(MediaTime farOff, MediaTime spacing) { return farOff * 4 <= spacing; }

} // namespace descant::ui
