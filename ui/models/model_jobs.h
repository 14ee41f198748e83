// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/models_backend.h"
#include "ui/support/background.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>

namespace descant::ui {

class JobListModel;

/// Does what the model manager is asked for, beside the UI thread: one long piece of work after the other, each a job
/// that is listed and can be cancelled; what is quick is not kept waiting by it. Lives as long as the main window, so
/// that closing the manager stops nothing. UI thread only.
class ModelJobs : public QObject {
    Q_OBJECT
public:
    ModelJobs(std::shared_ptr<ModelsBackend> backend, JobListModel& jobs, QObject* parent = nullptr);
    ~ModelJobs() override; ///< stops what runs and waits for it

    const ModelShelf& shelf() const { return m_shelf; }
    const std::vector<Download>& downloads() const { return m_downloads; }
    bool wasRead() const { return m_wasRead; }
    /// The folder of the model that proposes in this window.
    QString inUse() const { return m_inUse; }
    void setInUse(const QString& folder);

    /// Reads the shelf again; shelfChanged() follows.
    void refresh();
    void activate(const QString& folder);
    void activatePrevious();
    void verify(const ModelValue& model);
    void remove(const ModelValue& model);
    /// Only the answer to the last question comes.
    void inspect(const PickedSources& sources);
    void assemble(const AssemblyWish& wish);
    void download(const Download& item);

    /// The piece of work to show in place: the oldest that has not ended.
    struct Running {
        int job = 0;
        QString title, detail;
        double fraction = -1.0;
    };
    const Running* front() const { return m_running.isEmpty() ? nullptr : &m_running.first(); }
    void cancel(int job);

Q_SIGNALS:
    void shelfChanged();
    void activated(const QString& folder);
    void inspected(const descant::ui::InspectionValue& inspection);
    void inspectionFailed(const descant::Error& error);
    void assembled(const QString& folder);
    void downloaded(const QString& folder);
    void progressed();
    void result(const QString& words);
    void failed(const descant::Error& error);

private:
    using Work = std::function<Outcome<std::string>(std::stop_token, const ProgressSink&)>;
    using Ended = std::function<void(const QString& answer)>;
    void start(const QString& title, Work work, Ended ended);
    void finish(int job, const Outcome<std::string>& outcome, const Ended& ended);
    void finishActivation(Result<std::filesystem::path> folder);
    Running* find(int job);

    std::shared_ptr<ModelsBackend> m_backend;
    JobListModel& m_jobs;
    ModelShelf m_shelf;
    std::vector<Download> m_downloads;
    QString m_inUse;
    QList<Running> m_running;
    std::map<int, std::stop_source> m_stops;
    std::stop_source m_stopInspection;
    int m_inspection = 0;
    bool m_wasRead = false;
    Background m_quick; ///< these two go first: they wait for what runs
    Background m_work;
};

} // namespace descant::ui
