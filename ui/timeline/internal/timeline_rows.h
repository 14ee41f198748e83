// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_style.h"

#include <QRect>
#include <QSize>

namespace descant::ui {

/// Where the rows of the timeline stand, in logical pixels of the widget.
struct TimelineRows {
    QRect ruler;
    QRect thumbnails;
    QRect waveform;
    QRect segments;
    QRect evidence;
    int laneHeight = 0;
    int lanePitch = 1;    ///< distance between the tops of two lanes
    int laneOverflow = 0; ///< pixels by which the lanes are taller than their row

    QRect lane(int number, int scroll) const;
};

/// Gives every row its height; what is left over goes to pictures and sound first, then to the lanes.
TimelineRows layoutRows(const TimelineStyle& style, QSize size, int lanes);
/// Height in which everything stands at its own size.
int comfortableHeight(const TimelineStyle& style, int lanes);
/// Height below which rows would be cut.
int smallestHeight(const TimelineStyle& style);

} // namespace descant::ui
