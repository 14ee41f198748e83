// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/values.h"
#include "ui/player/playback_controller.h"
#include "ui/timeline/timeline_values.h"

#include <QWidget>

#include <optional>

namespace descant::ui {

class ActionSet;
class MediaOverview;
class PlayerWidget;
class TimelineWidget;

/// The centre of the window: one medium in the player and, under it, on the timeline.
class MediumView : public QWidget {
    Q_OBJECT
public:
    explicit MediumView(QWidget* parent = nullptr);

    /// Opens the file in the background and shows its first picture. Nothing: the empty state.
    void showMedium(const project::Medium* medium);
    /// Opens the file of the current medium anew, where it lies now, at the time that is shown.
    void reopen(const project::Medium* medium);
    QString mediumId() const { return m_mediumId; }
    void setSegments(std::vector<TimelineSegment> segments);
    void putSegment(const TimelineSegment& segment);
    /// Makes a segment the one that plays and loops, without seeking.
    void setCurrentSegment(const QString& id, std::optional<TimeRange> range);
    void setEvidence(std::optional<TimelineEvidence> evidence);

    /// Does what playback and timeline actions of the table say.
    void connectActions(const ActionSet& actions);
    void seek(MediaTime time);
    void playFrom(const TimeRange& range);
    MediaTime position() const;
    MediaTime duration() const;
    std::optional<TimeRange> marked() const;
    void clearMarks();

    TimelineWidget* timeline() const { return m_timeline; }
    PlayerWidget* player() const { return m_player; }

Q_SIGNALS:
    void positionChanged(descant::MediaTime time, std::int64_t frame);
    void segmentSelected(const QString& id);
    void segmentRangeEdited(const QString& id, descant::TimeRange range);
    void failed(const QString& sentence);
    void openRequested();
    void dragValueChanged(const QString& words);

private:
    void connectPlayer();
    void connectTimeline();
    void connectPlayback(const ActionSet& actions);
    PlaybackController& controller() const;

    PlayerWidget* m_player;
    TimelineWidget* m_timeline;
    MediaOverview* m_overview;
    QString m_mediumId;
};

} // namespace descant::ui
