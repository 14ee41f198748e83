// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/corpus_windows.h"

#include "ui/corpora/corpus_words.h"
#include "ui/corpora/export_dialog.h"
#include "ui/corpora/import_dialog.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/releases/release_dialog.h"
#include "ui/releases/release_words.h"
#include "ui/releases/splits_dialog.h"
#include "ui/support/conversions.h"

#include <QDesktopServices>
#include <QUrl>

namespace descant::ui {
namespace {

void bringToFront(QWidget& dialog)
{
    dialog.show();
    dialog.raise();
    dialog.activateWindow();
}

void openFolder(const QString& folder) { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); }

} // namespace

CorpusWindows::CorpusWindows(Services services, ProjectController& project, JobListModel& jobs, QWidget* window)
    : QObject(window),
      m_project(project),
      m_pickers(std::move(services.corpusPickers)),
      m_releasePickers(std::move(services.releasePickers)),
      m_window(window),
      m_jobs(std::move(services.corpora), jobs),
      m_releaseJobs(std::move(services.releases), jobs)
{
    const auto follow = [this] {
        const auto tell = [](auto& dialog) {
            if (dialog)
                dialog->documentChanged();
        };
        tell(m_import);
        tell(m_export);
        tell(m_splits);
        tell(m_release);
    };
    connect(&project, &ProjectController::changed, this, follow);
    connect(&project, &ProjectController::rewritten, this, follow);
    connect(&project, &ProjectController::opened, this, follow);
    connect(&project, &ProjectController::failed, this, follow); // a step that was not done may be tried again
    connect(&project, &ProjectController::closed, this, [this] {
        // What goes out is a project's; a file can be looked into without one.
        for (QDialog* dialog : std::initializer_list<QDialog*>{m_export, m_splits, m_release})
            if (dialog != nullptr)
                dialog->close();
        m_releaseJobs.cancel(ReleaseWork::Plan);
        m_releaseJobs.forgetPlan();
        if (m_import)
            m_import->documentChanged();
    });
    connectExports();
    connectReleases();
}

void CorpusWindows::connectExports()
{
    connect(&m_jobs, &CorpusJobs::exported, this, [this](int, const ExportedCorpus& corpus) {
        Q_EMIT result(corpus.words);
        if (!m_export)
            Q_EMIT written(corpus.words, corpus.folder);
    });
    connect(&m_jobs, &CorpusJobs::exportFailed, this, [this](int, const Error& error) {
        Q_EMIT result(sentence(error));
        if (!m_export)
            Q_EMIT failed("file.export", error);
    });
}

bool CorpusWindows::isShown(ReleaseWork work) const
{
    return work == ReleaseWork::Plan || work == ReleaseWork::Freeze ? !m_splits.isNull() : !m_release.isNull();
}

void CorpusWindows::connectReleases()
{
    connect(&m_releaseJobs, &ReleaseJobs::planned, this, [this](const SplitPreviewPointer& plan) {
        Q_EMIT result(isShown(ReleaseWork::Plan) ? planHead(*plan) : tr("Splits are planned: %1").arg(planHead(*plan)));
    });
    connect(&m_releaseJobs, &ReleaseJobs::ended, this, [this](ReleaseWork work, const ReleaseEnd& end) {
        Q_EMIT result(end.words);
        if (!isShown(work))
            Q_EMIT written(end.words, end.folder);
    });
    connect(&m_releaseJobs, &ReleaseJobs::failed, this, [this](ReleaseWork work, const Error& error) {
        Q_EMIT result(sentence(error));
        if (!isShown(work))
            Q_EMIT failed(work == ReleaseWork::Plan || work == ReleaseWork::Freeze ? "file.splits" : "file.release",
                          error);
    });
}

ImportDialog* CorpusWindows::showImport(const QString& file)
{
    if (!m_import) {
        m_import = new ImportDialog(
            m_jobs, [this] { return m_project.snapshot(); }, m_pickers, m_window);
        connect(m_import, &ImportDialog::importRequested, this, &CorpusWindows::take);
    }
    bringToFront(*m_import);
    if (!file.isEmpty())
        m_import->setFile(file);
    return m_import;
}

ExportDialog* CorpusWindows::showExport()
{
    if (!m_export) {
        m_export = new ExportDialog(
            m_jobs, [this] { return m_project.snapshot(); }, m_project.name(), m_pickers, m_window);
        connect(m_export, &ExportDialog::openFolderRequested, this, openFolder);
    }
    bringToFront(*m_export);
    return m_export;
}

SplitsDialog* CorpusWindows::showSplits()
{
    if (!m_splits) {
        m_splits = new SplitsDialog(
            m_releaseJobs, [this] { return m_project.snapshot(); }, m_project.name(), m_releasePickers, m_window);
        connect(m_splits, &SplitsDialog::assignRequested, this, &CorpusWindows::assign);
        connect(m_splits, &SplitsDialog::openFolderRequested, this, &openFolder);
    }
    bringToFront(*m_splits);
    return m_splits;
}

ReleaseDialog* CorpusWindows::showRelease()
{
    if (!m_release) {
        m_release = new ReleaseDialog(
            m_releaseJobs,
            ReleaseSource{[this] { return m_project.snapshot(); }, [this] { return m_project.journal(); }},
            m_project.name(), m_releasePickers, m_window);
        connect(m_release, &ReleaseDialog::openFolderRequested, this, &openFolder);
    }
    bringToFront(*m_release);
    return m_release;
}

void CorpusWindows::assign(const SplitPreviewPointer& plan)
{
    // Refused as a whole when the project is no longer the one that was planned for: it is only to be planned again.
    if (!m_project.perform(plan->plan->step))
        return;
    Q_EMIT result(planHead(*plan));
    if (m_splits)
        m_splits->showAssigned();
}

void CorpusWindows::take(const PreviewPointer& preview)
{
    m_project.takeCorpus(toQString(preview->wish.file), preview->plan->step, importedWords(*preview), [this] {
        if (m_import)
            m_import->close();
    });
}

} // namespace descant::ui
