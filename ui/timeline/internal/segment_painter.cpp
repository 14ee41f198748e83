// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/internal/segment_painter.h"

#include <algorithm>
#include <cmath>

namespace descant::ui {

namespace {

constexpr double kSmallestBox = 4.0;    // narrower segments are columns of colour
constexpr double kSmallestRound = 14.0; // narrower boxes have square corners
constexpr double kSmallestText = 40.0;
constexpr double kTextPadding = 9.0;

bool isDashed(SegmentLook look) { return look == SegmentLook::Proposal || look == SegmentLook::Empty; }

} // namespace

QColor laidOn(const QColor& under, const QColor& over, double opacity)
{
    const auto mix = [opacity](double low, double high) { return low + (high - low) * opacity; };
    return QColor::fromRgbF(float(mix(under.redF(), over.redF())), float(mix(under.greenF(), over.greenF())),
                            float(mix(under.blueF(), over.blueF())));
}

SegmentPainter::SegmentPainter(QPainter& painter, const TimelineScene& scene)
    : m_painter(painter), m_scene(scene), m_ratio(painter.device()->devicePixelRatioF())
{
    for (int look = 0; look < kSegmentLooks; ++look)
        m_columnColors[std::size_t(look)] = laidOn(m_scene.style.panel, edgeColor(SegmentLook(look)), 0.55);
}

void SegmentPainter::paint(const QRect& clip)
{
    const QRect area = clip & m_scene.rows.segments;
    if (area.isEmpty())
        return;
    m_painter.save();
    m_painter.setClipRect(area);
    const int pitch = m_scene.rows.lanePitch;
    const int top = area.top() - m_scene.rows.segments.top() + m_scene.laneScroll;
    const int first = std::max(0, top / pitch);
    const int last = std::min(m_scene.segments.laneCount() - 1, (top + area.height()) / pitch);
    for (int lane = first; lane <= last; ++lane)
        paintLane(lane, area);
    for (const int slot : {m_scene.current, m_scene.dragged}) {
        if (slot == SegmentIndex::kNone)
            continue;
        QRectF rect = segmentRect(m_scene, slot);
        rect.setWidth(std::max(rect.width(), 3.0));
        if (rect.intersects(area))
            paintBox(slot, rect, slot == m_scene.current);
    }
    m_painter.restore();
}

void SegmentPainter::paintLane(int lane, const QRect& clip)
{
    const QRect row = m_scene.rows.lane(lane, m_scene.laneScroll);
    const TimeAxis& axis = m_scene.axis;
    // One pixel more on both sides: outlines and rounding reach over the edge of a segment.
    const double perPixel = axis.microsecondsPerPixel();
    const auto reach = static_cast<std::int64_t>(perPixel) + 1;
    const std::int64_t start = axis.timeAt(clip.left()).count() - reach;
    const std::int64_t end = axis.timeAt(clip.right() + 1).count() + reach;
    const auto& spans = m_scene.segments.lane(lane);
    Run run;
    for (std::size_t i = m_scene.segments.firstEndingAfter(lane, start); i < spans.size() && spans[i].start < end;) {
        if (static_cast<double>(spans[i].end - spans[i].start) < kSmallestBox * perPixel) {
            i = paintColumn(lane, i, run);
            continue;
        }
        flush(run, row);
        const int slot = spans[i].slot;
        if (slot != m_scene.current && slot != m_scene.dragged)
            paintBox(slot, segmentRect(m_scene, slot), false);
        ++i;
    }
    flush(run, row);
}

std::size_t SegmentPainter::paintColumn(int lane, std::size_t i, Run& run)
{
    const auto& spans = m_scene.segments.lane(lane);
    const TimeAxis& axis = m_scene.axis;
    const double left = std::floor(axis.xOf(MediaTime{spans[i].start}) * m_ratio) / m_ratio;
    const double right = std::max(std::ceil(axis.xOf(MediaTime{spans[i].end}) * m_ratio) / m_ratio, left + 1 / m_ratio);
    if (run.open && run.look == spans[i].look && left <= run.right) {
        run.right = std::max(run.right, right);
    } else {
        flush(run, m_scene.rows.lane(lane, m_scene.laneScroll));
        run = {left, right, spans[i].look, true};
    }
    // Everything that ends within the columns just filled would be drawn over: skip it.
    const auto covered = static_cast<std::int64_t>(std::floor((right - axis.left()) * axis.microsecondsPerPixel()))
        + axis.visible().start.count();
    return std::max(i + 1, m_scene.segments.firstEndingAfter(lane, covered, i + 1));
}

void SegmentPainter::flush(Run& run, const QRect& lane)
{
    if (!run.open)
        return;
    const QRectF rect(run.left, lane.top(), run.right - run.left, lane.height());
    m_painter.fillRect(rect, m_columnColors[std::size_t(run.look)]);
    run.open = false;
}

void SegmentPainter::paintBox(int slot, const QRectF& rect, bool current)
{
    const SegmentLook look = m_scene.segments.at(slot).look;
    const double left = crisp(rect.left());
    const double right = std::max(crisp(rect.right()) - 1 / m_ratio, left + 1 / m_ratio);
    // Far outside nothing is seen, and a path of a million pixels is slow to dash.
    const double farLeft = std::max(left, m_scene.axis.left() - 64.0);
    const double farRight = std::min(right, m_scene.axis.left() + m_scene.axis.width() + 64.0);
    const QRectF box(farLeft, rect.top(), farRight - farLeft, rect.height());
    paintOutline(box, look, current);
    if (box.width() >= kSmallestText)
        paintText(slot, box);
}

void SegmentPainter::paintOutline(const QRectF& box, SegmentLook look, bool current)
{
    const TimelineStyle& style = m_scene.style;
    const double thickness = (current ? 2.0 : 1.0) * style.outlineWidth;
    const QColor edge = current ? style.accent : edgeColor(look);
    if (box.width() < kSmallestRound) {
        m_painter.fillRect(box, fillColor(look, current));
        m_painter.setPen(Qt::NoPen);
        const double side = std::min(thickness, box.width() / 2);
        m_painter.fillRect(QRectF(box.left(), box.top(), side, box.height()), edge);
        m_painter.fillRect(QRectF(box.right() - side, box.top(), side, box.height()), edge);
        m_painter.fillRect(QRectF(box.left(), box.top(), box.width(), thickness), edge);
        m_painter.fillRect(QRectF(box.left(), box.bottom() - thickness, box.width(), thickness), edge);
        return;
    }
    QPen pen(edge, thickness);
    if (isDashed(look)) {
        pen.setDashPattern({4.0 / (current ? 2 : 1), 3.0 / (current ? 2 : 1)});
        pen.setCapStyle(Qt::FlatCap);
    }
    m_painter.setRenderHint(QPainter::Antialiasing, true);
    m_painter.setPen(pen);
    m_painter.setBrush(fillColor(look, current));
    const double half = thickness / 2;
    m_painter.drawRoundedRect(box.adjusted(half, half, -half, -half), style.radius - 2, style.radius - 2);
    if (look == SegmentLook::Flagged && !current) {
        const QPointF corner(box.right() - 1, box.top() + 1);
        const QPointF flag[3] = {corner, corner - QPointF(8, 0), corner + QPointF(0, 8)};
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(edge);
        m_painter.drawPolygon(flag, 3);
    }
    m_painter.setRenderHint(QPainter::Antialiasing, false);
}

void SegmentPainter::paintText(int slot, const QRectF& box)
{
    const TimelineSegment& segment = m_scene.segments.at(slot);
    const TimelineStyle& style = m_scene.style;
    // Text of a segment that reaches out of the view starts where the view starts, so that it can be read.
    const double viewLeft = std::max(box.left(), m_scene.axis.left());
    const double viewRight = std::min(box.right(), m_scene.axis.left() + m_scene.axis.width());
    const QRectF room(viewLeft + kTextPadding, box.top(), viewRight - viewLeft - 2 * kTextPadding, box.height());
    const QFontMetricsF metrics(m_painter.font());
    if (room.width() < metrics.averageCharWidth() * 2 || room.height() < metrics.height() * 0.8)
        return;
    const bool silent = segment.text.isEmpty();
    // Nobody reads more than the first hundred characters here, and measuring a page costs milliseconds.
    const QString words = silent ? m_scene.noTextWords : segment.text.left(160).simplified();
    const QString shown = metrics.elidedText(words, Qt::ElideRight, room.width());
    QColor color = style.text;
    if (silent || segment.look == SegmentLook::Rejected)
        color = style.glance;
    else if (segment.look == SegmentLook::Proposal)
        color = style.proposal;
    m_painter.setPen(color);
    const Qt::Alignment side = words.isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft;
    m_painter.drawText(room, int(side | Qt::AlignAbsolute | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
    if (segment.look == SegmentLook::Rejected && !silent) {
        const double width = std::min(metrics.horizontalAdvance(shown), room.width());
        const double x = words.isRightToLeft() ? room.right() - width : room.left();
        m_painter.fillRect(QRectF(x, std::round(room.center().y()), width, 1), color);
    }
}

QColor SegmentPainter::edgeColor(SegmentLook look) const
{
    const TimelineStyle& style = m_scene.style;
    switch (look) {
    case SegmentLook::Accepted:
    case SegmentLook::Reviewed:
        return style.ok;
    case SegmentLook::Flagged:
        return style.warn;
    case SegmentLook::Rejected:
        return style.bad;
    case SegmentLook::Proposal:
        return style.proposal;
    case SegmentLook::Empty:
    case SegmentLook::Draft:
        break;
    }
    return style.outline;
}

QColor SegmentPainter::fillColor(SegmentLook look, bool current) const
{
    const TimelineStyle& style = m_scene.style;
    if (current)
        return laidOn(style.raised, style.accent, 0.08);
    switch (look) {
    case SegmentLook::Accepted:
        return laidOn(style.raised, style.ok, 0.06);
    case SegmentLook::Reviewed:
        return laidOn(style.raised, style.ok, 0.20);
    case SegmentLook::Flagged:
        return laidOn(style.raised, style.warn, 0.06);
    case SegmentLook::Draft:
        return style.raised;
    case SegmentLook::Rejected:
    case SegmentLook::Proposal:
    case SegmentLook::Empty:
        break;
    }
    return style.panel;
}

double SegmentPainter::crisp(double x) const { return std::round(x * m_ratio) / m_ratio; }

} // namespace descant::ui
