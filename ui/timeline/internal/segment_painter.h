// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/internal/timeline_scene.h"

#include <QPainter>

#include <array>

namespace descant::ui {

/// Draws the lanes of segments that `clip` touches: boxes with text where there is room, otherwise one column a pixel
/// by skipping ahead, so that the cost follows the width and not the number of segments.
class SegmentPainter {
public:
    SegmentPainter(QPainter& painter, const TimelineScene& scene);
    void paint(const QRect& clip);

private:
    struct Run {
        double left = 0, right = 0;
        SegmentLook look = SegmentLook::Empty;
        bool open = false;
    };
    void paintLane(int lane, const QRect& clip);
    std::size_t paintColumn(int lane, std::size_t i, Run& run);
    void flush(Run& run, const QRect& lane);
    void paintBox(int slot, const QRectF& rect, bool current);
    void paintOutline(const QRectF& rect, SegmentLook look, bool current);
    void paintText(int slot, const QRectF& rect);
    QColor edgeColor(SegmentLook look) const;
    QColor fillColor(SegmentLook look, bool current) const;
    double crisp(double x) const;

    QPainter& m_painter;
    const TimelineScene& m_scene;
    double m_ratio;                                   ///< device pixels a logical pixel
    std::array<QColor, kSegmentLooks> m_columnColors; ///< mixed once: a whole hour is thousands of columns
};

/// `over` laid on `under` with the given opacity.
QColor laidOn(const QColor& under, const QColor& over, double opacity);

} // namespace descant::ui
