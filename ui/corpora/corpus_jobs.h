// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/import_preview.h"
#include "ui/support/background.h"

#include <QObject>

#include <map>

namespace descant::ui {

class JobListModel;

/// What an export would write, found out without writing.
struct ExportTrial {
    workflows::CorpusExportOptions options;
    std::optional<formats::ExportReport> report;
    std::optional<Error> trouble; ///< when there is no report
    QStringList leaks;            ///< media that belong together and would go out in different splits: it is refused
    int replaced = 0;             ///< files that are there already
};
using TrialPointer = std::shared_ptr<const ExportTrial>;

/// What an export has written.
struct ExportedCorpus {
    QString path;         ///< as it was ordered: a file or a folder
    QString folder;       ///< where to look at it
    QString words;        ///< "Exported 1,204 captions to corpus.json"
    QStringList problems; ///< clips that could not be cut, and why
};

/// Does what the windows for corpora ask for, beside the UI thread: previews and trials, of which only the last one
/// counts, and exports, each a job that is listed and can be cancelled. Lives as long as the main window, so that
/// closing a dialog stops no export. UI thread only.
class CorpusJobs : public QObject {
    Q_OBJECT
public:
    CorpusJobs(std::shared_ptr<CorporaBackend> backend, JobListModel& jobs, QObject* parent = nullptr);
    ~CorpusJobs() override; ///< stops what runs and waits for it

    /// Finds out what an import would do; takes the place of an earlier one.
    void preview(DocumentPointer document, const ImportWish& wish);
    void stopPreview();
    /// Finds out what an export would write and lose; takes the place of an earlier one.
    void tryExport(DocumentPointer document, const workflows::CorpusExportOptions& options);
    /// Gives the job's number.
    int startExport(DocumentPointer document, const workflows::CorpusExportOptions& options);
    void cancel(int job);
    /// The number of the export that was started last of those that still run; 0: none does.
    int runningExport() const { return m_stops.empty() ? 0 : m_stops.rbegin()->first; }

Q_SIGNALS:
    void previewProgressed(const descant::Progress& progress);
    void previewed(const descant::ui::PreviewPointer& preview);
    void tried(const descant::ui::TrialPointer& trial);
    void exportProgressed(int job, const descant::Progress& progress);
    void exported(int job, const descant::ui::ExportedCorpus& corpus);
    void exportFailed(int job, const descant::Error& error);
    /// `words` say what is left of it.
    void exportCancelled(int job, const QString& words);

private:
    void finishExport(int job, const workflows::CorpusExportOptions& options,
                      const Outcome<workflows::CorpusExportReport>& outcome);

    std::shared_ptr<CorporaBackend> m_backend;
    JobListModel& m_jobs;
    std::stop_source m_stopPreview, m_stopTrial;
    int m_preview = 0, m_trial = 0; ///< numbers of the last ones
    std::map<int, std::stop_source> m_stops;
    Background m_previews, m_trials, m_exports; ///< these go first: they wait for what runs
};

} // namespace descant::ui
