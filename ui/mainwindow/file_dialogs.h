// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace descant::ui {

/// The questions that the window asks in dialogs of the system: tests answer them instead. An empty answer is "no".
struct FileDialogs {
    std::function<QStringList()> openVideos;
    std::function<QString()> openProject;
    std::function<QString(const QString& suggested)> newProject;
    std::function<QString(const QString& suggested)> exportTo;
    std::function<QString()> importFrom;
    std::function<QString()> mediaFolder;
    std::function<QString()> modelFolder;
};

/// The dialogs of the system, which remember the last folder for each purpose.
FileDialogs systemDialogs(QWidget* parent);
/// Whether a file name looks like a project.
bool isProjectFile(const QString& path);

} // namespace descant::ui
