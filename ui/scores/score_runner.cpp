// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scores/score_runner.h"

#include "ui/jobs/job_panel.h"
#include "ui/support/conversions.h"

namespace descant::ui {

using workflows::ProjectScores;
using workflows::ScoringChoices;

ScoreRunner::ScoreRunner(std::shared_ptr<ScoresBackend> backend, Snapshot snapshot, JobListModel& jobs, QObject* parent)
    : QObject(parent), m_backend(std::move(backend)), m_snapshot(std::move(snapshot)), m_jobs(jobs)
{
}

ScoreRunner::~ScoreRunner() { m_stop.request_stop(); }

void ScoreRunner::readChoices()
{
    auto document = m_snapshot();
    if (document == nullptr) {
        Q_EMIT choicesRead({});
        return;
    }
    m_work.run<ScoringChoices>(
        this, [backend = m_backend, document] { return backend->choices(*document); },
        [this](const ScoringChoices& choices) { Q_EMIT choicesRead(choices); });
}

void ScoreRunner::score(const workflows::ScoringWish& wish)
{
    auto document = m_snapshot();
    if (document == nullptr)
        return;
    stop();
    m_stop = std::stop_source();
    const int job = m_jobs.add(tr("Compute scores"), [this] { stop(); });
    m_job = job;
    Q_EMIT progressed(tr("Waiting"), -1.0);
    auto progress = posted<Progress>(this, [this, job](Progress now) {
        m_jobs.progress(job, toQString(now.what), now.fraction);
        if (job == m_job)
            Q_EMIT progressed(toQString(now.what), now.fraction);
    });
    // At most one message a percent: each is an event for the UI thread.
    auto rarely = [progress, last = std::make_shared<std::pair<std::string, int>>("", -2)](const Progress& now) {
        const std::pair<std::string, int> step{now.what, static_cast<int>(now.fraction * 100)};
        if (step != *last)
            progress(now);
        *last = step;
    };
    m_work.run<std::shared_ptr<Outcome<ProjectScores>>>(
        this,
        [backend = m_backend, document, wish, rarely, stop = m_stop.get_token()] {
            if (stop.stop_requested())
                return std::make_shared<Outcome<ProjectScores>>(::descant::cancelled());
            return std::make_shared<Outcome<ProjectScores>>(backend->score(*document, wish, stop, rarely));
        },
        [this, job](std::shared_ptr<Outcome<ProjectScores>> outcome) { finish(job, *outcome); });
}

void ScoreRunner::stop() { m_stop.request_stop(); }

void ScoreRunner::finish(int job, const Outcome<ProjectScores>& outcome)
{
    const bool counts = job == m_job;
    if (counts)
        m_job = 0;
    if (outcome) {
        m_jobs.finish(job, JobState::Done, tr("Clips judged: %1").arg(outcome->clips.size()));
        if (counts)
            Q_EMIT scored(std::make_shared<const ProjectScores>(*outcome));
    } else if (isCancelled(outcome.error())) {
        m_jobs.finish(job, JobState::Cancelled, {});
        if (counts)
            Q_EMIT cancelled();
    } else {
        const Error& error = std::get<Error>(outcome.error());
        m_jobs.finish(job, JobState::Failed, sentence(error));
        if (counts)
            Q_EMIT failed(error);
    }
}

} // namespace descant::ui
