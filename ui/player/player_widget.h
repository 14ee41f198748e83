// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/playback_controller.h"
#include "ui/player/player_style.h"

#include <QWidget>

namespace descant::ui {

class PictureArea;
class TransportBar;

/// The picture and, under it, the transport bar. Accessible name "player", value = time code and frame.
/// Owns its controller; UI thread only.
class PlayerWidget : public QWidget {
    Q_OBJECT
public:
    explicit PlayerWidget(QWidget* parent = nullptr);
    ~PlayerWidget() override;

    PlaybackController& controller();
    void setPlayerStyle(const PlayerStyle& style);
    /// The stretch that "Loop segment" and "Play segment" act on; none disables them.
    void setSegment(std::optional<TimeRange> segment);
    /// "00:00:06.208, frame 149"; empty while nothing is shown.
    QString positionInWords() const;

    /// Half a second around an edge of the current segment.
    enum class Edge { Before, First, Last, After };
    void playEdge(Edge edge);
    /// What that plays, inside 0…duration; shorter where there is no more.
    static TimeRange around(Edge edge, TimeRange segment, MediaTime duration);

public Q_SLOTS:
    void playSegment();
    void toggleLoop(); ///< loops the current segment, or stops looping

Q_SIGNALS:
    void openMediaRequested(); ///< the button of the empty state

private:
    void showState(PlaybackState state);
    void announcePosition(MediaTime position);

    PlaybackController* m_controller;
    PictureArea* m_picture;
    TransportBar* m_transport;
    std::optional<TimeRange> m_segment;
    qint64 m_spokenSecond = -1; ///< last one told to assistive technology
};

} // namespace descant::ui
