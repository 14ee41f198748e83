// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPoint>
#include <QSize>
#include <QString>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace descant::ui {

/// The little frame in which keys are shown, the same on buttons, candidates and the key page.
QSize keyFrameSize(const QString& label);
void paintKeyFrame(QPainter& painter, QPoint topLeft, const QString& label, const QColor& color);

} // namespace descant::ui
