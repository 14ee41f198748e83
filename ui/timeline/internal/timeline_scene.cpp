// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/internal/timeline_scene.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace descant::ui {

namespace {

// A grip of 6 pixels inside and 4 outside of an edge; narrow segments keep a third of themselves for the body.
constexpr double kGripInside = 6.0;
constexpr double kGripOutside = 4.0;

TimelineHit::Part partOf(const QRectF& rect, double x)
{
    const double inside = std::min(kGripInside, rect.width() / 3.0);
    if (x < rect.left() + inside)
        return TimelineHit::Part::SegmentStart;
    return x >= rect.right() - inside ? TimelineHit::Part::SegmentEnd : TimelineHit::Part::SegmentBody;
}

/// The segment of a lane under x: one that covers it first, then one whose outer grip does.
TimelineHit hitLane(const TimelineScene& scene, int lane, double x)
{
    const TimeAxis& axis = scene.axis;
    const MediaTime from = axis.timeAt(x - kGripOutside);
    TimelineHit near;
    const auto& spans = scene.segments.lane(lane);
    for (std::size_t i = scene.segments.firstEndingAfter(lane, from.count() - 1); i < spans.size(); ++i) {
        const QRectF rect = segmentRect(scene, spans[i].slot);
        if (rect.left() > x + kGripOutside)
            break;
        if (x >= rect.left() && x < std::max(rect.right(), rect.left() + 1))
            return {partOf(rect, x), spans[i].slot};
        if (near.slot == SegmentIndex::kNone && x >= rect.left() - kGripOutside && x < rect.right() + kGripOutside)
            near = {x < rect.left() ? TimelineHit::Part::SegmentStart : TimelineHit::Part::SegmentEnd, spans[i].slot};
    }
    return near;
}

std::optional<TimelineHit> hitCurrent(const TimelineScene& scene, QPoint point)
{
    if (scene.current == SegmentIndex::kNone)
        return std::nullopt;
    const QRectF rect = segmentRect(scene, scene.current);
    const QRectF grip = rect.adjusted(-kGripOutside, 0, kGripOutside, 0);
    if (!grip.contains(point))
        return std::nullopt;
    return TimelineHit{partOf(rect, point.x()), scene.current};
}

} // namespace

QRectF segmentRect(const TimelineScene& scene, int slot)
{
    const TimeRange range = scene.rangeOf(slot);
    const QRect lane = scene.rows.lane(scene.segments.laneOf(slot), scene.laneScroll);
    const double left = scene.axis.xOf(range.start);
    return {left, double(lane.top()), scene.axis.xOf(range.end) - left, double(lane.height())};
}

TimelineHit hitTest(const TimelineScene& scene, QPoint point)
{
    using Part = TimelineHit::Part;
    const TimelineRows& rows = scene.rows;
    if (scene.axis.duration() <= MediaTime{0})
        return {};
    if (point.y() <= rows.ruler.bottom())
        return {Part::Ruler};
    if (point.y() <= rows.waveform.bottom())
        return {Part::Overview};
    if (point.y() > rows.segments.bottom())
        return {Part::Evidence};
    if (point.y() < rows.segments.top())
        return {Part::SegmentRow};
    // The current segment's grips win over its neighbours': it is the one being worked on.
    if (const std::optional<TimelineHit> hit = hitCurrent(scene, point))
        return *hit;
    const int lane = (point.y() - rows.segments.top() + scene.laneScroll) / rows.lanePitch;
    if (lane < scene.segments.laneCount()) {
        const TimelineHit hit = hitLane(scene, lane, point.x());
        if (hit.slot != SegmentIndex::kNone)
            return hit;
    }
    return {Part::SegmentRow};
}

} // namespace descant::ui
