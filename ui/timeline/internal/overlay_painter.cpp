// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/internal/segment_painter.h"
#include "ui/timeline/internal/timeline_painter.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace descant::ui {

namespace {

constexpr double kHeadHalfWidth = 6.0;
constexpr int kLabelReach = 132; // half of the widest label, "00:00:06.208 · frame 1234567", and more

double crispAt(const QPainter& painter, double x)
{
    const double ratio = painter.device()->devicePixelRatioF();
    return std::round(x * ratio) / ratio;
}

void paintSelection(QPainter& painter, const TimelineScene& scene, TimeRange selection)
{
    const double viewLeft = scene.axis.left();
    const double viewRight = viewLeft + scene.axis.width();
    const double left = crispAt(painter, std::max(scene.axis.xOf(selection.start), viewLeft));
    const double right = crispAt(painter, std::min(scene.axis.xOf(selection.end), viewRight));
    if (right <= left)
        return;
    const double top = scene.rows.thumbnails.top();
    const double height = scene.rows.segments.bottom() + 1 - top;
    QColor veil = scene.style.accent;
    veil.setAlphaF(0.18f);
    painter.fillRect(QRectF(left, top, right - left, height), veil);
    if (left > viewLeft)
        painter.fillRect(QRectF(left, top, 1, height), scene.style.accent);
    if (right < viewRight)
        painter.fillRect(QRectF(right - 1, top, 1, height), scene.style.accent);
}

void paintPlayhead(QPainter& painter, const TimelineScene& scene, double time, double height)
{
    const double x = crispAt(painter, time);
    painter.fillRect(QRectF(x - 1, 0, 2, height), scene.style.bad);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(scene.style.bad);
    const QPointF head[3] = {{x - kHeadHalfWidth, 0}, {x + kHeadHalfWidth, 0}, {x, 8}};
    painter.drawPolygon(head, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintPointer(QPainter& painter, const TimelineScene& scene, const TimelineOverlay& overlay, QFont font)
{
    const TimelineStyle& style = scene.style;
    const int x = *overlay.pointer;
    QColor hair = style.glance;
    hair.setAlphaF(0.55f);
    painter.fillRect(QRect(x, scene.rows.ruler.bottom(), 1, overlay.area.height()), hair);
    font.setPixelSize(style.glanceFont);
    painter.setFont(font);
    const double width = QFontMetricsF(font).horizontalAdvance(overlay.pointerLabel) + 12;
    const double left = std::clamp(x - width / 2, 0.0, std::max(0.0, overlay.area.width() - width));
    const QRectF box(std::floor(left) + 0.5, 0.5, std::ceil(width), scene.rows.ruler.height() - 1);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(style.outline, 1));
    painter.setBrush(style.raised);
    painter.drawRoundedRect(box, 4, 4);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(style.text);
    painter.drawText(box, int(Qt::AlignCenter) | Qt::TextSingleLine, overlay.pointerLabel);
}

} // namespace

QRegion playheadRegion(const TimelineScene& scene, MediaTime time, int height)
{
    const int x = static_cast<int>(std::floor(scene.axis.xOf(time)));
    const int reach = static_cast<int>(kHeadHalfWidth) + 2;
    return QRegion(x - reach, 0, 2 * reach + 1, 10) + QRegion(x - 2, 0, 5, height);
}

QRegion pointerRegion(const TimelineScene& scene, int x, int height)
{
    const QRegion label(x - 2 * kLabelReach, 0, 4 * kLabelReach, scene.rows.ruler.height() + 1);
    return label + QRegion(x - 1, 0, 3, height);
}

void paintOverlay(QPainter& painter, const TimelineScene& scene, const TimelineOverlay& overlay, const QFont& font)
{
    if (overlay.selection)
        paintSelection(painter, scene, *overlay.selection);
    if (overlay.pointer)
        paintPointer(painter, scene, overlay, font);
    const double x = scene.axis.xOf(overlay.position);
    if (overlay.hasPosition && x >= scene.axis.left() - 1 && x <= scene.axis.left() + scene.axis.width() + 1)
        paintPlayhead(painter, scene, x, overlay.area.height());
    if (overlay.focusRing) {
        painter.setPen(QPen(scene.style.focus, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(overlay.area).adjusted(1, 1, -1, -1));
    }
}

} // namespace descant::ui
