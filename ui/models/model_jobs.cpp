// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_jobs.h"

#include "ui/jobs/job_panel.h"
#include "ui/support/conversions.h"

#include <algorithm>

namespace descant::ui {

ModelJobs::ModelJobs(std::shared_ptr<ModelsBackend> backend, JobListModel& jobs, QObject* parent)
    : QObject(parent), m_backend(std::move(backend)), m_jobs(jobs)
{
}

ModelJobs::~ModelJobs()
{
    m_stopInspection.request_stop();
    for (auto& [job, stop] : m_stops)
        stop.request_stop();
}

void ModelJobs::setInUse(const QString& folder)
{
    m_inUse = folder;
    Q_EMIT shelfChanged();
}

void ModelJobs::refresh()
{
    struct Read {
        ModelShelf shelf;
        std::vector<Download> downloads;
    };
    m_quick.run<Read>(
        this,
        [backend = m_backend] {
            return Read{backend->shelf(), backend->downloads()};
        },
        [this](Read read) {
            m_shelf = std::move(read.shelf);
            m_downloads = std::move(read.downloads);
            m_wasRead = true;
            Q_EMIT shelfChanged();
        });
}

void ModelJobs::finishActivation(Result<std::filesystem::path> folder)
{
    if (folder)
        Q_EMIT activated(toQString(*folder));
    else
        Q_EMIT failed(folder.error());
    refresh();
}

void ModelJobs::activate(const QString& folder)
{
    m_quick.run<Result<std::filesystem::path>>(
        this, [backend = m_backend, folder] { return backend->activate(toPath(folder)); },
        [this](Result<std::filesystem::path> active) { finishActivation(std::move(active)); });
}

void ModelJobs::activatePrevious()
{
    m_quick.run<Result<std::filesystem::path>>(
        this, [backend = m_backend] { return backend->activatePrevious(); },
        [this](Result<std::filesystem::path> active) { finishActivation(std::move(active)); });
}

void ModelJobs::remove(const ModelValue& model)
{
    m_quick.run<Result<void>>(
        this, [backend = m_backend, folder = model.folder] { return backend->remove(folder); },
        [this, name = toQString(model.name)](Result<void> removed) {
            if (removed)
                Q_EMIT result(tr("%1 was deleted").arg(name));
            else
                Q_EMIT failed(removed.error());
            refresh();
        });
}

void ModelJobs::inspect(const PickedSources& sources)
{
    m_stopInspection.request_stop();
    m_stopInspection = std::stop_source();
    m_quick.run<std::shared_ptr<Outcome<InspectionValue>>>(
        this,
        [backend = m_backend, sources, stop = m_stopInspection.get_token()] {
            return std::make_shared<Outcome<InspectionValue>>(backend->inspect(sources, stop));
        },
        [this, number = ++m_inspection](std::shared_ptr<Outcome<InspectionValue>> outcome) {
            if (number != m_inspection || (!*outcome && isCancelled(outcome->error())))
                return;
            if (*outcome)
                Q_EMIT inspected(**outcome);
            else
                Q_EMIT inspectionFailed(std::get<Error>(outcome->error()));
        });
}

void ModelJobs::verify(const ModelValue& model)
{
    start(
        tr("Verify %1").arg(toQString(model.name)),
        [backend = m_backend, folder = model.folder](std::stop_token stop, const ProgressSink& progress) {
            return backend->verify(folder, std::move(stop), progress);
        },
        [this](const QString& words) { Q_EMIT result(words); });
}

namespace {

/// A folder as the text that jobs answer with.
Outcome<std::string> asText(Outcome<std::filesystem::path> folder)
{
    if (!folder)
        return fail(std::move(folder.error()));
    return folder->string();
}

} // namespace

void ModelJobs::assemble(const AssemblyWish& wish)
{
    start(
        tr("Make %1").arg(toQString(wish.name)),
        [backend = m_backend, wish](std::stop_token stop, const ProgressSink& progress) {
            return asText(backend->assemble(wish, std::move(stop), progress));
        },
        [this, name = toQString(wish.name)](const QString& folder) {
            Q_EMIT result(tr("%1 was made").arg(name));
            Q_EMIT assembled(folder);
            refresh();
        });
}

void ModelJobs::download(const Download& item)
{
    start(
        tr("Download %1").arg(toQString(item.title)),
        [backend = m_backend, id = item.id](std::stop_token stop, const ProgressSink& progress) {
            return asText(backend->download(id, std::move(stop), progress));
        },
        [this, title = toQString(item.title)](const QString& folder) {
            Q_EMIT result(tr("%1 was downloaded").arg(title));
            Q_EMIT downloaded(folder);
            refresh();
        });
}

ModelJobs::Running* ModelJobs::find(int job)
{
    const auto found =
        std::find_if(m_running.begin(), m_running.end(), [job](const Running& one) { return one.job == job; });
    return found == m_running.end() ? nullptr : &*found;
}

void ModelJobs::start(const QString& title, Work work, Ended ended)
{
    const int job = m_jobs.add(title, {});
    m_jobs.setCancel(job, [this, job] { cancel(job); });
    m_running.append({job, title, tr("Waiting"), -1.0});
    auto progress = posted<Progress>(this, [this, job](Progress now) {
        Running* running = find(job);
        if (running == nullptr)
            return;
        running->detail = toQString(now.what);
        running->fraction = now.fraction;
        m_jobs.progress(job, running->detail, now.fraction);
        Q_EMIT progressed();
    });
    m_work.run<std::shared_ptr<Outcome<std::string>>>(
        this,
        [work = std::move(work), stop = m_stops[job].get_token(), progress] {
            if (stop.stop_requested())
                return std::make_shared<Outcome<std::string>>(cancelled());
            return std::make_shared<Outcome<std::string>>(
                work(stop, [progress](const Progress& now) { progress(now); }));
        },
        [this, job, ended = std::move(ended)](std::shared_ptr<Outcome<std::string>> outcome) {
            finish(job, *outcome, ended);
        });
    Q_EMIT progressed();
}

void ModelJobs::cancel(int job)
{
    if (const auto stop = m_stops.find(job); stop != m_stops.end())
        stop->second.request_stop();
}

void ModelJobs::finish(int job, const Outcome<std::string>& outcome, const Ended& ended)
{
    m_stops.erase(job);
    const QString title = find(job)->title;
    m_running.removeIf([job](const Running& one) { return one.job == job; });
    Q_EMIT progressed();
    if (outcome) {
        m_jobs.finish(job, JobState::Done, {});
        ended(toQString(*outcome));
    } else if (isCancelled(outcome.error())) {
        m_jobs.finish(job, JobState::Cancelled, {});
        Q_EMIT result(tr("%1: cancelled").arg(title));
    } else {
        const Error& error = std::get<Error>(outcome.error());
        m_jobs.finish(job, JobState::Failed, sentence(error));
        Q_EMIT failed(error);
    }
}

} // namespace descant::ui
