// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/player_widget.h"

#include "ui/player/picture_area.h"
#include "ui/player/player_accessible.h"
#include "ui/player/transport_bar.h"
#include "ui/support/conversions.h"

#include <QAccessible>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace descant::ui {

namespace {
// Opening is mostly over before this; then nothing flashes up.
constexpr int kPatience = 300;
constexpr MediaTime kEdge{500'000};
} // namespace

PlayerWidget::PlayerWidget(QWidget* parent)
    : QWidget(parent),
      m_controller(new PlaybackController(this)),
      m_picture(new PictureArea(this)),
      m_transport(new TransportBar(*m_controller, this))
{
    installPlayerAccessibility();
    setObjectName(QStringLiteral("PlayerWidget"));
    setAccessibleName(tr("player"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_picture, 1);
    column->addWidget(m_transport);
    connect(m_controller, &PlaybackController::pictureChanged, m_picture, &PictureArea::setPicture);
    connect(m_controller, &PlaybackController::opened, this,
            [this] { m_picture->setShape(m_controller->pictureSize()); });
    connect(m_controller, &PlaybackController::stateChanged, this, &PlayerWidget::showState);
    connect(m_controller, &PlaybackController::failed, this, [this](const Error& error) {
        if (m_controller->state() == PlaybackState::Failed)
            m_picture->setWords(sentence(error));
    });
    connect(m_controller, &PlaybackController::positionChanged, this, &PlayerWidget::announcePosition);
    connect(m_picture, &PictureArea::boundChanged, m_controller, &PlaybackController::setPictureBound);
    connect(m_picture, &PictureArea::clicked, m_controller, &PlaybackController::togglePlay);
    connect(m_picture, &PictureArea::offerTaken, this, &PlayerWidget::openMediaRequested);
    connect(m_transport, &TransportBar::loopToggled, this, &PlayerWidget::toggleLoop);
    showState(PlaybackState::Empty);
}

PlayerWidget::~PlayerWidget() = default;

PlaybackController& PlayerWidget::controller() { return *m_controller; }

void PlayerWidget::setPlayerStyle(const PlayerStyle& style)
{
    m_picture->setPlayerStyle(style);
    m_transport->setPlayerStyle(style);
}

void PlayerWidget::setSegment(std::optional<TimeRange> segment)
{
    const bool looping = m_controller->loop().has_value();
    m_segment = segment && !segment->empty() ? segment : std::nullopt;
    m_transport->setLoopAvailable(m_segment.has_value());
    if (looping)
        m_controller->setLoop(m_segment); // the loop goes along with the segment
}

QString PlayerWidget::positionInWords() const
{
    if (m_controller->frame() < 0)
        return {};
    return tr("%1, frame %2")
        .arg(QString::fromStdString(formatTimeCode(m_controller->position())))
        .arg(m_controller->frame());
}

void PlayerWidget::playSegment()
{
    if (m_segment)
        m_controller->playRange(*m_segment);
}

TimeRange PlayerWidget::around(Edge edge, TimeRange segment, MediaTime duration)
{
    switch (edge) {
    case Edge::Before:
        return {std::max(segment.start - kEdge, MediaTime{0}), segment.start};
    case Edge::First:
        return {segment.start, std::min(segment.start + kEdge, segment.end)};
    case Edge::Last:
        return {std::max(segment.end - kEdge, segment.start), segment.end};
    case Edge::After:
        break;
    }
    return {segment.end, std::min(segment.end + kEdge, duration)};
}

void PlayerWidget::playEdge(Edge edge)
{
    if (m_segment)
        m_controller->playRange(around(edge, *m_segment, m_controller->duration()));
}

void PlayerWidget::toggleLoop()
{
    if (m_controller->loop()) {
        m_controller->setLoop(std::nullopt);
        return;
    }
    m_controller->setLoop(m_segment);
    if (m_segment && !m_controller->isPlaying())
        m_controller->play();
}

void PlayerWidget::showState(PlaybackState state)
{
    if (state == PlaybackState::Empty) {
        m_picture->setWords(tr("No video is open.\nAdd one with Ctrl+O, or drop it here."));
        m_picture->setOffer(tr("Open videos…"));
    } else if (state == PlaybackState::Opening) {
        m_picture->setPicture({});
        m_picture->setShape({});
        m_picture->setWords({});
        m_picture->setOffer({});
        QTimer::singleShot(kPatience, this, [this] {
            if (m_controller->state() == PlaybackState::Opening)
                m_picture->setWords(tr("Opening %1…").arg(toQString(m_controller->path().filename())));
        });
    } else if (state == PlaybackState::Failed) {
        m_picture->setPicture({});
        m_picture->setOffer(tr("Open another video…"));
    }
}

void PlayerWidget::announcePosition(MediaTime position)
{
    const qint64 second = position.count() / 1'000'000;
    if (!QAccessible::isActive() || second == m_spokenSecond)
        return;
    m_spokenSecond = second;
    QAccessibleValueChangeEvent event(this, toSeconds(position));
    QAccessible::updateAccessibility(&event);
}

} // namespace descant::ui
