// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/proposal_runner.h"

#include "core/project/edits.h"
#include "ui/jobs/job_panel.h"
#include "ui/mainwindow/document_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/support/bridge.h"
#include "ui/support/conversions.h"

#include <algorithm>
#include <set>

namespace descant::ui {

bool concernsModel(ErrorCode code)
{
    using enum ErrorCode;
    static const std::set<ErrorCode> kCodes{
        FileNotFound,      FileNotReadable,   PackageInvalid, PackageIncomplete, ArchitectureInvalid,
        CheckpointInvalid, CheckpointHostile, TensorMismatch, HashMismatch,      TokenizerInvalid,
        OutOfMemory,       ModelFailed,       NoModel};
    return kCodes.count(code) > 0;
}

ProposalRunner::ProposalRunner(std::shared_ptr<CaptioningBackend> backend, ProjectController& project,
                               JobListModel& jobs, QObject* parent)
    : QObject(parent), m_backend(std::move(backend)), m_project(project), m_jobs(jobs)
{
    // A run belongs to the project that it was asked for.
    connect(&project, &ProjectController::closed, this, &ProposalRunner::stop);
}

ProposalRunner::~ProposalRunner() { stop(); }

void ProposalRunner::setModel(const QString& folder)
{
    Q_EMIT modelChanged(tr("Reading the model…"), {});
    m_backend->setModel(toPath(folder), posted<Result<std::string>>(this, [this](Result<std::string> described) {
                            Q_EMIT modelChanged(described ? toQString(*described) : tr("No model"),
                                                described ? QString() : sentence(described.error()));
                        }));
}

QString ProposalRunner::numberOf(const QString& segmentId) const
{
    const auto value = segmentValue(m_project.document(), segmentId);
    return value ? QString::number(value->number) : QString();
}

bool ProposalRunner::isProposing(const QString& segmentId) const
{
    return std::any_of(m_running.begin(), m_running.end(),
                       [&](const Running& running) { return running.segmentId == segmentId; });
}

void ProposalRunner::propose(const QString& segmentId)
{
    const project::Segment* segment = m_project.document().segment(fromQString(segmentId));
    if (segment == nullptr || isProposing(segmentId))
        return;
    const project::Medium* medium = m_project.document().medium(segment->mediumId);
    const int job = m_jobs.add(tr("Propose for segment %1").arg(numberOf(segmentId)), {});
    m_running.insert(job, {segmentId, segment->range, {}});
    auto progress = posted<Progress>(this, [this, job, segmentId](Progress now) {
        m_jobs.progress(job, toQString(now.what), now.fraction);
        if (m_running.contains(job))
            Q_EMIT progressed(segmentId, toQString(now.what), now.fraction);
    });
    auto done = posted<std::shared_ptr<Outcome<std::vector<project::Proposal>>>>(
        this, [this, job](std::shared_ptr<Outcome<std::vector<project::Proposal>>> outcome) {
            finish(job, std::move(*outcome));
        });
    Q_EMIT progressed(segmentId, tr("Waiting for the model"), -1.0);
    auto cancel = m_backend->propose(
        *medium, *segment, [progress](const Progress& now) { progress(now); },
        [done](Outcome<std::vector<project::Proposal>> outcome) {
            done(std::make_shared<Outcome<std::vector<project::Proposal>>>(std::move(outcome)));
        });
    if (m_running.contains(job)) {
        m_running[job].cancel = cancel;
        m_jobs.setCancel(job, cancel);
    }
}

int ProposalRunner::proposeAll(const QString& mediumId)
{
    QStringList wanted;
    for (const project::Segment* segment : m_project.document().segmentsOf(fromQString(mediumId)))
        if (segment->text.empty() && candidatesOf(m_project.document(), segment->id).empty())
            wanted.append(toQString(segment->id));
    for (const QString& id : wanted)
        propose(id);
    return int(wanted.size());
}

void ProposalRunner::stop()
{
    const auto running = m_running;
    for (const Running& one : running)
        if (one.cancel)
            one.cancel();
}

void ProposalRunner::tellFailure(int job, const QString& segmentId, const Failure& failure)
{
    const bool stopped = isCancelled(failure);
    const QString words = stopped ? QString() : sentence(std::get<Error>(failure));
    m_jobs.finish(job, stopped ? JobState::Cancelled : JobState::Failed, words);
    Q_EMIT ended(segmentId);
    if (stopped)
        Q_EMIT result(tr("Proposing was stopped"));
    else
        Q_EMIT failed(std::get<Error>(failure), segmentId);
}

bool ProposalRunner::store(const Running& run, std::vector<project::Proposal> proposals)
{
    const std::string id = fromQString(run.segmentId);
    const project::Segment* segment = m_project.isOpen() ? m_project.document().segment(id) : nullptr;
    if (segment == nullptr)
        return false;
    // Of another stretch than the segment is now: shown, but as made for other times.
    if (segment->range != run.range)
        for (project::Proposal& proposal : proposals)
            proposal.state = project::ProposalState::Stale;
    return m_project.perform(project::storeProposals(m_project.document(), id, std::move(proposals)));
}

void ProposalRunner::finish(int job, Outcome<std::vector<project::Proposal>> outcome)
{
    const Running run = m_running.take(job);
    if (!outcome) {
        tellFailure(job, run.segmentId, outcome.error());
        return;
    }
    const auto count = int(outcome->size());
    const bool stored = store(run, std::move(*outcome));
    m_jobs.finish(job, stored ? JobState::Done : JobState::Cancelled,
                  !stored          ? tr("the segment is gone")
                      : count == 1 ? tr("1 candidate")
                                   : tr("%1 candidates").arg(count));
    Q_EMIT ended(run.segmentId);
    if (stored)
        Q_EMIT result(count == 1 ? tr("1 caption proposed for segment %1").arg(numberOf(run.segmentId))
                                 : tr("%1 captions proposed for segment %2").arg(count).arg(numberOf(run.segmentId)));
}

} // namespace descant::ui
