// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/internal/timeline_rows.h"

#include <algorithm>

namespace descant::ui {

namespace {

constexpr int kLaneGap = 4;

int fixedHeight(const TimelineStyle& style)
{
    return style.ruler + style.gap + kLaneGap + 2 * style.evidence + 3 + style.gap;
}

int overviewHeight(const TimelineStyle& style) { return style.thumbnails + style.waveform + style.gap; }

} // namespace

QRect TimelineRows::lane(int number, int scroll) const
{
    return {segments.left(), segments.top() + number * lanePitch - scroll, segments.width(), laneHeight};
}

int comfortableHeight(const TimelineStyle& style, int lanes)
{
    return fixedHeight(style) + overviewHeight(style) + std::max(lanes, 1) * (style.segment + kLaneGap);
}

int smallestHeight(const TimelineStyle& style)
{
    return fixedHeight(style) + overviewHeight(style) / 2 + style.smallestSegment + kLaneGap;
}

TimelineRows layoutRows(const TimelineStyle& style, QSize size, int laneCount)
{
    const int lanes = std::max(laneCount, 1);
    const int width = std::max(size.width() - 2 * style.margin, 1);
    const int spare = size.height() - comfortableHeight(style, lanes);
    // Pictures and sound may grow to twice, or shrink to half, of their own height.
    const int overview = overviewHeight(style) - style.gap;
    const int change = std::clamp(spare, -overview / 2, overview);
    const int thumbnails = style.thumbnails + change * style.thumbnails / overview;
    const int waveform = style.waveform + change * style.waveform / overview;
    TimelineRows rows;
    int y = 0;
    const auto row = [&](int height, int gapAfter) {
        const QRect rect(style.margin, y, width, height);
        y += height + gapAfter;
        return rect;
    };
    rows.ruler = row(style.ruler, 0);
    rows.thumbnails = row(thumbnails, style.gap);
    rows.waveform = row(waveform, style.gap);
    const int evidence = 2 * style.evidence + 3;
    const int room = std::max(size.height() - y - kLaneGap - evidence - style.gap, style.smallestSegment);
    const int pitch = std::clamp(room / lanes, style.smallestSegment + 2, style.segment + kLaneGap);
    rows.lanePitch = pitch;
    rows.laneHeight = pitch - std::min(kLaneGap, std::max(2, pitch / 8));
    rows.laneOverflow = std::max(0, pitch * lanes - room);
    rows.segments = row(std::min(room, pitch * lanes), kLaneGap);
    rows.evidence = row(evidence, 0);
    return rows;
}

} // namespace descant::ui
