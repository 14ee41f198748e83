// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/caption_training.h"

#include "core/inference/model_package.h"
#include "core/inference/networks/weights_file.h"
#include "core/metrics/caption_words.h"
#include "core/metrics/cider.h"
#include "core/training/internal/caption_stage.h"
#include "core/training/internal/feature_cache.h"

#include "core/base/file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace descant::training {

using inference::ModelPackage;
using inference::Tokenizer;
using inference::Weights;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestTokenizer = 1 << 26;
constexpr const char* kCheckpoint = "captions.safetensors";
constexpr const char* kFeatures = "features";

/// All weights in 32 bits: what learns must, and what does not is read once.
Outcome<Weights> weightsOf(const ModelPackage& package, const std::stop_token& stop)
{
    DESCANT_CHECK(package.checkSharedTensors(stop));
    Weights weights;
    for (const inference::PackageTensor& tensor : package.tensors()) {
        if (stop.stop_requested())
            return cancelled();
        DESCANT_TRY(const at::Tensor stored, inference::readTensor(package.weightFiles()[tensor.file], tensor.entry));
        weights.set(tensor.name, at::isFloatingType(stored.scalar_type()) ? stored.to(at::kFloat) : stored);
    }
    return weights;
}

/// Each tensor in the type that the base keeps it in.
Result<std::vector<inference::TensorToWrite>> toWrite(const ModelPackage& base, const Weights& weights)
{
    std::map<inference::ElementType, Weights> groups;
    for (const inference::PackageTensor& tensor : base.tensors())
        groups[tensor.entry.type].set(tensor.name, weights.get(tensor.name).detach());
    std::vector<inference::TensorToWrite> all;
    for (const auto& [type, group] : groups) {
        DESCANT_TRY(std::vector<inference::TensorToWrite> tensors, inference::tensorsToWrite(group, type));
        std::move(tensors.begin(), tensors.end(), std::back_inserter(all));
    }
    return all;
}

nlohmann::json toJson(const ValidationCard& card)
{
    return {{"clips", card.clips},
            {"loss", card.loss},
            {"cider_d", card.ciderD},
            {"base_loss", card.baseLoss},
            {"base_cider_d", card.baseCiderD},
            {"captions", card.captions}};
}

/// CIDEr-D over the clips that could be read.
Result<double> ciderOf(const FeatureCache& cache, const std::vector<std::string>& captions)
{
    std::vector<metrics::JudgedCaption> judged;
    for (std::size_t clip = 0; clip < captions.size(); ++clip) {
        if (!cache.hasPicture[clip] && cache.heardTokens[clip] == 0)
            continue;
        judged.push_back({metrics::captionWords(captions[clip]), {}});
        for (const std::string& reference : cache.texts[clip].captions)
            judged.back().references.push_back(metrics::captionWords(reference));
    }
    DESCANT_TRY(const metrics::CiderScore score, metrics::ciderD(judged));
    return score.mean;
}

/// One training from the package to the package.
class Training {
public:
    Training(const CaptionTraining& settings, const ModelPackage& base, const Tokenizer& tokenizer, Weights weights)
        : m_settings(settings),
          m_base(base),
          m_weights(std::move(weights)),
          m_task{base.architecture(), &tokenizer, base.prompt(), settings.learning, settings.dropout}
    {
    }

    Outcome<CaptionTrainingSummary> run(ClipSource& clips, ClipSource* validation, const std::stop_token& stop,
                                        const ProgressSink& progress, const StepSink& told)
    {
        const Encoders encoders{&m_weights, m_base.architecture(), m_base.preprocessing()};
        DESCANT_TRY(const FeatureCache known,
                    cacheFeatures(encoders, clips, m_settings.work / kFeatures, stop, progress));
        m_summary.skipped = known.skipped;
        std::optional<FeatureCache> kept;
        if (validation) {
            DESCANT_TRY(kept, cacheFeatures(encoders, *validation, m_settings.work / "validation", stop, progress));
            m_summary.skipped.insert(m_summary.skipped.end(), kept->skipped.begin(), kept->skipped.end());
            DESCANT_CHECK(judgeBase(*kept, stop));
        }
        DESCANT_CHECK(learn(known, stop, told));
        if (kept)
            DESCANT_CHECK(judge(*kept, stop));
        DESCANT_CHECK(write(stop));
        return std::move(m_summary);
    }

private:
    Outcome<void> learn(const FeatureCache& known, const std::stop_token& stop, const StepSink& told)
    {
        const StageSettings stage{"captions",
                                  {m_settings.rate, m_settings.rate / 100,
                                   std::min<std::int64_t>(112, m_settings.steps / 8 + 1), m_settings.steps},
                                  m_settings.batch,
                                  m_settings.work / kCheckpoint,
                                  m_settings.seed};
        m_summary.steps = m_settings.steps;
        return teachCaptions(m_weights, m_task, known, stage, stop, [&](const StepReport& step) {
            m_summary.loss = step.loss;
            m_summary.samplesPerSecond = step.samplesPerSecond;
            if (told)
                told(step);
        });
    }

    Outcome<void> judgeBase(const FeatureCache& kept, const std::stop_token& stop)
    {
        ValidationCard& card = m_summary.validation.emplace();
        DESCANT_TRY(card.baseLoss, meanLoss(m_weights, m_task, kept, stop));
        DESCANT_TRY(const std::vector<std::string> captions, captionsFor(m_weights, m_task, kept, Senses::Both, stop));
        DESCANT_TRY(card.baseCiderD, ciderOf(kept, captions));
        return {};
    }

    Outcome<void> judge(const FeatureCache& kept, const std::stop_token& stop)
    {
        ValidationCard& card = *m_summary.validation;
        card.clips = kept.clips() - std::ssize(kept.skipped);
        DESCANT_TRY(card.loss, meanLoss(m_weights, m_task, kept, stop));
        DESCANT_TRY(card.captions, captionsFor(m_weights, m_task, kept, Senses::Both, stop));
        DESCANT_TRY(card.ciderD, ciderOf(kept, card.captions));
        card.captions.resize(std::min<std::size_t>(card.captions.size(), 10));
        return {};
    }

    Outcome<void> write(const std::stop_token& stop) const
    {
        inference::PackageDraft draft;
        draft.name = m_settings.name.empty() ? m_base.name() : m_settings.name;
        draft.version = m_base.version();
        draft.licence = m_base.licence();
        draft.source = {fmt::format("{} {}", m_base.name(), m_base.version()), "trained on " + m_settings.corpus};
        draft.architecture = m_base.architecture();
        draft.preprocessing = m_base.preprocessing();
        draft.prompt = m_base.prompt();
        draft.generation = m_base.generation();
        draft.scoreCard = {{"steps", m_summary.steps},
                           {"loss", m_summary.loss ? nlohmann::json(*m_summary.loss) : nullptr}};
        if (m_summary.validation)
            draft.scoreCard["validation"] = toJson(*m_summary.validation);
        DESCANT_TRY(draft.tensors, toWrite(m_base, m_weights));
        DESCANT_TRY(draft.tokenizer, readFile(m_base.tokenizerFile(), kLargestTokenizer));
        return inference::writePackage(m_settings.out, std::move(draft), stop);
    }

    const CaptionTraining& m_settings;
    const ModelPackage& m_base;
    Weights m_weights;
    CaptionTask m_task;
    CaptionTrainingSummary m_summary;
};

/// Nobody's hours of work are thrown away, or gone on with, by accident.
Result<void> checkWorkFolder(const CaptionTraining& training)
{
    std::error_code ignored;
    const fs::path checkpoint = training.work / kCheckpoint;
    const bool learnt = fs::exists(checkpoint, ignored);
    const bool begun = learnt || fs::exists(training.work / kFeatures, ignored);
    if (training.begin == Begin::Fresh && learnt)
        return fail(ErrorCode::UsageWrong, training.work.string(), "it holds an unfinished training",
                    "go on with --resume, or remove the folder");
    if (training.begin == Begin::Resume && !begun)
        return fail(ErrorCode::FileNotFound, training.work.string(), "there is no training to go on with",
                    "leave --resume out");
    return {};
}

} // namespace

Outcome<CaptionTrainingSummary> trainCaptions(const CaptionTraining& training, ClipSource& clips,
                                              ClipSource* validation, std::stop_token stop,
                                              const ProgressSink& progress, const StepSink& told)
try {
    DESCANT_CHECK(checkWorkFolder(training));
    DESCANT_TRY(const ModelPackage base, ModelPackage::open(training.base));
    DESCANT_TRY(const Tokenizer tokenizer, Tokenizer::load(base.tokenizerFile(), base.architecture().t5.vocab));
    DESCANT_TRY(Weights weights, weightsOf(base, stop));
    return Training(training, base, tokenizer, std::move(weights)).run(clips, validation, stop, progress, told);
} catch (const std::bad_alloc&) {
    return fail(ErrorCode::OutOfMemory, training.base.string(), "the model does not fit into memory");
} catch (const std::exception& problem) {
    return fail(ErrorCode::TrainingFailed, training.base.string(), std::string(problem.what()).substr(0, 200));
}

} // namespace descant::training
