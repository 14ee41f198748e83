// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/workflows/corpus_training.h"
#include "core/workflows/model_folder.h"

#include <fmt/format.h>

#include <cstdio>

namespace descant::cli {
namespace {

using training::CaptionTrainingSummary;
using training::StepReport;

struct TrainOptions {
    std::string corpus, media, base, out, work, name, split = "train", stage = "xe", learn = "qformer",
                                                      format = "msrvtt";
    std::string validationCorpus, validationMedia, validationSplit;
    std::int64_t steps = 0, epochs = 10, batch = 16, validationClips = 200;
    double rate = 1e-4, dropout = 0.1;
    std::uint64_t seed = 1;
    bool resume = false, replace = false, jsonProgress = false;
};

std::string splitNamed(const std::string& name)
{
    return name == "all" ? std::string() : name == "val" ? "validate" : name;
}

/// A folder under one spelling: "new/" and "new" have the same work folder beside them, not one inside.
std::filesystem::path folderNamed(const std::string& name)
{
    const std::filesystem::path path = std::filesystem::absolute(name).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

Result<workflows::CorpusTraining> trainingOf(const TrainOptions& options)
{
    if (options.stage != "xe")
        return fail(ErrorCode::NotSupported, "--stage " + options.stage, "this version learns by cross-entropy",
                    "use --stage xe");
    workflows::CorpusTraining training;
    training.how.base = options.base;
    if (options.base.empty()) {
        DESCANT_TRY(training.how.base, workflows::defaultModelFolder());
    }
    training.how.out = folderNamed(options.out);
    training.how.work = options.work.empty() ? training.how.out.string() + ".training" : options.work;
    // A training that goes on may write the package again that it wrote before.
    if (options.replace || options.resume)
        training.ifPackageThere = workflows::IfPackageThere::Replace;
    training.how.name = options.name;
    training.how.corpus = std::filesystem::path(options.corpus).filename().string();
    training.how.learning =
        options.learn == "all" ? training::Learning::QFormerAndLanguageModel : training::Learning::QFormer;
    training.how.begin = options.resume ? training::Begin::Resume : training::Begin::Fresh;
    training.how.steps = options.steps;
    training.how.batch = options.batch;
    training.how.rate = options.rate;
    training.how.dropout = options.dropout;
    training.how.seed = options.seed;
    training.clips = {options.corpus, options.media, splitNamed(options.split)};
    if (!options.validationCorpus.empty() || !options.validationSplit.empty())
        training.validation = {options.validationCorpus.empty() ? options.corpus : options.validationCorpus,
                               options.validationCorpus.empty() ? options.media : options.validationMedia,
                               splitNamed(options.validationSplit)};
    training.epochs = options.epochs;
    training.validationClips = options.validationClips;
    return training;
}

/// One line a report on standard error, for people or for programs.
void tell(const StepReport& step, bool json)
{
    endProgress();
    if (json)
        std::fprintf(stderr, "%s\n",
                     Json{{"stage", step.stage},
                          {"step", step.step},
                          {"steps", step.steps},
                          {"loss", step.loss},
                          {"samples_per_second", step.samplesPerSecond}}
                         .dump()
                         .c_str());
    else
        std::fprintf(stderr, "step %lld of %lld: loss %.4f, %.1f clips a second\n", static_cast<long long>(step.step),
                     static_cast<long long>(step.steps), step.loss, step.samplesPerSecond);
}

Json cardOf(const CaptionTrainingSummary& summary)
{
    Json card{{"steps", summary.steps}};
    if (const auto& judged = summary.validation)
        card["validation"] = {{"clips", judged->clips},
                              {"loss", judged->loss},
                              {"cider_d", judged->ciderD},
                              {"base_loss", judged->baseLoss},
                              {"base_cider_d", judged->baseCiderD},
                              {"captions", judged->captions}};
    return card;
}

Answer answerOf(const CaptionTrainingSummary& summary, const TrainOptions& options)
{
    Answer answer;
    answer.json = {{"steps", summary.steps},
                   {"loss", summary.loss ? Json(*summary.loss) : Json()},
                   {"samples_per_second", summary.samplesPerSecond},
                   {"out", options.out},
                   {"score_card", cardOf(summary)}};
    for (const training::SkippedClip& clip : summary.skipped)
        answer.json["skipped"].push_back({{"clip", clip.name}, {"error", errorToJson(clip.error)}});
    answer.text = fmt::format("{} steps; the new model is in {}", summary.steps, options.out);
    if (const auto& judged = summary.validation)
        answer.text +=
            fmt::format("\non {} clips that it did not learn from: CIDEr-D {:.3f} (before {:.3f}), loss {:.3f} "
                        "(before {:.3f})",
                        judged->clips, judged->ciderD, judged->baseCiderD, judged->loss, judged->baseLoss);
    if (!summary.skipped.empty())
        answer.text += fmt::format("\n{} clips could not be read and were left out; the first: {}",
                                   summary.skipped.size(), describe(summary.skipped.front().error));
    return answer;
}

Outcome<Answer> train(const TrainOptions& options, const Context& context)
{
    DESCANT_TRY(const workflows::CorpusTraining training, trainingOf(options));
    DESCANT_TRY(const CaptionTrainingSummary summary,
                workflows::trainOnCorpus(training, context.stop, context.progress,
                                         [&](const StepReport& step) { tell(step, options.jsonProgress); }));
    // A folder that nobody named is not left lying about.
    std::error_code ignored;
    if (options.work.empty())
        std::filesystem::remove_all(training.how.work, ignored);
    return answerOf(summary, options);
}

void addCorpusOptions(CLI::App* command, TrainOptions& options)
{
    command->add_option("--corpus", options.corpus, "The captions: MSR-VTT JSON")->required();
    command->add_option("--media", options.media, "Folder of the clips (default: beside the captions)");
    command->add_option("--format", options.format, "Of the captions")
        ->check(CLI::IsMember({"msrvtt"}))
        ->capture_default_str();
    const auto splits = CLI::IsMember({"train", "validate", "val", "test", "all"});
    command->add_option("--split", options.split, "The clips to learn from")->check(splits)->capture_default_str();
    command
        ->add_option("--validate", options.validationSplit,
                     "The clips to judge by (default: validate, where there are any)")
        ->check(splits);
    command->add_option("--validate-corpus", options.validationCorpus, "Captions of another corpus to judge by");
    command->add_option("--validate-media", options.validationMedia, "Folder of its clips");
    command->add_option("--validate-clips", options.validationClips, "Judge by at most so many")
        ->check(CLI::Range(1, 1000000))
        ->capture_default_str();
}

void addLearningOptions(CLI::App* command, TrainOptions& options)
{
    command->add_option("--stage", options.stage, "xe: cross-entropy")
        ->check(CLI::IsMember({"xe", "scst"}))
        ->capture_default_str();
    command->add_option("--learn", options.learn, "qformer: queries, Q-Former and projections; all: T5 too")
        ->check(CLI::IsMember({"qformer", "all"}))
        ->capture_default_str();
    command->add_option("--steps", options.steps, "Steps (default: as many as the epochs take)")
        ->check(CLI::Range(1, 100000000));
    command->add_option("--epochs", options.epochs, "How often each clip is learnt")
        ->check(CLI::Range(1, 100000))
        ->capture_default_str();
    command->add_option("--batch", options.batch, "Clips a step")->check(CLI::Range(1, 4096))->capture_default_str();
    command->add_option("--rate", options.rate, "The highest learning rate")
        ->check(CLI::Range(1e-9, 1.0))
        ->capture_default_str();
    command->add_option("--dropout", options.dropout, "Of Q-Former and T5")
        ->check(CLI::Range(0.0, 0.9))
        ->capture_default_str();
    command->add_option("--seed", options.seed, "The same seed gives the same training")->capture_default_str();
}

} // namespace

void addTrain(CommandTable& table)
{
    CLI::App* command = table.command("train", "Teach a model the captions of a corpus");
    auto options = std::make_shared<TrainOptions>();
    command->add_option("--base", options->base, "The model package to begin from (default: the active one, else the demo model)");
    command->add_option("--out", options->out, "Folder of the new model package")->required();
    command->add_flag("--replace", options->replace, "Write over the model package that --out holds already");
    command->add_option("--name", options->name, "Its name (default: the base's)");
    command->add_option("--work", options->work,
                        "Checkpoint and features; kept (default: beside --out, removed at the end)");
    command->add_flag("--resume", options->resume, "Go on where an interrupted training stopped");
    command->add_flag("--json-progress", options->jsonProgress, "Each report as one JSON line on standard error");
    addCorpusOptions(command, *options);
    addLearningOptions(command, *options);
    table.onRun(command, [options](const Context& context) { return train(*options, context); });
}

} // namespace descant::cli
