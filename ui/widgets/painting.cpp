// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/painting.h"

#include "ui/support/theme.h"

#include <QLabel>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace descant::ui {

void paintBar(QPainter& painter, const QRect& bar, double fraction, const QColor& fill)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens().line);
    painter.drawRoundedRect(bar, bar.height() / 2.0, bar.height() / 2.0);
    QRect done = bar;
    done.setWidth(int(bar.width() * std::clamp(fraction, 0.0, 1.0)));
    if (painter.layoutDirection() == Qt::RightToLeft)
        done.moveRight(bar.right());
    painter.setBrush(fill);
    if (done.width() > 0)
        painter.drawRoundedRect(done, bar.height() / 2.0, bar.height() / 2.0);
    painter.restore();
}

void paintSplitBar(QPainter& painter, const QRect& bar, double fraction, const QColor& first, const QColor& second)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(second);
    painter.drawRoundedRect(bar, bar.height() / 2.0, bar.height() / 2.0);
    QRect begun = bar;
    begun.setWidth(int(bar.width() * std::clamp(fraction, 0.0, 1.0)));
    if (painter.layoutDirection() == Qt::RightToLeft)
        begun.moveRight(bar.right());
    painter.setClipRect(begun);
    painter.setBrush(first);
    painter.drawRoundedRect(bar, bar.height() / 2.0, bar.height() / 2.0);
    painter.restore();
}

void paintLine(QPainter& painter, const QRect& box, const QString& text, const QColor& color)
{
    painter.setPen(color);
    const QString line = painter.fontMetrics().elidedText(text, Qt::ElideRight, box.width());
    painter.drawText(box, int(Qt::AlignVCenter | Qt::AlignLeading) | Qt::TextSingleLine, line);
}

void paintRowBackground(QPainter& painter, const QRect& row, bool current, bool hovered)
{
    if (!current && !hovered)
        return;
    painter.fillRect(row, current ? tokens().raised : mixed(tokens().raised, tokens().panel, 0.5));
    if (!current)
        return;
    QRect edge(row.left(), row.top(), 3, row.height());
    if (painter.layoutDirection() == Qt::RightToLeft)
        edge.moveRight(row.right());
    painter.fillRect(edge, tokens().accent);
}

QLabel* makeHeading(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("look", "heading");
    return label;
}

QLabel* makeGlance(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("look", "glance");
    return label;
}

void setLook(QWidget* widget, const char* property, const QString& value)
{
    if (widget->property(property).toString() == value)
        return;
    widget->setProperty(property, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace descant::ui
