// SPDX-License-Identifier: GPL-3.0-or-later
// What is in view and how it is drawn.
#include "ui/timeline/internal/timeline_painter.h"
#include "ui/timeline/internal/timeline_state.h"
#include "ui/timeline/timeline_widget.h"

#include <QPainter>
#include <QPaintEvent>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace descant::ui {

namespace {
// While playing, the view turns over when the playhead is this close to its right edge.
constexpr double kEdge = 0.08;
} // namespace

QSize TimelineWidget::sizeHint() const { return {800, comfortableHeight(m_state->scene.style, 2)}; }

QSize TimelineWidget::minimumSizeHint() const { return {200, smallestHeight(m_state->scene.style)}; }

void TimelineWidget::refreshRows()
{
    TimelineScene& scene = m_state->scene;
    scene.rows = layoutRows(scene.style, size(), scene.segments.laneCount());
    scene.laneScroll = std::clamp(scene.laneScroll, 0, scene.rows.laneOverflow);
    scene.axis.setSpan(scene.style.margin, std::max(width() - 2 * scene.style.margin, 1));
    QPushButton* button = m_state->followButton;
    button->adjustSize();
    button->move(width() - button->width() - scene.style.margin, scene.rows.ruler.bottom() + scene.style.gap / 2);
    refreshAll();
    // Rows of another height hold thumbnails of another width: at other times.
    m_state->thumbnailTimer.start();
}

void TimelineWidget::refreshAll()
{
    m_state->dirty = QRegion(rect());
    update();
}

void TimelineWidget::refreshSegments()
{
    TimelineScene& scene = m_state->scene;
    const TimelineRows before = scene.rows;
    const TimelineRows now = layoutRows(scene.style, size(), scene.segments.laneCount());
    if (before.segments != now.segments || before.lanePitch != now.lanePitch) {
        refreshRows();
        return;
    }
    scene.rows = now;
    m_state->dirty += now.segments;
    update(now.segments);
}

void TimelineWidget::viewChanged()
{
    refreshAll();
    m_state->thumbnailTimer.start();
    Q_EMIT visibleRangeChanged(visibleRange());
}

void TimelineWidget::showTime(MediaTime time)
{
    TimelineScene& scene = m_state->scene;
    const TimeRange view = scene.axis.visible();
    if (view.contains(time))
        return;
    scene.axis.scrollTo(time - view.length() / 10);
    viewChanged();
}

void TimelineWidget::followIfNearEdge()
{
    TimelineScene& scene = m_state->scene;
    if (!m_state->following || m_state->drag.kind != DragKind::None || scene.axis.showsAll())
        return;
    const TimeRange view = scene.axis.visible();
    const auto edge = static_cast<std::int64_t>(static_cast<double>(view.length().count()) * kEdge);
    const MediaTime turn = m_state->playing ? view.end - MediaTime{edge} : view.end;
    const bool inside = view.start <= m_state->position && m_state->position < turn;
    if (inside || (view.end >= duration() && m_state->position >= view.start))
        return;
    scene.axis.scrollTo(m_state->position - MediaTime{edge});
    viewChanged();
}

void TimelineWidget::requestMissingThumbnails()
{
    const TimelineScene& scene = m_state->scene;
    if (!m_state->hasMedium)
        return;
    const MediaTime spacing = scene.thumbnailStep();
    const std::vector<MediaTime> missing = scene.thumbnails.missing(scene.axis.visible(), spacing);
    const double pixels = scene.rows.thumbnails.height() * devicePixelRatioF();
    if (!missing.empty())
        Q_EMIT thumbnailsWanted(missing, QSize(qRound(pixels * scene.pictureAspect), qRound(pixels)), spacing);
}

void TimelineWidget::paintCanvas()
{
    State& state = *m_state;
    const double ratio = devicePixelRatioF();
    const QSize wanted(static_cast<int>(std::ceil(width() * ratio)), static_cast<int>(std::ceil(height() * ratio)));
    if (state.canvas.size() != wanted || state.canvas.devicePixelRatio() != ratio) {
        state.canvas = QPixmap(wanted);
        state.canvas.setDevicePixelRatio(ratio);
        state.dirty = QRegion(rect());
    }
    if (state.dirty.isEmpty())
        return;
    QPainter painter(&state.canvas);
    TimelinePainter rows(painter, state.scene, font());
    // One pass over the box: overlapping small passes would cost more than they save.
    rows.paint(state.dirty.boundingRect() & rect());
    state.dirty = QRegion();
}

void TimelineWidget::paintEvent(QPaintEvent* event)
{
    paintCanvas();
    const State& state = *m_state;
    const double ratio = state.canvas.devicePixelRatio();
    QPainter painter(this);
    painter.setClipRegion(event->region());
    for (const QRect& part : event->region()) {
        painter.drawPixmap(QRectF(part), state.canvas,
                           QRectF(part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio));
    }
    if (!state.hasMedium) {
        painter.setPen(state.scene.style.glance);
        painter.drawText(rect(), int(Qt::AlignCenter) | Qt::TextWordWrap,
                         tr("No video is open. Add one with Ctrl+O, or drop it here."));
        return;
    }
    TimelineOverlay overlay;
    overlay.position = state.position;
    overlay.hasPosition = true;
    overlay.selection = state.selection;
    overlay.area = rect();
    overlay.focusRing = hasFocus();
    if (state.pointer) {
        overlay.pointer = state.pointer->x();
        overlay.pointerLabel = words(state.scene.axis.timeAt(state.pointer->x()));
    }
    paintOverlay(painter, state.scene, overlay, font());
}

void TimelineWidget::resizeEvent(QResizeEvent*)
{
    refreshRows();
    viewChanged();
}

void TimelineWidget::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        refreshAll();
    if (event->type() == QEvent::LanguageChange) {
        m_state->scene.noTextWords = tr("no text yet");
        m_state->followButton->setText(tr("Back to the playhead"));
        refreshAll();
    }
    QWidget::changeEvent(event);
}

} // namespace descant::ui
