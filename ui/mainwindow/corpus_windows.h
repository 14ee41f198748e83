// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/corpus_jobs.h"
#include "ui/corpora/import_form.h"

#include <QPointer>

namespace descant::ui {

class ExportDialog;
class ImportDialog;
class JobListModel;
class ProjectController;

/// The windows for corpora, one of each, and what they bring to the project. Dialogs close; what runs goes on here.
class CorpusWindows : public QObject {
    Q_OBJECT
public:
    /// `window` is what the dialogs belong to.
    CorpusWindows(std::shared_ptr<CorporaBackend> backend, ProjectController& project, JobListModel& jobs,
                  CorpusPickers pickers, QWidget* window);

    /// Opens the dialog, or brings it to the front; with a file it looks into that.
    ImportDialog* showImport(const QString& file = {});
    ExportDialog* showExport();

Q_SIGNALS:
    void result(const QString& words);
    /// An export ended, well or not, that no dialog shows any more.
    void exported(const QString& words, const QString& folder);
    void failed(const descant::Error& error);

private:
    void take(const PreviewPointer& preview);

    ProjectController& m_project;
    CorpusPickers m_pickers;
    QWidget* m_window;
    CorpusJobs m_jobs;
    QPointer<ImportDialog> m_import;
    QPointer<ExportDialog> m_export;
};

} // namespace descant::ui
