// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace descant::ui {
namespace {
constexpr int kRecentProjects = 16;
}

ThemeName Settings::theme() { return Theme::fromIdentifier(QSettings().value("theme", "dark").toString()); }

void Settings::setTheme(ThemeName name) { QSettings().setValue("theme", Theme::identifier(name)); }

int Settings::zoomPercent() { return std::clamp(QSettings().value("zoom", 100).toInt(), 100, 250); }

void Settings::setZoomPercent(int percent) { QSettings().setValue("zoom", percent); }

QStringList Settings::recentProjects() { return QSettings().value("recent").toStringList(); }

void Settings::addRecentProject(const QString& path)
{
    QStringList recent = recentProjects();
    recent.removeAll(path);
    recent.prepend(path);
    QSettings().setValue("recent", recent.mid(0, kRecentProjects));
}

void Settings::removeRecentProject(const QString& path)
{
    QStringList recent = recentProjects();
    recent.removeAll(path);
    QSettings().setValue("recent", recent);
}

void Settings::clearRecentProjects() { QSettings().remove("recent"); }

QString Settings::lastFolder(const QString& purpose)
{
    const QString folder = QSettings().value("folders/" + purpose).toString();
    return QFileInfo(folder).isDir() ? folder : QDir::homePath();
}

QString Settings::chosenPath(const QString& purpose) { return QSettings().value("paths/" + purpose).toString(); }

void Settings::setChosenPath(const QString& purpose, const QString& path)
{
    QSettings().setValue("paths/" + purpose, path);
}

void Settings::setLastFolder(const QString& purpose, const QString& file)
{
    QSettings().setValue("folders/" + purpose, QFileInfo(file).absolutePath());
}

QString Settings::exportFormat() { return QSettings().value("export/format", "msrvtt").toString(); }

void Settings::setExportFormat(const QString& name) { QSettings().setValue("export/format", name); }

QByteArray Settings::layout(const QString& name) { return QSettings().value("layouts/" + name).toByteArray(); }

void Settings::setLayout(const QString& name, const QByteArray& state)
{
    if (state.isEmpty())
        QSettings().remove("layouts/" + name);
    else
        QSettings().setValue("layouts/" + name, state);
}

QString Settings::currentLayout() { return QSettings().value("layouts/current", "annotate").toString(); }

void Settings::setCurrentLayout(const QString& name) { QSettings().setValue("layouts/current", name); }

QByteArray Settings::geometry() { return QSettings().value("geometry").toByteArray(); }

void Settings::setGeometry(const QByteArray& geometry) { QSettings().setValue("geometry", geometry); }

QString Settings::dataFolder(const QString& name)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/descant/" + name;
    QDir().mkpath(folder);
    return folder;
}

} // namespace descant::ui
