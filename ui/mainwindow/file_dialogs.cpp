// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/file_dialogs.h"

#include "ui/support/settings.h"

#include <QCoreApplication>
#include <QFileDialog>

namespace descant::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("FileDialogs", text); }

QString videoFilter()
{
    return tr("Videos")
        + " (*.mp4 *.m4v *.mov *.mkv *.webm *.avi *.mpg *.mpeg *.ts *.mts *.m2ts *.wmv *.flv *.ogv *.3gp *.mxf);;"
        + tr("Projects") + " (*.descant);;" + tr("All files") + " (*)";
}

QString projectFilter() { return tr("Descant projects") + " (*.descant);;" + tr("All files") + " (*)"; }

QString withEnding(QString path, const QString& ending)
{
    return path.isEmpty() || path.endsWith(ending, Qt::CaseInsensitive) ? path : path + ending;
}

QString remember(const QString& purpose, const QString& path)
{
    if (!path.isEmpty())
        Settings::setLastFolder(purpose, path);
    return path;
}

} // namespace

bool isProjectFile(const QString& path) { return path.endsWith(".descant", Qt::CaseInsensitive); }

FileDialogs systemDialogs(QWidget* parent)
{
    FileDialogs dialogs;
    dialogs.openVideos = [parent] {
        const QStringList files =
            QFileDialog::getOpenFileNames(parent, tr("Open videos"), Settings::lastFolder("media"), videoFilter());
        remember("media", files.value(0));
        return files;
    };
    dialogs.openProject = [parent] {
        return remember(
            "project",
            QFileDialog::getOpenFileName(parent, tr("Open project"), Settings::lastFolder("project"), projectFilter()));
    };
    dialogs.newProject = [parent](const QString& suggested) {
        const QString start = Settings::lastFolder("project") + "/" + suggested;
        return withEnding(
            remember("project",
                     QFileDialog::getSaveFileName(parent, tr("Where to keep the project"), start, projectFilter())),
            ".descant");
    };
    dialogs.exportTo = [parent](const QString& suggested) {
        const QString start = Settings::lastFolder("export") + "/" + suggested;
        const QString filter = tr("MSR-VTT JSON") + " (*.json);;" + tr("All files") + " (*)";
        return withEnding(
            remember("export", QFileDialog::getSaveFileName(parent, tr("Export MSR-VTT JSON"), start, filter)),
            ".json");
    };
    dialogs.importFrom = [parent] {
        const QString filter = tr("MSR-VTT JSON") + " (*.json);;" + tr("All files") + " (*)";
        return remember(
            "import",
            QFileDialog::getOpenFileName(parent, tr("Import MSR-VTT JSON"), Settings::lastFolder("import"), filter));
    };
    dialogs.mediaFolder = [parent] {
        return remember("media",
                        QFileDialog::getExistingDirectory(parent, tr("Folder to look in, with all below it"),
                                                          Settings::lastFolder("media")));
    };
    dialogs.modelFolder = [parent] {
        return remember(
            "model", QFileDialog::getExistingDirectory(parent, tr("Folder of a model"), Settings::lastFolder("model")));
    };
    return dialogs;
}

} // namespace descant::ui
