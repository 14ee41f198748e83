// SPDX-License-Identifier: GPL-3.0-or-later
// Work packages out and back, and deciding about readings.
#include "core/project/adjudication.h"
#include "core/workflows/team_work.h"
#include "ui/adjudication/adjudication_dialog.h"
#include "ui/jobs/job_panel.h"
#include "ui/mainwindow/document_view.h"
#include "ui/mainwindow/main_window.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/mainwindow/status_line.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"

#include <QFileInfo>

#include <algorithm>

namespace descant::ui {

using workflows::MadePackage;
using workflows::MergedPackages;

namespace {

QString madeWords(const QString& file, std::size_t segments)
{
    return segments == 1 ? MainWindow::tr("%1 made with 1 segment").arg(file)
                         : MainWindow::tr("%1 made with %2 segments").arg(file).arg(segments);
}

QString mergedWords(qsizetype waiting)
{
    if (waiting == 0)
        return MainWindow::tr("Merged");
    return waiting == 1 ? MainWindow::tr("Merged; 1 reading waits for a decision")
                        : MainWindow::tr("Merged; %1 readings wait for a decision").arg(waiting);
}

} // namespace

void MainWindow::connectTeam()
{
    m_actions->connectTo("file.makePackage", this, [this] { makePackage(project::PackageSight::Everything); });
    m_actions->connectTo("file.makeBlindPackage", this, [this] { makePackage(project::PackageSight::Ranges); });
    m_actions->connectTo("file.mergePackages", this,
                         [this] { m_dialogs.packages([this](const QStringList& files) { mergePackages(files); }); });
    m_actions->connectTo("review.readings", this, [this] { showReadings(); });
    const auto refresh = [this] {
        if (m_readings != nullptr)
            m_readings->setReadings(waitingReadings(m_project->document()));
    };
    connect(m_project, &ProjectController::changed, this, refresh);
    connect(m_project, &ProjectController::rewritten, this, refresh);
    connect(m_project, &ProjectController::opened, this, refresh);
    connect(m_project, &ProjectController::closed, this, [this] {
        if (m_readings != nullptr)
            m_readings->close();
    });
}

void MainWindow::makePackage(project::PackageSight sight)
{
    m_dialogs.newPackage(m_project->name() + tr(" for somebody") + ".descant", [this, sight](const QString& path) {
        workflows::PackageRequest request;
        request.targets = {{toPath(path), {}}};
        request.sight = sight;
        const workflows::GivingProject giving{m_project->projectId(), toPath(m_project->path()), m_project->lastStep()};
        const int job = m_jobs->add(tr("Make %1").arg(QFileInfo(path).fileName()), {});
        m_jobs->progress(job, tr("Writing"), -1.0);
        auto document = std::make_shared<const project::Document>(m_project->document());
        m_background.run<Result<std::vector<MadePackage>>>(
            this, [document, giving, request] { return workflows::makePackages(*document, giving, request); },
            [this, job, path](Result<std::vector<MadePackage>> made) {
                const QString words =
                    made ? madeWords(QFileInfo(path).fileName(), made->front().segments) : sentence(made.error());
                m_jobs->finish(job, made ? JobState::Done : JobState::Failed, words);
                if (made)
                    m_status->setResult(words);
                else
                    showError(words);
            });
    });
}

void MainWindow::mergePackages(const QStringList& files)
{
    std::vector<std::filesystem::path> paths;
    for (const QString& file : files)
        paths.push_back(toPath(file));
    if (paths.empty())
        return;
    auto document = std::make_shared<const project::Document>(m_project->document());
    const QString into = m_project->path();
    m_status->setResult(tr("Reading work packages…"));
    m_background.run<Result<MergedPackages>>(
        this, [document, paths, id = m_project->projectId()] { return workflows::planMerge(*document, id, paths, {}); },
        [this, into](Result<MergedPackages> merged) {
            if (m_project->path() != into)
                return;
            if (!merged) {
                showError(sentence(merged.error()));
                return;
            }
            if (merged->step.changes.empty()) {
                m_status->setResult(tr("Nothing new: what the packages hold is here already"));
                return;
            }
            // Refused as a whole when somebody has written here meanwhile: it is only to be asked again.
            if (!m_project->perform(merged->step))
                return;
            const auto waiting = waitingReadings(m_project->document()).size();
            m_status->setResult(mergedWords(waiting));
            if (waiting > 0)
                showReadings();
        });
}

AdjudicationDialog* MainWindow::showReadings()
{
    if (m_readings == nullptr) {
        m_readings = new AdjudicationDialog(this);
        connectReadings();
    }
    m_readings->setReadings(waitingReadings(m_project->document()));
    m_readings->show();
    m_readings->raise();
    m_readings->activateWindow();
    return m_readings;
}

void MainWindow::connectReadings()
{
    connect(m_readings, &AdjudicationDialog::leftChosen, this, [this](const QString& id) {
        m_project->perform(project::settleLeft(m_project->document(), fromQString(id)));
    });
    connect(m_readings, &AdjudicationDialog::rightChosen, this, [this](const QString& id) {
        m_project->perform(project::settleRight(m_project->document(), fromQString(id)));
    });
    connect(m_readings, &AdjudicationDialog::merged, this,
            [this](const QString& id, const QString& text, TimeRange range) {
                const project::Document& document = m_project->document();
                const project::Reading* reading = document.reading(fromQString(id));
                if (reading == nullptr)
                    return;
                // Times are typed: a stretch may be meant to go to the end of the film.
                const project::Medium* medium = document.medium(reading->mediumId);
                if (medium != nullptr && medium->duration > MediaTime{0})
                    range.end = std::min(range.end, medium->duration);
                m_project->perform(project::settleMerged(document, reading->id, fromQString(text), range));
            });
    connect(m_readings, &AdjudicationDialog::playRequested, this,
            [this](const QString& medium, const TimeRange& range) {
                chooseMedium(medium);
                m_mediumView->seek(range.start);
                m_mediumView->playFrom(range);
            });
    connect(m_readings, &AdjudicationDialog::mergeRequested, m_actions->action("file.mergePackages"),
            &QAction::trigger);
}

} // namespace descant::ui
