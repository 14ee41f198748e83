// SPDX-License-Identifier: GPL-3.0-or-later
// Pressing, dragging and dropping with the mouse.
#include "ui/timeline/internal/timeline_painter.h"
#include "ui/timeline/internal/timeline_state.h"
#include "ui/timeline/timeline_widget.h"

#include <QGuiApplication>
#include <QMouseEvent>
#include <QStyleHints>

#include <algorithm>
#include <cmath>

namespace descant::ui {

namespace {

using Part = TimelineHit::Part;

constexpr double kSnapPixels = 8.0;
constexpr MediaTime kShortest{40'000}; // one frame at 25 a second

DragKind dragOf(Part part)
{
    switch (part) {
    case Part::Ruler:
        return DragKind::Scrub;
    case Part::SegmentStart:
        return DragKind::TrimStart;
    case Part::SegmentEnd:
        return DragKind::TrimEnd;
    case Part::SegmentBody:
        return DragKind::Move;
    case Part::Overview:
    case Part::SegmentRow:
    case Part::Evidence:
        return DragKind::Select;
    case Part::None:
        break;
    }
    return DragKind::None;
}

bool changesSegment(DragKind kind)
{
    return kind == DragKind::TrimStart || kind == DragKind::TrimEnd || kind == DragKind::Move;
}

} // namespace

void TimelineWidget::mousePressEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    if (!m_state->hasMedium || m_state->drag.kind != DragKind::None)
        return;
    if (event->button() == Qt::MiddleButton) {
        m_state->drag = {DragKind::Pan, {}, {}};
        m_state->lastAt = point;
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        beginDrag(point, event->modifiers());
    }
}

void TimelineWidget::beginDrag(QPoint point, Qt::KeyboardModifiers modifiers)
{
    State& state = *m_state;
    const TimelineHit hit = hitTest(state.scene, point);
    const MediaTime time = state.scene.axis.timeAt(point.x());
    state.drag = {dragOf(hit.part), time, {}};
    state.dragMoved = false;
    state.pressedAt = state.lastAt = point;
    state.selectionBefore = state.selection;
    if (changesSegment(state.drag.kind)) {
        state.drag.original = state.scene.segments.at(hit.slot).range;
        state.draggedId = state.scene.segments.at(hit.slot).id;
        selectSlot(hit.slot);
    }
    if (state.drag.kind == DragKind::Scrub)
        continueDrag(point, modifiers);
}

void TimelineWidget::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    State& state = *m_state;
    movePointer(point);
    if (state.drag.kind == DragKind::Pan) {
        scrollByHand(state.lastAt.x() - point.x());
        scrollLanes(state.lastAt.y() - point.y());
        state.lastAt = point;
    } else if (state.drag.kind != DragKind::None) {
        const int distance = QGuiApplication::styleHints()->startDragDistance() / 2;
        state.dragMoved = state.dragMoved || std::abs(point.x() - state.pressedAt.x()) >= std::max(distance, 3);
        if (state.dragMoved || state.drag.kind == DragKind::Scrub)
            continueDrag(point, event->modifiers());
    } else {
        updateCursor(point);
    }
}

std::vector<MediaTime> TimelineWidget::snapTargets(const std::vector<MediaTime>& around, MediaTime reach) const
{
    const TimelineScene& scene = m_state->scene;
    std::vector<MediaTime> targets{MediaTime{0}, duration(), m_state->position};
    for (const MediaTime time : around) {
        const std::vector<MediaTime> edges = scene.segments.edgesNear(time, reach, scene.dragged);
        targets.insert(targets.end(), edges.begin(), edges.end());
    }
    return targets;
}

void TimelineWidget::continueDrag(QPoint point, Qt::KeyboardModifiers modifiers)
{
    State& state = *m_state;
    TimelineScene& scene = state.scene;
    const MediaTime time = scene.axis.timeAt(point.x());
    if (state.drag.kind == DragKind::Scrub) {
        Q_EMIT scrubRequested(time);
        Q_EMIT dragValueChanged(words(time));
        return;
    }
    const double reachPixels = modifiers.testFlag(Qt::AltModifier) ? 0.0 : kSnapPixels;
    const MediaTime reach{std::llround(reachPixels * scene.axis.microsecondsPerPixel())};
    const MediaTime moved = time - state.drag.pressed;
    if (changesSegment(state.drag.kind))
        scene.dragged = scene.segments.slotOf(state.draggedId);
    std::vector<MediaTime> around{state.drag.pressed, time};
    if (changesSegment(state.drag.kind))
        around = {state.drag.original.start + moved, state.drag.original.end + moved};
    const std::vector<MediaTime> targets = reach > MediaTime{0} ? snapTargets(around, reach) : std::vector<MediaTime>{};
    const MediaTime shortest = std::min(kShortest, duration());
    const TimeRange range = state.drag.dragged(time, targets, reach, shortest, duration());
    if (state.drag.kind == DragKind::Select) {
        setSelection(range);
    } else {
        scene.draggedRange = range;
        state.dirty += scene.rows.segments;
        update(scene.rows.segments);
    }
    Q_EMIT dragValueChanged(tr("%1 · Alt: no snapping · Esc: cancel").arg(words(range)));
}

void TimelineWidget::mouseReleaseEvent(QMouseEvent* event)
{
    State& state = *m_state;
    const bool pan = state.drag.kind == DragKind::Pan;
    if (event->button() != (pan ? Qt::MiddleButton : Qt::LeftButton) || state.drag.kind == DragKind::None)
        return;
    const QPoint point = event->position().toPoint();
    if (state.dragMoved && !pan && state.drag.kind != DragKind::Scrub)
        continueDrag(point, event->modifiers());
    if (pan)
        state.drag = {};
    else if (state.drag.kind == DragKind::Scrub || !state.dragMoved)
        clicked(point);
    else
        dropDrag();
    updateCursor(point);
}

void TimelineWidget::clicked(QPoint point)
{
    State& state = *m_state;
    const DragKind kind = state.drag.kind;
    state.drag = {};
    Q_EMIT dragValueChanged({});
    if (kind == DragKind::Select)
        changeSelection(std::nullopt);
    Q_EMIT seekRequested(state.scene.axis.timeAt(point.x()));
}

void TimelineWidget::dropDrag()
{
    State& state = *m_state;
    const RangeDrag drag = state.drag;
    state.drag = {};
    Q_EMIT dragValueChanged({});
    if (drag.kind == DragKind::Select) {
        if (state.selection != state.selectionBefore)
            Q_EMIT selectionChanged(state.selection);
        return;
    }
    const TimeRange range = state.scene.draggedRange;
    const int slot = state.scene.dragged;
    state.scene.dragged = SegmentIndex::kNone;
    refreshSegments();
    if (slot == SegmentIndex::kNone || range == drag.original)
        return;
    // Shown at once where it was dropped; whoever refuses the edit puts the segment back.
    TimelineSegment segment = state.scene.segments.at(slot);
    segment.range = range;
    putSegment(segment);
    Q_EMIT segmentEditRequested(segment.id, range);
}

/// The segments are other ones now: a drag goes on where its own segment is still what it was.
void TimelineWidget::keepOrCancelDrag()
{
    State& state = *m_state;
    TimelineScene& scene = state.scene;
    if (!changesSegment(state.drag.kind)) {
        scene.dragged = SegmentIndex::kNone;
        return;
    }
    const int slot = scene.segments.slotOf(state.draggedId);
    if (slot == SegmentIndex::kNone || scene.segments.at(slot).range != state.drag.original)
        cancelDrag();
    else if (scene.dragged != SegmentIndex::kNone)
        scene.dragged = slot;
}

void TimelineWidget::cancelDrag()
{
    State& state = *m_state;
    if (state.drag.kind == DragKind::None)
        return;
    if (state.drag.kind == DragKind::Select)
        setSelection(state.selectionBefore);
    state.drag = {};
    state.scene.dragged = SegmentIndex::kNone;
    refreshSegments();
    unsetCursor();
    Q_EMIT dragValueChanged({});
}

void TimelineWidget::mouseDoubleClickEvent(QMouseEvent* event)
{
    const TimelineHit hit = hitTest(m_state->scene, event->position().toPoint());
    if (event->button() != Qt::LeftButton || hit.slot == SegmentIndex::kNone) {
        mousePressEvent(event);
        return;
    }
    cancelDrag();
    selectSlot(hit.slot);
    Q_EMIT segmentPlayRequested(currentSegment());
}

} // namespace descant::ui
