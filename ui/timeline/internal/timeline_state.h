// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/internal/timeline_scene.h"
#include "ui/timeline/timeline_drag.h"
#include "ui/timeline/timeline_widget.h"

#include <QPixmap>
#include <QRegion>
#include <QTimer>

class QPushButton;

namespace descant::ui {

/// What the widget remembers. The rows are kept as a picture (`canvas`): a moving playhead or pointer only copies from
/// it, and only what changed (`dirty`) is drawn again.
struct TimelineWidget::State {
    TimelineScene scene;
    MediaTime position{0};
    bool hasMedium = false;
    bool playing = false;
    bool following = true;
    std::optional<TimeRange> selection;
    std::function<std::int64_t(MediaTime)> frameAt;

    RangeDrag drag;
    QString draggedId;      ///< of the segment that the drag changes
    bool dragMoved = false; ///< beyond the distance that makes a press a drag
    QPoint pressedAt;
    QPoint lastAt;
    std::optional<TimeRange> selectionBefore;
    std::optional<QPoint> pointer;

    QPixmap canvas;
    QRegion dirty;
    QTimer thumbnailTimer;
    QPushButton* followButton = nullptr;
    double wheelRest = 0;     ///< what is left of a smooth wheel
    qint64 spokenSecond = -1; ///< last position told to assistive technology
};

} // namespace descant::ui
