// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_drag.h"

#include <algorithm>
#include <optional>

namespace descant::ui {

namespace {

/// How far the nearest target is, with its sign; nothing where none is in reach.
std::optional<MediaTime> pull(MediaTime time, const std::vector<MediaTime>& targets, MediaTime reach)
{
    std::optional<MediaTime> best;
    for (const MediaTime target : targets) {
        const MediaTime distance = target - time;
        if (std::chrono::abs(distance) <= reach && (!best || std::chrono::abs(distance) < std::chrono::abs(*best)))
            best = distance;
    }
    return best;
}

TimeRange movedInside(TimeRange range, MediaTime duration)
{
    const MediaTime length = range.length();
    const MediaTime start = std::clamp(range.start, MediaTime{0}, std::max(MediaTime{0}, duration - length));
    return {start, start + length};
}

} // namespace

MediaTime snapped(MediaTime time, const std::vector<MediaTime>& targets, MediaTime reach)
{
    return time + pull(time, targets, reach).value_or(MediaTime{0});
}

TimeRange snapped(TimeRange range, const std::vector<MediaTime>& targets, MediaTime reach)
{
    const std::optional<MediaTime> start = pull(range.start, targets, reach);
    const std::optional<MediaTime> end = pull(range.end, targets, reach);
    MediaTime move = start ? *start : end.value_or(MediaTime{0});
    if (start && end && std::chrono::abs(*end) < std::chrono::abs(*start))
        move = *end;
    return {range.start + move, range.end + move};
}

TimeRange RangeDrag::dragged(MediaTime pointer, const std::vector<MediaTime>& targets, MediaTime reach,
                             MediaTime shortest, MediaTime duration) const
{
    const MediaTime moved = pointer - pressed;
    TimeRange range = original;
    switch (kind) {
    case DragKind::TrimStart:
        range.start = snapped(original.start + moved, targets, reach);
        range.start = std::clamp(range.start, MediaTime{0}, std::max(MediaTime{0}, range.end - shortest));
        break;
    case DragKind::TrimEnd:
        range.end = snapped(original.end + moved, targets, reach);
        range.end = std::clamp(range.end, std::min(range.start + shortest, duration), duration);
        break;
    case DragKind::Move:
        range = snapped(TimeRange{original.start + moved, original.end + moved}, targets, reach);
        range = movedInside(range, duration);
        break;
    case DragKind::Select: {
        const MediaTime from = snapped(pressed, targets, reach);
        const MediaTime to = std::clamp(snapped(pointer, targets, reach), MediaTime{0}, duration);
        range = {std::min(from, to), std::max(from, to)};
        break;
    }
    case DragKind::None:
    case DragKind::Scrub:
    case DragKind::Pan:
        break;
    }
    return range;
}

} // namespace descant::ui
