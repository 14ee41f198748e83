// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/mainwindow/captioning_backend.h"

#include <QHash>
#include <QObject>

#include <memory>

namespace descant::ui {

class JobListModel;
class ProjectController;

/// Whether another model would help against an error that is not about the medium.
bool concernsModel(ErrorCode code);

/// Asks the model for captions, shows how far it is as jobs, and stores what comes beside the human text.
class ProposalRunner : public QObject {
    Q_OBJECT
public:
    ProposalRunner(std::shared_ptr<CaptioningBackend> backend, ProjectController& project, JobListModel& jobs,
                   QObject* parent = nullptr);
    ~ProposalRunner() override; ///< stops what runs

    void setModel(const QString& folder);

    void propose(const QString& segmentId);
    /// For every segment of a medium without text and without proposals; says how many.
    int proposeAll(const QString& mediumId);
    void stop();
    bool isRunning() const { return !m_running.isEmpty(); }
    bool isProposing(const QString& segmentId) const;

Q_SIGNALS:
    void modelChanged(const QString& words, const QString& trouble);
    void progressed(const QString& segmentId, const QString& what, double fraction);
    void ended(const QString& segmentId);
    void result(const QString& words);
    void failed(const descant::Error& error, const QString& segmentId);

private:
    struct Running {
        QString segmentId;
        TimeRange range; ///< the stretch that the model looks at
        std::function<void()> cancel;
    };
    void finish(int job, Outcome<std::vector<project::Proposal>> outcome);
    void tellFailure(int job, const QString& segmentId, const Failure& failure);
    /// Whether it was; not when the project or the segment has gone meanwhile.
    bool store(const Running& run, std::vector<project::Proposal> proposals);
    QString numberOf(const QString& segmentId) const;

    std::shared_ptr<CaptioningBackend> m_backend;
    ProjectController& m_project;
    JobListModel& m_jobs;
    QHash<int, Running> m_running;
};

} // namespace descant::ui
