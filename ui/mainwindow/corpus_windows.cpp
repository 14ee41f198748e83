// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/corpus_windows.h"

#include "ui/corpora/corpus_words.h"
#include "ui/corpora/export_dialog.h"
#include "ui/corpora/import_dialog.h"
#include "ui/mainwindow/project_controller.h"
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

CorpusWindows::CorpusWindows(std::shared_ptr<CorporaBackend> backend, ProjectController& project, JobListModel& jobs,
                             CorpusPickers pickers, QWidget* window)
    : QObject(window),
      m_project(project),
      m_pickers(std::move(pickers)),
      m_window(window),
      m_jobs(std::move(backend), jobs)
{
    const auto follow = [this] {
        if (m_import)
            m_import->documentChanged();
        if (m_export)
            m_export->documentChanged();
    };
    connect(&project, &ProjectController::changed, this, follow);
    connect(&project, &ProjectController::rewritten, this, follow);
    connect(&project, &ProjectController::opened, this, follow);
    connect(&project, &ProjectController::failed, this, follow); // a step that was not done may be tried again
    connect(&project, &ProjectController::closed, this, [this] {
        // What goes out is a project's; a file can be looked into without one.
        if (m_export)
            m_export->close();
        if (m_import)
            m_import->documentChanged();
    });
    connect(&m_jobs, &CorpusJobs::exported, this, [this](int, const ExportedCorpus& corpus) {
        Q_EMIT result(corpus.words);
        if (!m_export)
            Q_EMIT exported(corpus.words, corpus.folder);
    });
    connect(&m_jobs, &CorpusJobs::exportFailed, this, [this](int, const Error& error) {
        Q_EMIT result(sentence(error));
        if (!m_export)
            Q_EMIT failed(error);
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

void CorpusWindows::take(const PreviewPointer& preview)
{
    m_project.takeCorpus(toQString(preview->wish.file), preview->plan->step, importedWords(*preview), [this] {
        if (m_import)
            m_import->close();
    });
}

} // namespace descant::ui
