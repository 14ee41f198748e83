// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and saving.
#include "ui/mainwindow/main_window.h"

#include "ui/mainwindow/corpus_windows.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/proposal_runner.h"
#include "ui/mainwindow/sample_project.h"
#include "ui/mainwindow/start_page.h"
#include "ui/mainwindow/status_line.h"
#include "ui/media/media_panel.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/error_bar.h"
#include "ui/support/settings.h"
#include "ui/timeline/timeline_widget.h"

#include <QFileInfo>
#include <QMenu>

namespace descant::ui {

void MainWindow::connectFiles()
{
    m_actions->connectTo("file.new", this, [this] {
        m_dialogs.newProject(tr("New project.descant"), [this](const QString& path) { m_project->create(path); });
    });
    m_actions->connectTo("file.openVideos", this,
                         [this] { m_dialogs.openVideos([this](const QStringList& files) { openFiles(files); }); });
    m_actions->connectTo("file.openProject", this, [this] {
        m_dialogs.openProject(
            [this](const QString& path) { m_project->open(path, ProjectController::IfAbsent::Fail); });
    });
    m_actions->connectTo("file.save", this, [this] { save(); });
    m_actions->connectTo("file.saveAs", this, [this] {
        m_dialogs.saveProjectAs(m_project->name() + ".descant",
                                [this](const QString& path) { m_project->saveAs(path); });
    });
    m_actions->connectTo("file.findMissing", this, [this] { findMissing(); });
    m_actions->connectTo("file.close", this, [this] { m_project->close(); });
    m_actions->connectTo("file.quit", this, [this] { close(); });
}

void MainWindow::save()
{
    if (m_project->isUntitled())
        m_actions->action("file.saveAs")->trigger();
    else
        m_status->setResult(tr("Everything is saved already"));
}

void MainWindow::findMissing()
{
    if (m_project->missingMedia().isEmpty()) {
        m_status->setResult(tr("Every file is where the project says"));
        return;
    }
    m_dialogs.mediaFolder([this](const QString& folder) { m_project->findMissing(folder); });
}

void MainWindow::showMediumFailure(const project::Medium* medium, const QString& sentence)
{
    if (medium == nullptr || QFileInfo::exists(toQString(medium->path))) {
        showError(sentence);
        return;
    }
    m_project->lookForFiles();
    showErrorWith("file.findMissing", sentence);
}

void MainWindow::showProposalFailure(const Error& error, const QString& segmentId)
{
    const project::Segment* segment = m_project->document().segment(fromQString(segmentId));
    const project::Medium* medium = segment == nullptr ? nullptr : m_project->document().medium(segment->mediumId);
    if (medium != nullptr && error.subject == medium->path)
        showMediumFailure(medium, sentence(error));
    else if (concernsModel(error.code))
        showErrorWith("propose.model", sentence(error));
    else
        showError(sentence(error));
}

void MainWindow::showErrorWith(const char* action, const QString& sentence)
{
    QAction* offered = m_actions->action(action);
    m_errors->showError(sentence, actionText(actionSpecification(action)), [offered] { offered->trigger(); });
    m_status->setResult(sentence);
}

void MainWindow::openFiles(const QStringList& files)
{
    if (files.isEmpty())
        return;
    QStringList videos;
    for (const QString& file : files) {
        if (isProjectFile(file)) {
            m_project->open(file, ProjectController::IfAbsent::Fail);
            return;
        }
        if (isCorpusFile(file)) {
            m_corpora->showImport(file);
            return;
        }
        videos.append(file);
    }
    m_errors->clear();
    m_project->addMedia(videos, [this](const QString& id) {
        chooseMedium(id);
        m_mediumView->timeline()->setFocus();
    });
}

void MainWindow::start(const QString& project, const QStringList& files)
{
    if (project.isEmpty()) {
        openFiles(files);
        return;
    }
    m_project->open(project, ProjectController::IfAbsent::Make, [this, files] { openFiles(files); });
}

void MainWindow::openSample()
{
    const QString folder = Settings::dataFolder("sample");
    m_background.run<Result<SampleProject>>(
        this, [folder, from = toQString(m_services.sampleFolder)] { return copySample(from, folder); },
        [this](Result<SampleProject> sample) {
            if (sample)
                start(sample->project, sample->videos);
            else
                showError(sentence(sample.error()));
        });
}

void MainWindow::fillRecent()
{
    const QStringList recent = Settings::recentProjects();
    m_startPage->setRecent(recent);
    QMenu* file = m_actions->menu(menuPath(actionSpecification("file.openProject")).first());
    QMenu* menu = file->findChild<QMenu*>("recent");
    if (menu == nullptr) {
        menu = new QMenu(tr("Open recent"), file);
        menu->setObjectName("recent");
        file->insertMenu(m_actions->action("file.save"), menu);
    }
    menu->clear();
    for (const QString& path : recent) {
        QAction* action = menu->addAction(recentName(QFileInfo(path)).replace('&', "&&"));
        action->setToolTip(plainTip(path));
        action->setEnabled(QFileInfo::exists(path));
        connect(action, &QAction::triggered, this,
                [this, path] { m_project->open(path, ProjectController::IfAbsent::Fail); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Clear list")), &QAction::triggered, this, [this] {
        Settings::clearRecentProjects();
        fillRecent();
    });
    menu->setEnabled(!recent.isEmpty());
}

void MainWindow::readThumbnails()
{
    for (const MediaRow& row : m_mediaPanel->withoutThumbnail()) {
        if (m_picturesAsked.contains(row.id))
            continue;
        m_picturesAsked.insert(row.id);
        m_pictures.run<QImage>(
            this,
            [path = toPath(row.path), read = m_services.thumbnail] {
                const Result<Image> picture = read(path);
                return picture ? toQImage(*picture) : QImage();
            },
            [this, id = row.id](QImage picture) {
                if (!picture.isNull())
                    m_mediaPanel->setThumbnail(id, picture);
            });
    }
}

} // namespace descant::ui
