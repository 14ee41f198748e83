// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/release_jobs.h"

#include "ui/corpora/corpus_words.h"
#include "ui/jobs/job_panel.h"
#include "ui/releases/release_words.h"
#include "ui/support/conversions.h"

#include <QFileInfo>

namespace descant::ui {
namespace {

/// The advice of core is for the command line.
Error inWindowWords(ReleaseWork work, Error error)
{
    error = withWindowAdvice(std::move(error));
    if (error.code == ErrorCode::SplitsLeak && work == ReleaseWork::Release)
        error.advice = fromQString(SplitWords::tr("assign splits, which brings them together, or allow it"));
    return error;
}

std::shared_ptr<ReleasePreview> makePreview(ReleasesBackend& backend, const project::Document& document,
                                            const workflows::ReleaseOptions& options, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return nullptr;
    auto outcome = backend.previewRelease(document, options, stop, {});
    if (outcome)
        return std::make_shared<ReleasePreview>(releasePreviewOf(*outcome));
    if (isCancelled(outcome.error()))
        return nullptr;
    auto preview = std::make_shared<ReleasePreview>();
    preview->trouble = inWindowWords(ReleaseWork::Release, std::get<Error>(std::move(outcome.error())));
    return preview;
}

ReleaseEnd frozenEnd(const splits::FrozenSplits& frozen, const QString& file)
{
    return {frozenWords(frozen, QFileInfo(file).fileName()), QFileInfo(file).absolutePath(), {}, {}};
}

ReleaseEnd releasedEnd(const workflows::ReleaseReport& report, const QString& folder)
{
    ReleaseEnd end{releasedWords(report), folder, {}, {}};
    for (const workflows::ClipProblem& problem : report.clipProblems)
        end.problems.append(toQString(problem.name + ": " + problem.message));
    if (!end.problems.isEmpty())
        end.problemWords = SplitWords::tr("These clips could not be cut; the others are whole.");
    return end;
}

ReleaseEnd verifiedEnd(const workflows::ReleaseCheck& check, const QString& folder)
{
    ReleaseEnd end{verifiedWords(check, QFileInfo(folder).fileName()), folder, {}, {}};
    for (const std::string& problem : check.problems)
        end.problems.append(toQString(problem));
    if (!end.problems.isEmpty())
        end.problemWords = SplitWords::tr("This release is not as it was made. Get it again.");
    return end;
}

} // namespace

ReleaseJobs::ReleaseJobs(std::shared_ptr<ReleasesBackend> backend, JobListModel& jobs, QObject* parent)
    : QObject(parent), m_backend(std::move(backend)), m_jobs(jobs)
{
}

ReleaseJobs::~ReleaseJobs()
{
    m_stopPreview.request_stop();
    for (Running& one : m_running)
        one.stop.request_stop();
}

void ReleaseJobs::begin(ReleaseWork work, const QString& title)
{
    const int job = m_jobs.add(title, [this, work] { cancel(work); });
    m_running[std::size_t(work)] = {job, std::stop_source(), {fromQString(title), -1.0}};
    m_jobs.progress(job, title, -1.0);
    Q_EMIT started(work);
}

void ReleaseJobs::tell(ReleaseWork work, int job, const Progress& progress)
{
    Running& now = m_running[std::size_t(work)];
    if (now.job != job)
        return;
    now.progress = progress;
    m_jobs.progress(job, toQString(progress.what), progress.fraction);
    Q_EMIT progressed(work, progress);
}

int ReleaseJobs::finished(ReleaseWork work) { return std::exchange(m_running[std::size_t(work)].job, 0); }

void ReleaseJobs::endBadly(ReleaseWork work, const Failure& why)
{
    const int job = finished(work);
    if (isCancelled(why)) {
        m_jobs.finish(job, JobState::Cancelled, {});
        Q_EMIT stopped(work);
        return;
    }
    const Error error = inWindowWords(work, std::get<Error>(why));
    m_jobs.finish(job, JobState::Failed, sentence(error));
    Q_EMIT failed(work, error);
}

/// `done` takes the number of the job and the value of work that went well, and finishes the job.
template <typename Value>
void ReleaseJobs::run(ReleaseWork work, const QString& title,
                      std::function<Outcome<Value>(std::stop_token, const ProgressSink&)> task,
                      std::function<void(int, const Value&)> done)
{
    if (isRunning(work))
        return;
    begin(work, title);
    const int job = running(work).job;
    auto progress = posted<Progress>(this, [this, work, job](const Progress& now) { tell(work, job, now); });
    using Ended = std::shared_ptr<Outcome<Value>>;
    m_backgrounds[std::size_t(work)].template run<Ended>(
        this,
        [task = std::move(task), stop = running(work).stop.get_token(), progress] {
            if (stop.stop_requested())
                return std::make_shared<Outcome<Value>>(cancelled());
            return std::make_shared<Outcome<Value>>(task(stop, [progress](const Progress& now) { progress(now); }));
        },
        [this, work, done = std::move(done)](const Ended& outcome) {
            if (!*outcome)
                endBadly(work, outcome->error());
            else
                done(finished(work), **outcome);
        });
}

void ReleaseJobs::plan(DocumentPointer document, const workflows::SplitOptions& options)
{
    forgetPlan();
    run<SplitPreviewPointer>(
        ReleaseWork::Plan, tr("Plan splits"),
        [backend = m_backend, document = std::move(document),
         options](std::stop_token stop, const ProgressSink& progress) -> Outcome<SplitPreviewPointer> {
            DESCANT_TRY(workflows::SplitPlan plan, backend->planSplits(*document, options, stop, progress));
            return std::make_shared<const SplitPreview>(splitPreviewOf(document, options, std::move(plan)));
        },
        [this](int job, const SplitPreviewPointer& preview) {
            m_jobs.finish(job, JobState::Done, planHead(*preview));
            m_plan = preview;
            Q_EMIT planned(preview);
        });
}

void ReleaseJobs::forgetPlan() { m_plan = nullptr; }

void ReleaseJobs::runToEnd(ReleaseWork work, const QString& title,
                           std::function<Outcome<ReleaseEnd>(std::stop_token, const ProgressSink&)> task)
{
    run<ReleaseEnd>(work, title, std::move(task), [this, work](int job, const ReleaseEnd& end) {
        m_jobs.finish(job, end.problems.isEmpty() ? JobState::Done : JobState::Failed, end.words);
        Q_EMIT ended(work, end);
    });
}

void ReleaseJobs::freeze(DocumentPointer document, const workflows::SplitOptions& options, const QString& file)
{
    runToEnd(ReleaseWork::Freeze, tr("Freeze splits in %1").arg(isolated(QFileInfo(file).fileName())),
             [backend = m_backend, document = std::move(document), options,
              file](std::stop_token stop, const ProgressSink& progress) -> Outcome<ReleaseEnd> {
                 DESCANT_TRY(const splits::FrozenSplits frozen,
                             backend->freezeSplits(*document, options, toPath(file), stop, progress));
                 return frozenEnd(frozen, file);
             });
}

void ReleaseJobs::release(const ReleaseSource& source, const workflows::ReleaseOptions& options)
{
    const QString folder = toQString(options.folder);
    runToEnd(ReleaseWork::Release, tr("Release %1").arg(isolated(QFileInfo(folder).fileName())),
             [backend = m_backend, document = source.document(), journal = source.journal(), options,
              folder](std::stop_token stop, const ProgressSink& progress) -> Outcome<ReleaseEnd> {
                 DESCANT_TRY(const workflows::ReleaseReport report,
                             backend->releaseCorpus(*document, *journal, options, stop, progress));
                 return releasedEnd(report, folder);
             });
}

void ReleaseJobs::verify(const QString& folder)
{
    runToEnd(ReleaseWork::Verify, tr("Verify %1").arg(isolated(QFileInfo(folder).fileName())),
             [backend = m_backend, folder](std::stop_token stop, const ProgressSink&) -> Outcome<ReleaseEnd> {
                 DESCANT_TRY(const workflows::ReleaseCheck check, backend->verifyRelease(toPath(folder), stop));
                 return verifiedEnd(check, folder);
             });
}

void ReleaseJobs::preview(DocumentPointer document, const workflows::ReleaseOptions& options)
{
    m_stopPreview.request_stop();
    m_stopPreview = std::stop_source();
    const int number = ++m_preview;
    m_previews.run<std::shared_ptr<ReleasePreview>>(
        this,
        [backend = m_backend, document = std::move(document), options, stop = m_stopPreview.get_token()] {
            return makePreview(*backend, *document, options, stop);
        },
        [this, number](const std::shared_ptr<ReleasePreview>& preview) {
            if (number == m_preview && preview != nullptr)
                Q_EMIT previewed(preview);
        });
}

void ReleaseJobs::cancel(ReleaseWork work)
{
    if (isRunning(work))
        m_running[std::size_t(work)].stop.request_stop();
}

} // namespace descant::ui
