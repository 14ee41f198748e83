// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/corpus_jobs.h"

#include "ui/corpora/corpus_words.h"
#include "ui/jobs/job_panel.h"
#include "ui/support/conversions.h"

#include <QFileInfo>

#include <algorithm>

namespace descant::ui {
namespace {

std::shared_ptr<ImportPreview> makePreview(CorporaBackend& backend, const project::Document& document,
                                           const ImportWish& wish, const std::stop_token& stop,
                                           const ProgressSink& progress)
{
    ImportWish known = wish;
    if (known.format.empty())
        known.format = backend.formatOf(wish.file);
    auto plan = backend.planImport(document, known, stop, progress);
    auto preview = std::make_shared<ImportPreview>(plan ? previewOf(document, wish, *std::move(plan))
                                                        : previewOf(wish, plan.error()));
    preview->format = toQString(known.format);
    return preview;
}

int countThere(const std::vector<std::filesystem::path>& files)
{
    std::error_code ignored;
    return int(std::count_if(files.begin(), files.end(),
                             [&](const auto& file) { return std::filesystem::exists(file, ignored); }));
}

std::shared_ptr<ExportTrial> makeTrial(CorporaBackend& backend, const project::Document& document,
                                       workflows::CorpusExportOptions options, const std::stop_token& stop)
{
    options.captions.mode = formats::ExportMode::TryOnly;
    auto trial = std::make_shared<ExportTrial>();
    trial->options = options;
    auto outcome = backend.exportCorpus(document, options, stop, {});
    if (outcome) {
        trial->replaced = countThere(outcome->captions.files);
        trial->report = std::move(outcome->captions);
        for (const std::string& leak : outcome->leaks)
            trial->leaks.append(toQString(leak));
    } else if (!isCancelled(outcome.error())) {
        trial->trouble = withWindowAdvice(std::get<Error>(outcome.error()));
    }
    return trial;
}

ExportedCorpus exportedCorpus(const workflows::CorpusExportReport& report,
                              const workflows::CorpusExportOptions& options)
{
    ExportedCorpus corpus;
    corpus.path = toQString(options.path);
    const QFileInfo written(corpus.path);
    corpus.folder = written.isDir() ? written.absoluteFilePath() : written.absolutePath();
    corpus.words = exportedWords(report, written.fileName());
    for (const workflows::ClipProblem& problem : report.clips.problems)
        corpus.problems.append(toQString(problem.name + ": " + problem.message));
    return corpus;
}

} // namespace

CorpusJobs::CorpusJobs(std::shared_ptr<CorporaBackend> backend, JobListModel& jobs, QObject* parent)
    : QObject(parent), m_backend(std::move(backend)), m_jobs(jobs)
{
}

CorpusJobs::~CorpusJobs()
{
    m_stopPreview.request_stop();
    m_stopTrial.request_stop();
    for (auto& [job, stop] : m_stops)
        stop.request_stop();
}

void CorpusJobs::stopPreview()
{
    m_stopPreview.request_stop();
    ++m_preview;
}

void CorpusJobs::preview(DocumentPointer document, const ImportWish& wish)
{
    stopPreview();
    m_stopPreview = std::stop_source();
    const int number = m_preview;
    auto progress = posted<Progress>(this, [this, number](const Progress& now) {
        if (number == m_preview)
            Q_EMIT previewProgressed(now);
    });
    m_previews.run<std::shared_ptr<ImportPreview>>(
        this,
        [backend = m_backend, document = std::move(document), wish, stop = m_stopPreview.get_token(), progress] {
            if (stop.stop_requested())
                return std::shared_ptr<ImportPreview>();
            return makePreview(*backend, *document, wish, stop, [progress](const Progress& now) { progress(now); });
        },
        [this, number](const std::shared_ptr<ImportPreview>& preview) {
            if (number == m_preview && preview != nullptr)
                Q_EMIT previewed(preview);
        });
}

void CorpusJobs::tryExport(DocumentPointer document, const workflows::CorpusExportOptions& options)
{
    m_stopTrial.request_stop();
    m_stopTrial = std::stop_source();
    const int number = ++m_trial;
    m_trials.run<std::shared_ptr<ExportTrial>>(
        this,
        [backend = m_backend, document = std::move(document), options, stop = m_stopTrial.get_token()] {
            if (stop.stop_requested())
                return std::shared_ptr<ExportTrial>();
            return makeTrial(*backend, *document, options, stop);
        },
        [this, number](const std::shared_ptr<ExportTrial>& trial) {
            if (number == m_trial && trial != nullptr)
                Q_EMIT tried(trial);
        });
}

int CorpusJobs::startExport(DocumentPointer document, const workflows::CorpusExportOptions& options)
{
    const QString name = toQString(options.path.filename());
    const int job = m_jobs.add(tr("Export %1").arg(name), [] {});
    m_jobs.setCancel(job, [this, job] { cancel(job); });
    auto progress = posted<Progress>(this, [this, job](const Progress& now) {
        if (!m_stops.contains(job))
            return;
        m_jobs.progress(job, toQString(now.what), now.fraction);
        Q_EMIT exportProgressed(job, now);
    });
    using Finished = std::shared_ptr<Outcome<workflows::CorpusExportReport>>;
    m_exports.run<Finished>(
        this,
        [backend = m_backend, document = std::move(document), options, stop = m_stops[job].get_token(), progress] {
            using Ended = Outcome<workflows::CorpusExportReport>;
            if (stop.stop_requested())
                return std::make_shared<Ended>(cancelled());
            return std::make_shared<Ended>(
                backend->exportCorpus(*document, options, stop, [progress](const Progress& now) { progress(now); }));
        },
        [this, job, options](const Finished& outcome) { finishExport(job, options, *outcome); });
    return job;
}

void CorpusJobs::cancel(int job)
{
    if (const auto stop = m_stops.find(job); stop != m_stops.end())
        stop->second.request_stop();
}

void CorpusJobs::finishExport(int job, const workflows::CorpusExportOptions& options,
                              const Outcome<workflows::CorpusExportReport>& outcome)
{
    m_stops.erase(job);
    if (!outcome && isCancelled(outcome.error())) {
        m_jobs.finish(job, JobState::Cancelled, {});
        Q_EMIT exportCancelled(job, cancelledWords(options));
        return;
    }
    if (!outcome) {
        const Error error = withWindowAdvice(std::get<Error>(outcome.error()));
        m_jobs.finish(job, JobState::Failed, sentence(error));
        Q_EMIT exportFailed(job, error);
        return;
    }
    const ExportedCorpus corpus = exportedCorpus(*outcome, options);
    m_jobs.finish(job, JobState::Done, corpus.words);
    Q_EMIT exported(job, corpus);
}

} // namespace descant::ui
