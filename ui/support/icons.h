// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace descant::ui {

/// The icon resources/icons/<name>.svg in the colours of the current theme (text, accent when checked, faded when
/// disabled), crisp at every scale. Ask again when the theme changes.
QIcon themedIcon(const QString& name);
/// The same for a menu, whose chosen item has the accent for its background.
QIcon menuIcon(const QString& name);
/// That picture in one colour.
QPixmap tintedIcon(const QString& name, const QColor& color, int size, qreal devicePixelRatio);

} // namespace descant::ui
