// SPDX-License-Identifier: GPL-3.0-or-later
// The public slots that the action table calls: zoom, boundaries, segments, selection.
#include "ui/timeline/internal/timeline_state.h"
#include "ui/timeline/timeline_accessible.h"
#include "ui/timeline/timeline_widget.h"

#include <QPushButton>

#include <algorithm>

namespace descant::ui {

namespace {
constexpr double kZoomStep = 1.5;
}

void TimelineWidget::zoomIn()
{
    TimeAxis& axis = m_state->scene.axis;
    // Around the playhead while it is in view: that is what is being looked at.
    const double middle = axis.left() + axis.width() / 2;
    axis.zoomAt(axis.visible().contains(m_state->position) ? axis.xOf(m_state->position) : middle, kZoomStep);
    viewChanged();
}

void TimelineWidget::zoomOut()
{
    TimeAxis& axis = m_state->scene.axis;
    const double middle = axis.left() + axis.width() / 2;
    axis.zoomAt(axis.visible().contains(m_state->position) ? axis.xOf(m_state->position) : middle, 1 / kZoomStep);
    viewChanged();
}

void TimelineWidget::zoomFit()
{
    m_state->scene.axis.fit();
    viewChanged();
}

void TimelineWidget::seekTo(std::optional<MediaTime> time)
{
    if (time)
        Q_EMIT seekRequested(std::clamp(*time, MediaTime{0}, duration()));
}

void TimelineWidget::nextBoundary() { seekTo(m_state->scene.segments.nextEdge(m_state->position)); }

void TimelineWidget::previousBoundary() { seekTo(m_state->scene.segments.previousEdge(m_state->position)); }

void TimelineWidget::selectSlot(int slot)
{
    if (slot == SegmentIndex::kNone)
        return;
    const QString id = m_state->scene.segments.at(slot).id;
    setCurrentSegment(id);
    Q_EMIT segmentSelected(id);
}

void TimelineWidget::changeSelection(std::optional<TimeRange> selection)
{
    const std::optional<TimeRange> before = m_state->selection;
    setSelection(selection);
    if (m_state->selection != before)
        Q_EMIT selectionChanged(m_state->selection);
}

void TimelineWidget::markIn()
{
    const MediaTime end = m_state->selection ? m_state->selection->end : duration();
    changeSelection(TimeRange{m_state->position, end > m_state->position ? end : duration()});
}

void TimelineWidget::markOut()
{
    const MediaTime start = m_state->selection ? m_state->selection->start : MediaTime{0};
    changeSelection(TimeRange{start < m_state->position ? start : MediaTime{0}, m_state->position});
}

void TimelineWidget::clearSelection() { changeSelection(std::nullopt); }

void TimelineWidget::followPlayhead()
{
    m_state->followButton->hide();
    if (!m_state->following) {
        m_state->following = true;
        Q_EMIT followingChanged(true);
    }
    showTime(m_state->position);
}

void TimelineWidget::scrollByHand(double pixels)
{
    const TimeRange before = visibleRange();
    m_state->scene.axis.scrollBy(pixels);
    if (visibleRange() == before)
        return;
    if (m_state->playing && m_state->following) {
        m_state->following = false;
        m_state->followButton->show();
        Q_EMIT followingChanged(false);
    }
    viewChanged();
}

void TimelineWidget::scrollLanes(int pixels)
{
    TimelineScene& scene = m_state->scene;
    const int wanted = std::clamp(scene.laneScroll + pixels, 0, scene.rows.laneOverflow);
    if (wanted == scene.laneScroll)
        return;
    scene.laneScroll = wanted;
    m_state->dirty += scene.rows.segments;
    update(scene.rows.segments);
}

} // namespace descant::ui
