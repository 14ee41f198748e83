// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <vector>

namespace descant::ui {

enum class DragKind { None, Scrub, Select, TrimStart, TrimEnd, Move, Pan };

/// Moves a time to the nearest of the targets that is at most `reach` away; otherwise leaves it.
MediaTime snapped(MediaTime time, const std::vector<MediaTime>& targets, MediaTime reach);
/// Moves a range, keeping its length, so that its start or its end meets a target: whichever is closer.
TimeRange snapped(TimeRange range, const std::vector<MediaTime>& targets, MediaTime reach);

/// What a drag does to a range, as pure arithmetic: the widget supplies times and snap targets.
struct RangeDrag {
    DragKind kind = DragKind::None;
    MediaTime pressed{0}; ///< time under the pointer when the button went down
    TimeRange original;   ///< the range before
    /// Never shorter than `shortest`, always inside 0…duration.
    TimeRange dragged(MediaTime pointer, const std::vector<MediaTime>& targets, MediaTime reach, MediaTime shortest,
                      MediaTime duration) const;
};

} // namespace descant::ui
