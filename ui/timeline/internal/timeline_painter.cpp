// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/internal/timeline_painter.h"

#include "ui/timeline/internal/ruler_scale.h"
#include "ui/timeline/internal/segment_painter.h"

#include <algorithm>
#include <cmath>

namespace descant::ui {

namespace {

QRect hull(const QRectF& rect) { return rect.toAlignedRect(); }

/// The part of a picture that fills `target` without distortion.
QRectF coverOf(const QImage& picture, const QSizeF& target)
{
    const double scale = std::max(target.width() / picture.width(), target.height() / picture.height());
    const QSizeF size(target.width() / scale, target.height() / scale);
    return {(picture.width() - size.width()) / 2, (picture.height() - size.height()) / 2, size.width(), size.height()};
}

} // namespace

TimelinePainter::TimelinePainter(QPainter& painter, const TimelineScene& scene, const QFont& font)
    : m_painter(painter), m_scene(scene), m_font(font), m_ratio(painter.device()->devicePixelRatioF())
{
}

void TimelinePainter::paint(const QRect& clip)
{
    m_painter.setClipRect(clip);
    m_painter.fillRect(clip, m_scene.style.panel);
    if (m_scene.axis.duration() <= MediaTime{0})
        return;
    m_font.setPixelSize(m_scene.style.glanceFont);
    m_painter.setFont(m_font);
    paintRuler(clip);
    paintThumbnails(clip);
    paintWaveform(clip);
    paintEvidence(clip);
    m_font.setPixelSize(m_scene.style.interfaceFont);
    m_painter.setFont(m_font);
    SegmentPainter(m_painter, m_scene).paint(clip);
}

void TimelinePainter::paintRuler(const QRect& clip)
{
    const QRect& row = m_scene.rows.ruler;
    if (!clip.intersects(QRect(0, row.top(), clip.right() + 1, row.height())))
        return;
    const TimelineStyle& style = m_scene.style;
    const TimeAxis& axis = m_scene.axis;
    const MediaTime step = rulerStep(axis.microsecondsPerPixel(), 70.0);
    // A label reaches to the right of its tick: begin one step before.
    const MediaTime end = std::min(axis.timeAt(clip.right() + 1), axis.visible().end);
    for (std::int64_t i = std::max<std::int64_t>(0, axis.timeAt(clip.left()) / step - 1); i * step <= end; ++i) {
        const double x = crisp(axis.xOf(i * step));
        if (x < row.left() || x > row.right())
            continue;
        m_painter.fillRect(QRectF(x, row.top() + 2, 1, row.height() - 4), style.line);
        const QString label = rulerLabel(i * step, step);
        const QRectF room(x + 6, row.top(), row.right() - x - 6, row.height());
        if (room.width() < QFontMetricsF(m_font).horizontalAdvance(label))
            continue;
        m_painter.setPen(style.glance);
        m_painter.drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine, label);
    }
}

void TimelinePainter::paintThumbnails(const QRect& clip)
{
    const QRect& row = m_scene.rows.thumbnails;
    const QRect area = clip & row;
    if (area.isEmpty())
        return;
    m_painter.save();
    m_painter.setClipRect(area);
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform, true);
    m_painter.fillRect(area, m_scene.style.raised);
    const MediaTime step = m_scene.thumbnailStep();
    const MediaTime end = m_scene.axis.timeAt(area.right() + 1);
    for (std::int64_t i = m_scene.axis.timeAt(area.left()) / step; i * step < end; ++i) {
        const double left = crisp(m_scene.axis.xOf(i * step));
        const double right = crisp(m_scene.axis.xOf((i + 1) * step));
        const QImage* picture = m_scene.thumbnails.nearest(i * step, step);
        const QRectF cell(left, row.top(), right - left, row.height());
        if (picture != nullptr)
            m_painter.drawImage(cell, *picture, coverOf(*picture, cell.size()));
    }
    m_painter.restore();
}

void TimelinePainter::paintWaveform(const QRect& clip)
{
    const QRect& row = m_scene.rows.waveform;
    const QRect area = clip & row;
    if (area.isEmpty())
        return;
    const TimelineStyle& style = m_scene.style;
    const double middle = crisp(row.top() + row.height() / 2.0);
    const Waveform* sound = m_scene.waveform.get();
    if (sound == nullptr || sound->empty()) {
        m_painter.fillRect(QRectF(area.left(), middle, area.width(), 1 / m_ratio), style.line);
        return;
    }
    const double unit = 1 / m_ratio;
    const double scale = row.height() / 2.0 / std::max(sound->loudest(), 4096);
    const double perPixel = m_scene.axis.microsecondsPerPixel();
    const double origin = static_cast<double>(m_scene.axis.timeAt(m_scene.axis.left()).count());
    const QColor color = laidOn(style.outline, style.glance, 0.4);
    for (double x = area.left(); x < area.right() + 1; x += unit) {
        const double start = origin + (x - m_scene.axis.left()) * perPixel;
        const SoundExtent extent = sound->extent(start, start + unit * perPixel);
        const double top = middle - crisp(extent.high * scale);
        const double height = std::max(crisp((extent.high - extent.low) * scale), unit);
        // A third of what drawRects() takes for the same columns.
        m_painter.fillRect(QRectF(x, top, unit, height), color);
    }
}

void TimelinePainter::paintEvidence(const QRect& clip)
{
    if (!m_scene.evidence || !clip.intersects(m_scene.rows.evidence))
        return;
    const TimelineStyle& style = m_scene.style;
    const TimelineEvidence& evidence = *m_scene.evidence;
    const QRect& row = m_scene.rows.evidence;
    const double left = crisp(m_scene.axis.xOf(evidence.range.start));
    const double width = crisp(m_scene.axis.xOf(evidence.range.end)) - left;
    m_painter.setClipRect(clip & row);
    paintStrip(evidence.seen, style.seen, QRectF(left, row.top(), width, style.evidence), clip & row);
    paintStrip(evidence.heard, style.heard, QRectF(left, row.top() + style.evidence + 3, width, style.evidence),
               clip & row);
    m_painter.setClipRect(clip);
}

void TimelinePainter::paintStrip(const std::vector<double>& weights, const QColor& color, const QRectF& strip,
                                 const QRect& clip)
{
    if (weights.empty() || strip.width() <= 0 || !clip.intersects(hull(strip)))
        return;
    const double most = std::max(*std::max_element(weights.begin(), weights.end()), 1e-9);
    const double cell = strip.width() / static_cast<double>(weights.size());
    const double gap = cell > 4 ? 1 : 0;
    const auto first = static_cast<std::size_t>(std::max(0.0, (clip.left() - strip.left()) / cell - 1));
    for (std::size_t i = first; i < weights.size(); ++i) {
        const double left = crisp(strip.left() + cell * static_cast<double>(i));
        if (left > clip.right() + 1)
            break;
        const double right = crisp(strip.left() + cell * static_cast<double>(i + 1));
        const double weight = std::clamp(weights[i] / most, 0.0, 1.0);
        m_painter.fillRect(QRectF(left, strip.top(), std::max(right - left - gap, 1 / m_ratio), strip.height()),
                           laidOn(m_scene.style.panel, color, 0.14 + 0.86 * weight));
    }
}

double TimelinePainter::crisp(double x) const { return std::round(x * m_ratio) / m_ratio; }

} // namespace descant::ui
