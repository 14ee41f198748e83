// SPDX-License-Identifier: GPL-3.0-or-later
// Wheel, touchpad, pointer and the one key that is not an action: Esc. Drags are in timeline_widget_drag.cpp.
#include "ui/support/conversions.h"
#include "ui/timeline/internal/timeline_painter.h"
#include "ui/timeline/internal/timeline_state.h"
#include "ui/timeline/timeline_widget.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QNativeGestureEvent>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace descant::ui {

namespace {

using Part = TimelineHit::Part;

constexpr double kWheelStep = 120.0; // what Qt reports for one notch
constexpr double kWheelPixels = 90.0;

} // namespace

void TimelineWidget::wheelEvent(QWheelEvent* event)
{
    if (!m_state->hasMedium)
        return;
    // Alt turns the wheel sideways on some systems; a touchpad gives both directions.
    const QPoint angle = event->angleDelta();
    const int turned = std::abs(angle.y()) >= std::abs(angle.x()) ? angle.y() : angle.x();
    event->accept();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        m_state->scene.axis.zoomAt(event->position().x(), std::pow(1.25, turned / kWheelStep));
        viewChanged();
    } else if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        scrollLanes(-turned * m_state->scene.rows.lanePitch / static_cast<int>(kWheelStep));
    } else if (!event->pixelDelta().isNull()) {
        const QPoint pixels = event->pixelDelta();
        scrollByHand(-(std::abs(pixels.y()) >= std::abs(pixels.x()) ? pixels.y() : pixels.x()));
    } else {
        scrollByHand(-turned / kWheelStep * kWheelPixels);
    }
}

bool TimelineWidget::event(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_state->scene.axis.zoomAt(gesture->position().x(), 1.0 + gesture->value());
            viewChanged();
            return true;
        }
    }
    // Esc belongs to the drag while there is one, whatever an action binds it to.
    if (event->type() == QEvent::ShortcutOverride && m_state->drag.kind != DragKind::None
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString tip = toolTipAt(help->pos());
        if (tip.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), tip, this);
        return true;
    }
    return QWidget::event(event);
}

QString TimelineWidget::toolTipAt(QPoint point) const
{
    const TimelineScene& scene = m_state->scene;
    const TimelineHit hit = hitTest(scene, point);
    if (hit.slot == SegmentIndex::kNone)
        return {};
    const TimelineSegment& segment = scene.segments.at(hit.slot);
    return QStringLiteral("<b>%1</b><br>%2")
        .arg(words(segment.range).toHtmlEscaped(),
             (segment.text.isEmpty() ? scene.noTextWords : segment.text.left(600)).toHtmlEscaped());
}

void TimelineWidget::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_state->drag.kind != DragKind::None)
        cancelDrag();
    else
        QWidget::keyPressEvent(event);
}

void TimelineWidget::contextMenuEvent(QContextMenuEvent* event)
{
    const TimelineScene& scene = m_state->scene;
    if (!m_state->hasMedium || m_state->drag.kind != DragKind::None)
        return;
    if (event->reason() == QContextMenuEvent::Keyboard) {
        if (scene.current == SegmentIndex::kNone)
            Q_EMIT timeMenuRequested(mapToGlobal(rect().center()));
        else
            Q_EMIT segmentMenuRequested(
                mapToGlobal((segmentRect(scene, scene.current) & QRectF(rect())).center().toPoint()));
        return;
    }
    const TimelineHit hit = hitTest(scene, event->pos());
    if (hit.slot != SegmentIndex::kNone) {
        selectSlot(hit.slot);
        Q_EMIT segmentMenuRequested(event->globalPos());
        return;
    }
    seekTo(scene.axis.timeAt(event->pos().x()));
    Q_EMIT timeMenuRequested(event->globalPos());
}

void TimelineWidget::movePointer(std::optional<QPoint> point)
{
    if (m_state->pointer)
        update(pointerRegion(m_state->scene, m_state->pointer->x(), height()));
    m_state->pointer = point;
    if (point)
        update(pointerRegion(m_state->scene, point->x(), height()));
}

void TimelineWidget::updateCursor(QPoint point)
{
    switch (hitTest(m_state->scene, point).part) {
    case Part::SegmentStart:
    case Part::SegmentEnd:
        setCursor(Qt::SizeHorCursor);
        break;
    default:
        unsetCursor();
    }
}

void TimelineWidget::leaveEvent(QEvent* event)
{
    movePointer(std::nullopt);
    QWidget::leaveEvent(event);
}

void TimelineWidget::focusInEvent(QFocusEvent* event)
{
    update();
    QWidget::focusInEvent(event);
}

void TimelineWidget::focusOutEvent(QFocusEvent* event)
{
    update();
    QWidget::focusOutEvent(event);
}

QString TimelineWidget::words(MediaTime time) const
{
    const QString code = QString::fromStdString(formatTimeCode(time));
    const std::int64_t frame = m_state->frameAt ? m_state->frameAt(time) : -1;
    return frame < 0 ? code : tr("%1 · frame %2").arg(code).arg(frame);
}

QString TimelineWidget::words(TimeRange range) const
{
    const QString words = leftToRight(tr("%1 – %2 s (%3 s)")
                                          .arg(QString::fromStdString(formatSeconds(range.start)),
                                               QString::fromStdString(formatSeconds(range.end)),
                                               QString::fromStdString(formatSeconds(range.length()))));
    if (!m_state->frameAt || range.empty())
        return words;
    const std::int64_t first = m_state->frameAt(range.start);
    const std::int64_t last = m_state->frameAt(range.end);
    return first < 0 ? words : tr("%1, %2 frames").arg(words).arg(last - first);
}

} // namespace descant::ui
