// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/playback_controller.h"
#include "ui/player/player_style.h"

#include <QHash>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QToolButton;
QT_END_NAMESPACE

namespace descant::ui {

/// The row under the picture: start, frame back, play, frame forward, end, time code, frame, speed, loop and sound.
class TransportBar : public QWidget {
    Q_OBJECT
public:
    explicit TransportBar(PlaybackController& controller, QWidget* parent = nullptr);

    void setPlayerStyle(const PlayerStyle& style);
    /// Whether there is a segment that could be looped.
    void setLoopAvailable(bool available);

Q_SIGNALS:
    void loopToggled();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitIntoWidth();
    /// A button that does what the row `action` of the action table does, with its tooltip.
    QToolButton* addButton(const char* icon, const char* action, const QString& name,
                           void (PlaybackController::*slot)());
    QToolButton* addTextButton(const char* action, const QString& name);
    void makeSpeedMenu();
    void retint();
    void refresh();
    void showPosition(MediaTime position, std::int64_t frame);
    void showSpeed(double speed);

    PlaybackController& m_controller;
    PlayerStyle m_style;
    QHBoxLayout* m_layout;
    QHash<QToolButton*, QString> m_icons;
    QToolButton* m_toStart = nullptr;
    QToolButton* m_play = nullptr;
    QToolButton* m_toEnd = nullptr;
    QLabel* m_timeCode;
    QLabel* m_frame;
    QToolButton* m_speed = nullptr;
    QToolButton* m_loop = nullptr;
    QToolButton* m_sound = nullptr;
    bool m_loopAvailable = false;
};

} // namespace descant::ui
