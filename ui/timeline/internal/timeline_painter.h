// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/internal/timeline_scene.h"

#include <QFont>
#include <QPainter>
#include <QRegion>

namespace descant::ui {

/// Draws every row of the scene that `clip` touches, opaque. Costs O(clip width), whatever the length of the medium.
class TimelinePainter {
public:
    TimelinePainter(QPainter& painter, const TimelineScene& scene, const QFont& font);
    void paint(const QRect& clip);

private:
    void paintRuler(const QRect& clip);
    void paintThumbnails(const QRect& clip);
    void paintWaveform(const QRect& clip);
    void paintEvidence(const QRect& clip);
    void paintStrip(const std::vector<double>& weights, const QColor& color, const QRectF& strip, const QRect& clip);
    double crisp(double x) const;

    QPainter& m_painter;
    const TimelineScene& m_scene;
    QFont m_font;
    double m_ratio;
};

/// What moves: playhead, selection, and the label at the pointer. Drawn over the rows.
struct TimelineOverlay {
    MediaTime position{0};
    bool hasPosition = false;
    std::optional<TimeRange> selection;
    std::optional<int> pointer; ///< x
    QString pointerLabel;
    bool focusRing = false;
    QRect area; ///< of the widget
};

void paintOverlay(QPainter& painter, const TimelineScene& scene, const TimelineOverlay& overlay, const QFont& font);
/// What must be repainted when the playhead stands at `time`.
QRegion playheadRegion(const TimelineScene& scene, MediaTime time, int height);
/// What must be repainted when the pointer's label stands at `x`.
QRegion pointerRegion(const TimelineScene& scene, int x, int height);

} // namespace descant::ui
