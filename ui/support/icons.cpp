// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/icons.h"

#include "ui/support/theme.h"

#include <QFile>
#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cmath>

namespace descant::ui {

QPixmap tintedIcon(const QString& name, const QColor& color, int size, qreal devicePixelRatio)
{
    const QString key = QString("descant-icon/%1/%2/%3/%4").arg(name, color.name()).arg(size).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(":/icons/" + name + ".svg");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.name().toLatin1()));
    const int pixels = int(std::ceil(size * devicePixelRatio));
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon themedIcon(const QString& name)
{
    if (name.isEmpty())
        return {};
    const Tokens& colors = tokens();
    const qreal ratio = qGuiApp->devicePixelRatio();
    QIcon icon;
    for (const int size : {18, 24, 32}) {
        icon.addPixmap(tintedIcon(name, colors.text, size, ratio), QIcon::Normal, QIcon::Off);
        icon.addPixmap(tintedIcon(name, colors.accent, size, ratio), QIcon::Normal, QIcon::On);
        icon.addPixmap(tintedIcon(name, colors.onAccent, size, ratio), QIcon::Selected, QIcon::Off);
        icon.addPixmap(tintedIcon(name, mixed(colors.text2, colors.panel, 0.45), size, ratio), QIcon::Disabled,
                       QIcon::Off);
    }
    return icon;
}

QIcon menuIcon(const QString& name)
{
    QIcon icon = themedIcon(name);
    if (!icon.isNull())
        for (const int size : {18, 24, 32})
            for (const auto state : {QIcon::Off, QIcon::On})
                icon.addPixmap(tintedIcon(name, tokens().onAccent, size, qGuiApp->devicePixelRatio()), QIcon::Active,
                               state);
    return icon;
}

} // namespace descant::ui
