// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/medium_view.h"

#include "ui/player/media_overview.h"
#include "ui/player/player_widget.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/held_key.h"
#include "ui/timeline/timeline_widget.h"
#include "ui/timeline/waveform.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace descant::ui {

MediumView::MediumView(QWidget* parent)
    : QWidget(parent),
      m_player(new PlayerWidget(this)),
      m_timeline(new TimelineWidget(this)),
      m_overview(new MediaOverview(this))
{
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setAccessibleName(tr("picture and timeline"));
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->addWidget(m_player);
    splitter->addWidget(m_timeline);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(splitter);
    connectPlayer();
    connectTimeline();
}

PlaybackController& MediumView::controller() const { return m_player->controller(); }

void MediumView::connectPlayer()
{
    PlaybackController* playback = &controller();
    connect(m_player, &PlayerWidget::openMediaRequested, this, &MediumView::openRequested);
    connect(playback, &PlaybackController::failed, this,
            [this](const Error& error) { Q_EMIT failed(sentence(error)); });
    connect(playback, &PlaybackController::positionChanged, this, [this](MediaTime time, std::int64_t frame) {
        m_timeline->setPosition(time);
        Q_EMIT positionChanged(time, frame);
    });
    connect(playback, &PlaybackController::stateChanged, this,
            [this](PlaybackState state) { m_timeline->setPlaying(state == PlaybackState::Playing); });
    connect(playback, &PlaybackController::opened, this, [this, playback] {
        m_timeline->setFrameNumbering([playback](MediaTime time) { return playback->frameAt(time); });
        const QSize size = playback->pictureSize();
        if (!size.isEmpty())
            m_timeline->setPictureAspect(double(size.width()) / size.height());
    });
}

void MediumView::connectTimeline()
{
    PlaybackController* playback = &controller();
    connect(m_timeline, &TimelineWidget::seekRequested, playback, &PlaybackController::seek);
    connect(m_timeline, &TimelineWidget::scrubRequested, playback, &PlaybackController::scrub);
    connect(m_timeline, &TimelineWidget::segmentSelected, this, &MediumView::segmentSelected);
    connect(m_timeline, &TimelineWidget::segmentPlayRequested, this, [this](const QString& id) {
        Q_EMIT segmentSelected(id);
        m_player->playSegment();
    });
    connect(m_timeline, &TimelineWidget::segmentEditRequested, this, &MediumView::segmentRangeEdited);
    connect(m_timeline, &TimelineWidget::dragValueChanged, this, &MediumView::dragValueChanged);
    connect(m_timeline, &TimelineWidget::thumbnailsWanted, m_overview, &MediaOverview::requestThumbnails);
    connect(m_overview, &MediaOverview::thumbnailReady, m_timeline, &TimelineWidget::addThumbnail);
    connect(m_overview, &MediaOverview::waveformReady, m_timeline, &TimelineWidget::setWaveform);
}

void MediumView::connectActions(const ActionSet& actions)
{
    connectPlayback(actions);
    const auto timeline = [&](const char* id, void (TimelineWidget::*slot)()) {
        connect(actions.action(id), &QAction::triggered, m_timeline, slot);
    };
    timeline("play.previousBoundary", &TimelineWidget::previousBoundary);
    timeline("play.nextBoundary", &TimelineWidget::nextBoundary);
    timeline("view.zoomIn", &TimelineWidget::zoomIn);
    timeline("view.zoomOut", &TimelineWidget::zoomOut);
    timeline("view.zoomFit", &TimelineWidget::zoomFit);
    timeline("segment.in", &TimelineWidget::markIn);
    connect(m_timeline, &TimelineWidget::segmentMenuRequested, &actions,
            [&actions](QPoint at) { actions.popUp(ContextMenu::Segment, at); });
    connect(m_timeline, &TimelineWidget::timeMenuRequested, &actions,
            [&actions](QPoint at) { actions.popUp(ContextMenu::Time, at); });
}

void MediumView::connectPlayback(const ActionSet& actions)
{
    PlaybackController* playback = &controller();
    const auto on = [&](const char* id, auto function) {
        connect(actions.action(id), &QAction::triggered, playback, function);
    };
    on("play.toggle", [playback] { playback->togglePlay(); });
    // As on an editing desk: J and L run, and step by frames while K is held.
    const auto* pause = new HeldKey(Qt::Key_K, this);
    on("play.slower", [playback, pause] { pause->isDown() ? playback->stepBack() : playback->shuttleBackward(); });
    on("play.pause", [playback] { playback->shuttleStop(); });
    on("play.faster", [playback, pause] { pause->isDown() ? playback->stepForward() : playback->shuttleForward(); });
    on("play.frameBack", [playback] { playback->stepBack(); });
    on("play.frameForward", [playback] { playback->stepForward(); });
    on("play.secondBack", [playback] { playback->seekBy(fromSeconds(-1)); });
    on("play.secondForward", [playback] { playback->seekBy(fromSeconds(1)); });
    on("play.tenBack", [playback] { playback->seekBy(fromSeconds(-10)); });
    on("play.tenForward", [playback] { playback->seekBy(fromSeconds(10)); });
    on("play.start", [playback] { playback->toStart(); });
    on("play.end", [playback] { playback->toEnd(); });
    on("play.mute", [playback] { playback->setMuted(!playback->isMuted()); });
    using Edge = PlayerWidget::Edge;
    on("play.before", [player = m_player] { player->playEdge(Edge::Before); });
    on("play.after", [player = m_player] { player->playEdge(Edge::After); });
    on("play.first", [player = m_player] { player->playEdge(Edge::First); });
    on("play.last", [player = m_player] { player->playEdge(Edge::Last); });
    connect(actions.action("play.segment"), &QAction::triggered, m_player, &PlayerWidget::playSegment);
    connect(actions.action("play.loop"), &QAction::triggered, m_player, &PlayerWidget::toggleLoop);
}

void MediumView::showMedium(const project::Medium* medium)
{
    const QString id = medium == nullptr ? QString() : toQString(medium->id);
    if (id == m_mediumId)
        return;
    m_mediumId = id;
    m_player->setSegment(std::nullopt);
    if (medium == nullptr) {
        controller().close();
        m_overview->close();
        m_timeline->setMedium(MediaTime{0});
        return;
    }
    m_timeline->setMedium(medium->duration);
    controller().open(medium->path);
    m_overview->open(medium->path, medium->fingerprint);
}

void MediumView::reopen(const project::Medium* medium)
{
    const MediaTime time = position();
    m_mediumId.clear();
    showMedium(medium);
    seek(time);
}

void MediumView::setSegments(std::vector<TimelineSegment> segments) { m_timeline->setSegments(std::move(segments)); }

void MediumView::putSegment(const TimelineSegment& segment) { m_timeline->putSegment(segment); }

void MediumView::setCurrentSegment(const QString& id, std::optional<TimeRange> range)
{
    m_timeline->setCurrentSegment(id);
    m_player->setSegment(range);
}

void MediumView::setEvidence(std::optional<TimelineEvidence> evidence) { m_timeline->setEvidence(std::move(evidence)); }

void MediumView::seek(MediaTime time) { controller().seek(time); }

void MediumView::playFrom(const TimeRange& range) { controller().playRange(range); }

MediaTime MediumView::position() const
{
    // Until the file is open the timeline knows where the person is.
    return controller().state() == PlaybackState::Paused || controller().isPlaying() ? controller().position()
                                                                                     : m_timeline->position();
}

MediaTime MediumView::duration() const { return m_timeline->duration(); }

std::optional<TimeRange> MediumView::marked() const { return m_timeline->selection(); }

void MediumView::clearMarks() { m_timeline->clearSelection(); }

} // namespace descant::ui
