// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/corpus_jobs.h"
#include "ui/corpora/import_form.h"
#include "ui/releases/release_jobs.h"
#include "ui/releases/release_pickers.h"

#include <QPointer>

namespace descant::ui {

class ExportDialog;
class ImportDialog;
class JobListModel;
class ProjectController;
class ReleaseDialog;
class SplitsDialog;

/// The windows for corpora, splits and releases, one of each, and what they bring to the project. Dialogs close; what
/// runs goes on here.
class CorpusWindows : public QObject {
    Q_OBJECT
public:
    /// What work is done with and how files are asked for.
    struct Services {
        std::shared_ptr<CorporaBackend> corpora;
        std::shared_ptr<ReleasesBackend> releases;
        CorpusPickers corpusPickers;
        ReleasePickers releasePickers;
    };
    /// `window` is what the dialogs belong to.
    CorpusWindows(Services services, ProjectController& project, JobListModel& jobs, QWidget* window);

    /// Opens the dialog, or brings it to the front; with a file it looks into that.
    ImportDialog* showImport(const QString& file = {});
    ExportDialog* showExport();
    SplitsDialog* showSplits();
    ReleaseDialog* showRelease();

Q_SIGNALS:
    void result(const QString& words);
    /// Something was written that no dialog shows any more.
    void written(const QString& words, const QString& folder);
    /// Work failed that no dialog shows any more; the action opens the dialog it was ordered in.
    void failed(const char* action, const descant::Error& error);

private:
    void connectExports();
    void connectReleases();
    void take(const PreviewPointer& preview);
    void assign(const SplitPreviewPointer& plan);
    bool isShown(ReleaseWork work) const;

    ProjectController& m_project;
    CorpusPickers m_pickers;
    ReleasePickers m_releasePickers;
    QWidget* m_window;
    CorpusJobs m_jobs;
    ReleaseJobs m_releaseJobs;
    QPointer<ImportDialog> m_import;
    QPointer<ExportDialog> m_export;
    QPointer<SplitsDialog> m_splits;
    QPointer<ReleaseDialog> m_release;
};

} // namespace descant::ui
