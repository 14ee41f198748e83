// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_widget.h"

#include "ui/support/theme.h"
#include "ui/timeline/internal/timeline_painter.h"
#include "ui/timeline/internal/timeline_state.h"
#include "ui/timeline/timeline_accessible.h"

#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace descant::ui {

namespace {
// Scrolling and zooming come in bursts; thumbnails are asked for when they pause.
constexpr int kThumbnailDelay = 60;
} // namespace

TimelineWidget::TimelineWidget(QWidget* parent) : QWidget(parent), m_state(std::make_unique<State>())
{
    // Before anything asks for this widget's interface: Qt keeps the first one it makes.
    installTimelineAccessibility();
    setObjectName(QStringLiteral("TimelineWidget"));
    setAccessibleName(tr("timeline"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    // Time runs to the right in every language, as it does in players and editors.
    setLayoutDirection(Qt::LeftToRight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_state->scene.noTextWords = tr("no text yet");
    m_state->followButton = new QPushButton(tr("Back to the playhead"), this);
    m_state->followButton->setFocusPolicy(Qt::NoFocus);
    m_state->followButton->hide();
    connect(m_state->followButton, &QPushButton::clicked, this, &TimelineWidget::followPlayhead);
    m_state->thumbnailTimer.setSingleShot(true);
    m_state->thumbnailTimer.setInterval(kThumbnailDelay);
    connect(&m_state->thumbnailTimer, &QTimer::timeout, this, &TimelineWidget::requestMissingThumbnails);
    const auto takeTheme = [this] { setTimelineStyle(timelineStyleOf(Theme::current().tokens())); };
    connect(&Theme::current(), &Theme::changed, this, takeTheme);
    takeTheme();
}

TimelineWidget::~TimelineWidget() = default;

void TimelineWidget::setTimelineStyle(const TimelineStyle& style)
{
    m_state->scene.style = style;
    setMinimumHeight(smallestHeight(style));
    refreshRows();
    updateGeometry();
}

void TimelineWidget::setMedium(MediaTime duration)
{
    cancelDrag();
    TimelineScene& scene = m_state->scene;
    m_state->hasMedium = duration > MediaTime{0};
    m_state->position = MediaTime{0};
    m_state->following = true;
    scene.segments.clear();
    scene.current = SegmentIndex::kNone;
    scene.waveform.reset();
    scene.evidence.reset();
    scene.thumbnails.clear();
    scene.laneScroll = 0;
    scene.axis.setDuration(duration);
    m_state->followButton->hide();
    changeSelection(std::nullopt);
    refreshRows();
    viewChanged();
}

MediaTime TimelineWidget::duration() const { return m_state->scene.axis.duration(); }

void TimelineWidget::setFrameNumbering(std::function<std::int64_t(MediaTime)> frameAt)
{
    m_state->frameAt = std::move(frameAt);
}

void TimelineWidget::setPictureAspect(double aspect)
{
    m_state->scene.pictureAspect = std::isfinite(aspect) ? std::clamp(aspect, 0.2, 5.0) : 16.0 / 9.0;
    refreshAll();
    viewChanged();
}

void TimelineWidget::setSegments(std::vector<TimelineSegment> segments)
{
    const QString current = currentSegment();
    TimelineScene& scene = m_state->scene;
    scene.segments.assign(std::move(segments));
    scene.current = scene.segments.slotOf(current);
    keepOrCancelDrag();
    refreshSegments();
}

void TimelineWidget::putSegment(const TimelineSegment& segment)
{
    TimelineScene& scene = m_state->scene;
    scene.segments.put(segment);
    keepOrCancelDrag();
    refreshSegments();
}

void TimelineWidget::setCurrentSegment(const QString& id)
{
    TimelineScene& scene = m_state->scene;
    const int slot = scene.segments.slotOf(id);
    if (slot == scene.current)
        return;
    scene.current = slot;
    refreshSegments();
    if (slot == SegmentIndex::kNone)
        return;
    if (!m_state->playing && !scene.segments.at(slot).range.overlaps(scene.axis.visible()))
        showTime(scene.segments.at(slot).range.start);
    announceCurrentSegment(*this);
}

QString TimelineWidget::currentSegment() const
{
    const int slot = m_state->scene.current;
    return slot == SegmentIndex::kNone ? QString() : m_state->scene.segments.at(slot).id;
}

void TimelineWidget::setPosition(MediaTime position)
{
    if (position == m_state->position)
        return;
    const MediaTime before = m_state->position;
    m_state->position = position;
    followIfNearEdge();
    update(playheadRegion(m_state->scene, before, height()) + playheadRegion(m_state->scene, position, height()));
    announcePosition(*this, m_state->spokenSecond);
}

MediaTime TimelineWidget::position() const { return m_state->position; }

void TimelineWidget::setPlaying(bool playing)
{
    if (playing == m_state->playing)
        return;
    m_state->playing = playing;
    if (playing && !m_state->following)
        followPlayhead();
    m_state->followButton->setVisible(playing && !m_state->following);
}

void TimelineWidget::setSelection(std::optional<TimeRange> selection)
{
    if (selection && selection->empty())
        selection.reset();
    m_state->selection = selection;
    update();
}

std::optional<TimeRange> TimelineWidget::selection() const { return m_state->selection; }

void TimelineWidget::setWaveform(std::shared_ptr<const Waveform> waveform)
{
    m_state->scene.waveform = std::move(waveform);
    m_state->dirty += m_state->scene.rows.waveform;
    update(m_state->scene.rows.waveform);
}

void TimelineWidget::setEvidence(std::optional<TimelineEvidence> evidence)
{
    m_state->scene.evidence = std::move(evidence);
    m_state->dirty += m_state->scene.rows.evidence;
    update(m_state->scene.rows.evidence);
}

void TimelineWidget::addThumbnail(MediaTime time, const QImage& picture, MediaTime farOff)
{
    if (picture.isNull())
        return;
    TimelineScene& scene = m_state->scene;
    scene.thumbnails.add(time, picture, farOff);
    // A picture stands in for missing neighbours within one step on both sides.
    const MediaTime step = scene.thumbnailStep();
    const int left = static_cast<int>(scene.axis.xOf(time - step)) - 1;
    const int right = static_cast<int>(scene.axis.xOf(time + 2 * step)) + 1;
    const QRect rect = scene.rows.thumbnails & QRect(left, 0, right - left, height());
    m_state->dirty += rect;
    update(rect);
}

TimeRange TimelineWidget::visibleRange() const { return m_state->scene.axis.visible(); }

void TimelineWidget::setVisibleRange(TimeRange range)
{
    m_state->scene.axis.show(range);
    viewChanged();
}

} // namespace descant::ui
