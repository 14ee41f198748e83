// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRect>
#include <QString>

QT_BEGIN_NAMESPACE
class QLabel;
class QPainter;
class QWidget;
QT_END_NAMESPACE

namespace descant::ui {

/// A thin bar: `fraction` 0…1 of it filled.
void paintBar(QPainter& painter, const QRect& bar, double fraction, const QColor& fill);
/// A thin bar in two parts, the first `fraction` in one colour, the rest in the other.
void paintSplitBar(QPainter& painter, const QRect& bar, double fraction, const QColor& first, const QColor& second);
/// One line of text, elided at its end, with the layout direction of the painter.
void paintLine(QPainter& painter, const QRect& box, const QString& text, const QColor& color);
/// The background of a row in a list: raised when current, an accent edge at its start, a ring when it has the
/// keyboard.
void paintRowBackground(QPainter& painter, const QRect& row, bool current, bool hovered);

/// The heading of a part of a panel.
QLabel* makeHeading(const QString& text, QWidget* parent);
/// Small text that is glanced at.
QLabel* makeGlance(const QString& text, QWidget* parent);
/// Sets the dynamic property "look" and applies it at once.
void setLook(QWidget* widget, const char* property, const QString& value);

} // namespace descant::ui
