// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_style.h"
#include "ui/timeline/timeline_values.h"

#include <QImage>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace descant::ui {

class Waveform;

/// The time line of one medium: ruler, thumbnails, waveform, segments, evidence and the playhead.
/// Shows plain values that are set from outside and asks for changes by signals; it never edits a document.
/// UI thread only. Time always runs from left to right, whatever the layout direction; texts keep their own.
/// Accessible as a list named "timeline" whose children are the segments in view.
class TimelineWidget : public QWidget {
    Q_OBJECT
public:
    explicit TimelineWidget(QWidget* parent = nullptr);
    ~TimelineWidget() override;

    // What is shown ------------------------------------------------------------------------------------------------
    void setTimelineStyle(const TimelineStyle& style);
    /// A new medium: forgets everything of the one before and shows the whole length. Zero shows the empty state.
    void setMedium(MediaTime duration);
    MediaTime duration() const;
    /// Numbers frames in live values; without it only times are shown. Called on the UI thread, must be quick.
    void setFrameNumbering(std::function<std::int64_t(MediaTime)> frameAt);
    /// Width : height of a thumbnail.
    void setPictureAspect(double aspect);

    /// All segments in any order; ids are unique. Keeps the current segment if its id is still there.
    void setSegments(std::vector<TimelineSegment> segments);
    /// Adds or replaces one segment by its id, without rebuilding the others.
    void putSegment(const TimelineSegment& segment);
    /// Empty: none. Does not emit; scrolls it into view only when it is outside and nothing plays.
    void setCurrentSegment(const QString& id);
    QString currentSegment() const;

    void setPosition(MediaTime position);
    MediaTime position() const;
    /// While playing the view follows the playhead near the edge, unless scrolled by hand.
    void setPlaying(bool playing);
    void setSelection(std::optional<TimeRange> selection);
    std::optional<TimeRange> selection() const;

    void setWaveform(std::shared_ptr<const Waveform> waveform); ///< null: none (no sound, or not yet)
    void setEvidence(std::optional<TimelineEvidence> evidence);
    /// A picture for thumbnailsWanted(), taken at most `farOff` from `time`; kept (bounded) until the next setMedium().
    /// One that is too far off for the zoom stands in until a better one comes, which is asked for again.
    void addThumbnail(MediaTime time, const QImage& picture, MediaTime farOff);

    TimeRange visibleRange() const;
    void setVisibleRange(TimeRange range);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    // What the action table calls ----------------------------------------------------------------------------------
    void zoomIn();
    void zoomOut();
    void zoomFit();
    void nextBoundary(); ///< seeks to the next start or end of a segment
    void previousBoundary();
    void markIn();  ///< selection starts at the playhead
    void markOut(); ///< selection ends at the playhead
    void clearSelection();
    void followPlayhead(); ///< back to it, and follow again
    void cancelDrag();

Q_SIGNALS:
    void seekRequested(descant::MediaTime time);  ///< exact
    void scrubRequested(descant::MediaTime time); ///< while dragging; a seekRequested ends it
    void segmentSelected(const QString& id);
    void segmentPlayRequested(const QString& id);                           ///< double click
    void segmentEditRequested(const QString& id, descant::TimeRange range); ///< a trim or a move that was dropped
    void selectionChanged(std::optional<descant::TimeRange> selection);
    void dragValueChanged(const QString& words); ///< for the status bar; empty when the drag ends
    void thumbnailsWanted(const std::vector<descant::MediaTime>& times, QSize pixels, descant::MediaTime spacing);
    void visibleRangeChanged(descant::TimeRange range);
    void segmentMenuRequested(QPoint globalPosition); ///< of the current segment: it was selected before
    void timeMenuRequested(QPoint globalPosition);    ///< of the playhead: it was moved there before
    void followingChanged(bool following);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    friend class TimelineAccessible;
    friend class TimelineItemAccessible;
    struct State;

    void refreshRows();
    void refreshAll();
    void refreshSegments();
    void viewChanged();
    void showTime(MediaTime time);
    void followIfNearEdge();
    void scrollByHand(double pixels);
    void scrollLanes(int pixels);
    void seekTo(std::optional<MediaTime> time);
    void selectSlot(int slot);
    void changeSelection(std::optional<TimeRange> selection);
    void requestMissingThumbnails();
    void paintCanvas();

    void beginDrag(QPoint point, Qt::KeyboardModifiers modifiers);
    void continueDrag(QPoint point, Qt::KeyboardModifiers modifiers);
    void dropDrag();
    void keepOrCancelDrag();
    void clicked(QPoint point);
    void movePointer(std::optional<QPoint> point);
    void updateCursor(QPoint point);
    std::vector<MediaTime> snapTargets(const std::vector<MediaTime>& around, MediaTime reach) const;
    QString words(MediaTime time) const;
    QString words(TimeRange range) const;
    QString toolTipAt(QPoint point) const;

    std::unique_ptr<State> m_state;
};

} // namespace descant::ui
