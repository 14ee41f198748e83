// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/demo_training.h"

#include "core/base/file.h"
#include "core/demo_world/captions.h"
#include "core/demo_world/world.h"
#include "core/inference/model_package.h"
#include "core/inference/networks/weights_file.h"
#include "core/training/demo_clip_source.h"
#include "core/training/internal/caption_stage.h"
#include "core/training/internal/demo_score.h"
#include "core/training/internal/encoder_stages.h"
#include "core/training/internal/parameters.h"
#include "core/training/internal/vocabulary.h"

#include <fmt/format.h>

namespace descant::training {

using demo_world::Catalogue;
using demo_world::Split;
using inference::Architecture;
using inference::Preprocessing;
using inference::Tokenizer;
using inference::Weights;

namespace {

constexpr int kPieces = 560;
constexpr const char* kPrompt = "a video of";

Architecture demoArchitecture(std::int64_t vocabulary)
{
    Architecture a;
    a.imageSize = 96;
    a.vit = {.hidden = 128, .layers = 3, .heads = 4, .mlp = 512, .patch = 16};
    a.beats = {.embed = 128, .hidden = 128, .layers = 3, .heads = 4, .mlp = 512, .convPos = 32, .convPosGroups = 8};
    a.qformer.hidden = 128;
    a.qformer.layers = 4;
    a.qformer.heads = 4;
    a.qformer.mlp = 320;
    a.qformer.visualQueries = 16;
    a.qformer.audioQueries = 8;
    a.t5.dModel = 128;
    a.t5.dKv = 32;
    a.t5.dFf = 320;
    a.t5.encoderLayers = 2;
    a.t5.decoderLayers = 3;
    a.t5.heads = 4;
    a.t5.vocab = vocabulary;
    return a;
}

Preprocessing demoPreprocessing()
{
    Preprocessing preprocessing;
    preprocessing.windowSamples = demo_world::kClipSamples;
    preprocessing.windowTokens = 256;
    return preprocessing;
}

/// Everything that the stages share.
struct Run {
    const DemoTraining* settings = nullptr;
    Catalogue catalogue;
    Preprocessing preprocessing = demoPreprocessing();
    Architecture architecture;
    std::string vocabulary;
    Weights weights;
    StepSink told;
    double loss = 0;
    std::int64_t steps = 0;
};

void addHeads(Run& run)
{
    const auto sounds = static_cast<std::int64_t>(demo_world::world().sounds.size());
    const auto places = static_cast<std::int64_t>(demo_world::world().places.size());
    const Architecture& a = run.architecture;
    addHead(run.weights, "head.patch", demo_world::patchClassCount(), a.vit.hidden);
    addHead(run.weights, "head.place", places, a.vit.hidden);
    addHead(run.weights, "head.sound", sounds, a.beats.hidden, -4.0);
    addHead(run.weights, "head.weather", 3, a.beats.hidden);
    addHead(run.weights, "head.words", a.t5.vocab, a.qformer.hidden, -4.0);
}

StageSettings stage(const Run& run, const char* name, double peak, std::int64_t steps, std::int64_t batch)
{
    StageSettings settings;
    settings.name = name;
    settings.schedule = {peak, 1e-5, std::min<std::int64_t>(112, steps / 8 + 1), steps};
    settings.batch = batch;
    settings.checkpoint = run.settings->work / fmt::format("{}.safetensors", name);
    settings.seed = run.settings->seed;
    return settings;
}

Outcome<void> writeModel(const Run& run, const TrainingSummary& summary, const std::stop_token& stop)
{
    Weights model;
    for (const auto& [name, tensor] : run.weights.all()) {
        if (!name.starts_with("head."))
            model.set(name, tensor);
    }
    inference::PackageDraft draft;
    draft.name = "Descant demo";
    draft.version = "1";
    draft.licence = "GPL-3.0-or-later";
    draft.source = {"trained on the demo world, from nothing"};
    draft.architecture = run.architecture;
    draft.preprocessing = run.preprocessing;
    draft.prompt = kPrompt;
    draft.generation.beams = 3;
    draft.generation.maxNewTokens = 48;
    draft.generation.lengthPenalty = 1.0; // below 1 the beams leave words out
    draft.generation.repetitionPenalty = 1.0;
    draft.scoreCard = {{"both", toJson(summary.both)},
                       {"silenced", toJson(summary.silenced)},
                       {"blanked", toJson(summary.blanked)},
                       {"caption_steps", summary.steps},
                       {"loss", summary.loss}};
    draft.tokenizer = run.vocabulary;
    DESCANT_TRY(draft.tensors, inference::tensorsToWrite(model, inference::ElementType::F16));
    return inference::writePackage(run.settings->package, std::move(draft), stop);
}

Outcome<void> teachEncoders(Run& run, TrainingSummary& summary, std::stop_token stop)
{
    const DemoTraining& settings = *run.settings;
    if (settings.seeingSteps > 0)
        DESCANT_CHECK(teachSeeing(run.weights, run.architecture, run.preprocessing, run.catalogue,
                                  stage(run, "seeing", 1.2e-3, settings.seeingSteps, 64), stop, run.told));
    if (settings.hearingSteps > 0)
        DESCANT_CHECK(teachHearing(run.weights, run.architecture, run.catalogue,
                                   stage(run, "hearing", 1.2e-3, settings.hearingSteps, 32), stop, run.told));
    summary.patchesRight = scoreSeeing(run.weights, run.architecture, run.preprocessing, run.catalogue).first;
    summary.soundsRight = scoreHearing(run.weights, run.architecture, run.catalogue);
    return {};
}

Outcome<void> teachAndScore(Run& run, const Tokenizer& tokenizer, TrainingSummary& summary, std::stop_token stop,
                            const ProgressSink& progress)
{
    const DemoTraining& settings = *run.settings;
    DemoClipSource train(run.catalogue, settings.seed, Split::Train, settings.clips);
    DemoClipSource test(run.catalogue, kTestSeed, Split::Test, settings.testClips);
    const Encoders encoders{&run.weights, run.architecture, run.preprocessing};
    DESCANT_TRY(const FeatureCache known, cacheFeatures(encoders, train, settings.work / "train", stop, progress));
    DESCANT_TRY(const FeatureCache kept, cacheFeatures(encoders, test, settings.work / "test", stop, progress));
    const CaptionTask task{run.architecture, &tokenizer, kPrompt, Learning::QFormerAndLanguageModel, 0.1};
    DESCANT_CHECK(teachCaptions(run.weights, task, known, stage(run, "captions", 1.5e-3, settings.captionSteps, 64),
                                stop, run.told));
    const auto score = [&](Senses senses) -> Outcome<ScoreCard> {
        DESCANT_TRY(const std::vector<std::string> said, captionsFor(run.weights, task, kept, senses, stop));
        DESCANT_TRY(ScoreCard card, scoreDemoCaptions(said));
        return card;
    };
    DESCANT_TRY(summary.both, score(Senses::Both));
    DESCANT_TRY(summary.silenced, score(Senses::SeenOnly));
    DESCANT_TRY(summary.blanked, score(Senses::HeardOnly));
    return {};
}

} // namespace

Outcome<TrainingSummary> trainDemoModel(const DemoTraining& training, std::stop_token stop,
                                        const ProgressSink& progress)
try {
    std::filesystem::create_directories(training.work);
    Run run;
    run.settings = &training;
    DESCANT_TRY(run.catalogue, demo_world::loadCatalogue());
    std::vector<std::string> sentences = demo_world::vocabularyText();
    sentences.emplace_back(kPrompt);
    DESCANT_TRY(run.vocabulary, learnVocabulary(sentences, kPieces));
    const std::filesystem::path spiece = training.work / "spiece.model";
    DESCANT_CHECK(writeFileAtomically(spiece, run.vocabulary));
    run.architecture = demoArchitecture(kPieces);
    DESCANT_TRY(const Tokenizer tokenizer, Tokenizer::load(spiece, kPieces));
    run.weights = freshWeights(run.architecture, training.seed);
    addHeads(run);
    run.told = [&](const StepReport& step) {
        run.loss = step.loss;
        run.steps = step.step;
        report(progress,
               fmt::format(R"({{"stage":"{}","step":{},"of":{},"loss":{:.4f},"samples_per_second":{:.1f}}})",
                           step.stage, step.step, step.steps, step.loss, step.samplesPerSecond),
               static_cast<double>(step.step) / static_cast<double>(step.steps));
    };
    TrainingSummary summary;
    DESCANT_CHECK(teachEncoders(run, summary, stop));
    if (training.captionSteps > 0)
        DESCANT_CHECK(teachAndScore(run, tokenizer, summary, stop, progress));
    summary.steps = run.steps;
    summary.loss = run.loss;
    DESCANT_CHECK(writeModel(run, summary, stop));
    return summary;
} catch (const std::exception& problem) {
    return fail(ErrorCode::TrainingFailed, "demo model", std::string(problem.what()).substr(0, 200));
}

} // namespace descant::training
