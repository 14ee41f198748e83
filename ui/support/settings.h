// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/theme.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace descant::ui {

/// What the program remembers between starts, beside projects. Each is read and written at once; UI thread only.
class Settings {
public:
    static ThemeName theme();
    static void setTheme(ThemeName name);

    static int zoomPercent(); ///< 100…250
    static void setZoomPercent(int percent);

    /// Newest first, sixteen at most; missing ones stay listed.
    static QStringList recentProjects();
    static void addRecentProject(const QString& path);
    static void removeRecentProject(const QString& path);
    static void clearRecentProjects();

    /// The folder last used for a purpose: "media", "project", "export", "model".
    static QString lastFolder(const QString& purpose);
    static void setLastFolder(const QString& purpose, const QString& file);

    /// A file or folder that a person chose for good: "meteor", "spice"; empty: none.
    static QString chosenPath(const QString& purpose);
    static void setChosenPath(const QString& purpose, const QString& path);
    /// The format that a corpus was exported in last; "msrvtt" at first.
    static QString exportFormat();
    static void setExportFormat(const QString& name);

    /// How a layout of the window ("annotate", "review", …) was left; empty: as it was made.
    static QByteArray layout(const QString& name);
    static void setLayout(const QString& name, const QByteArray& state);
    static QString currentLayout();
    static void setCurrentLayout(const QString& name);
    static QByteArray geometry();
    static void setGeometry(const QByteArray& geometry);

    /// Where untitled projects and the sample project live; made if it is not there.
    static QString dataFolder(const QString& name);
};

} // namespace descant::ui
