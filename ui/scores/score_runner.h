// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scores/scores_backend.h"
#include "ui/support/background.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace descant::ui {

class JobListModel;

using ScoresPointer = std::shared_ptr<const workflows::ProjectScores>;

/// Has captions judged beside the UI thread: one comparison at a time, a job that is listed and can be cancelled; a new
/// one takes the place of the one that runs. UI thread only.
class ScoreRunner : public QObject {
    Q_OBJECT
public:
    /// Gives a copy of the open project; nothing: none is open.
    using Snapshot = std::function<std::shared_ptr<const project::Document>()>;

    ScoreRunner(std::shared_ptr<ScoresBackend> backend, Snapshot snapshot, JobListModel& jobs,
                QObject* parent = nullptr);
    ~ScoreRunner() override; ///< stops what runs and waits for it

    /// choicesRead() follows, with nothing in it when no project is open.
    void readChoices();
    void score(const workflows::ScoringWish& wish);
    void stop();
    bool isRunning() const { return m_job != 0; }

Q_SIGNALS:
    void choicesRead(const descant::workflows::ScoringChoices& choices);
    void progressed(const QString& what, double fraction); ///< negative while it cannot be known
    void scored(const descant::ui::ScoresPointer& scores);
    void failed(const descant::Error& error);
    void cancelled();

private:
    void finish(int job, const Outcome<workflows::ProjectScores>& outcome);

    std::shared_ptr<ScoresBackend> m_backend;
    Snapshot m_snapshot;
    JobListModel& m_jobs;
    int m_job = 0; ///< the one that counts; 0: none
    std::stop_source m_stop;
    Background m_work; ///< goes first: it waits for what runs
};

} // namespace descant::ui
