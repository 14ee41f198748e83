// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/corpus_training.h"

#include "core/workflows/corpus_clips.h"

#include <algorithm>

namespace descant::workflows {
namespace {

namespace fs = std::filesystem;

/// Better now than after hours of work.
Result<void> checkOutput(const training::CaptionTraining& how, IfPackageThere ifPackageThere)
{
    std::error_code ignored;
    if (fs::equivalent(how.out, how.base, ignored))
        return fail(ErrorCode::UsageWrong, how.out.string(), "it is the package to begin from",
                    "choose another folder");
    const bool isPackage = fs::exists(how.out / "descant-model.json", ignored);
    if (isPackage && ifPackageThere == IfPackageThere::Refuse)
        return fail(ErrorCode::UsageWrong, how.out.string(), "it holds a model package already",
                    "choose another folder, or add --replace");
    if (fs::exists(how.out, ignored) && !isPackage && !fs::is_empty(how.out, ignored))
        return fail(ErrorCode::UsageWrong, how.out.string(), "it holds other files", "choose a new folder");
    return {};
}

Result<std::vector<CorpusClip>> clipsOf(const CorpusPart& part)
{
    DESCANT_TRY(const std::vector<CorpusClip> all,
                readCorpus(part.file, part.media.empty() ? part.file.parent_path() : part.media));
    std::vector<CorpusClip> chosen = clipsOfSplit(all, part.split);
    if (chosen.empty())
        return fail(ErrorCode::CorpusInvalid, part.file.string(), "it has no clips of the split " + part.split,
                    "choose another with --split, or --split all");
    return chosen;
}

Result<std::vector<CorpusClip>> validationClipsOf(const CorpusTraining& training)
{
    if (training.validation)
        return clipsOf(*training.validation);
    const CorpusPart& part = training.clips;
    DESCANT_TRY(const std::vector<CorpusClip> all,
                readCorpus(part.file, part.media.empty() ? part.file.parent_path() : part.media));
    // What is learnt from does not judge.
    return part.split.empty() || part.split == "validate" ? std::vector<CorpusClip>() : clipsOfSplit(all, "validate");
}

} // namespace

Outcome<training::CaptionTrainingSummary> trainOnCorpus(const CorpusTraining& training, std::stop_token stop,
                                                        const ProgressSink& progress, const training::StepSink& told)
{
    training::CaptionTraining how = training.how;
    DESCANT_CHECK(checkOutput(how, training.ifPackageThere));
    DESCANT_TRY(std::vector<CorpusClip> clips, clipsOf(training.clips));
    DESCANT_TRY(std::vector<CorpusClip> judging, validationClipsOf(training));
    judging.resize(std::min<std::size_t>(judging.size(), static_cast<std::size_t>(training.validationClips)));
    DESCANT_TRY(const inference::ModelPackage package, inference::ModelPackage::open(how.base));
    if (how.steps == 0)
        how.steps = (std::ssize(clips) * training.epochs + how.batch - 1) / how.batch;
    CorpusClips source(std::move(clips), package);
    CorpusClips validation(std::move(judging), package);
    return training::trainCaptions(how, source, validation.size() > 0 ? &validation : nullptr, std::move(stop),
                                   progress, told);
}

} // namespace descant::workflows
