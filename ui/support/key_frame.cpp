// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/key_frame.h"

#include "ui/support/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace descant::ui {
namespace {
constexpr int kPadding = 5;
}

QSize keyFrameSize(const QString& label)
{
    const QFontMetrics metrics(Theme::current().font(TextRole::Key));
    const int height = metrics.height() + 2;
    return {std::max(height, metrics.horizontalAdvance(label) + 2 * kPadding), height};
}

void paintKeyFrame(QPainter& painter, QPoint topLeft, const QString& label, const QColor& color)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor border = color;
    border.setAlphaF(0.7f);
    painter.setPen(QPen(border, 1));
    painter.setBrush(Qt::NoBrush);
    const QRectF frame = QRectF(QRect(topLeft, keyFrameSize(label))).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(frame, 3, 3);
    painter.setFont(Theme::current().font(TextRole::Key));
    painter.setPen(color);
    painter.setLayoutDirection(Qt::LeftToRight); // "Ctrl+↵" in every language
    painter.drawText(frame, Qt::AlignCenter, label);
    painter.restore();
}

} // namespace descant::ui
