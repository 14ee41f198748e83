// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_run.h"

#include "core/inference/component_runner.h"
#include "core/media/frame_sampling.h"

namespace descant::cli {
namespace {

struct RunOptions {
    std::string model, component, inputs, out, text, resize, precision = "fp32", device = "cpu", scorer, earlyStopping,
                                                             prefix;
    int sampleRate = inference::kModelSampleRate;
    std::optional<int> size;
    std::optional<std::int64_t> beams, maxNewTokens, minLength, noRepeatNgram, candidates, beamGroups;
    std::optional<double> lengthPenalty, repetitionPenalty, diversityPenalty;
};

template <typename Value> void take(Value& value, const std::optional<Value>& wanted)
{
    value = wanted.value_or(value);
}

/// The package's way of decoding with what the options change.
Result<inference::GenerationSettings> generationOf(const RunOptions& options)
{
    DESCANT_TRY(const inference::ModelPackage package, inference::ModelPackage::open(options.model));
    inference::GenerationSettings settings = package.generation();
    take(settings.beams, options.beams);
    take(settings.maxNewTokens, options.maxNewTokens);
    take(settings.minLength, options.minLength);
    take(settings.lengthPenalty, options.lengthPenalty);
    take(settings.repetitionPenalty, options.repetitionPenalty);
    take(settings.noRepeatNgram, options.noRepeatNgram);
    take(settings.candidates, options.candidates);
    take(settings.beamGroups, options.beamGroups);
    take(settings.diversityPenalty, options.diversityPenalty);
    if (!options.earlyStopping.empty())
        settings.earlyStopping = options.earlyStopping == "never" ? inference::EarlyStopping::Never
            : options.earlyStopping == "1"                        ? inference::EarlyStopping::Yes
                                                                  : inference::EarlyStopping::No;
    if (!options.scorer.empty())
        settings.scorer = options.scorer == "new" ? inference::Scorer::New : inference::Scorer::Old;
    return settings;
}

Outcome<Answer> runComponent(const RunOptions& options, const Context& context)
{
    inference::ComponentRequest request;
    request.package = options.model;
    request.component = options.component;
    request.inputs = options.inputs;
    request.outputs = options.out;
    request.text = options.text;
    request.prefix = options.prefix;
    request.sampleRate = options.sampleRate;
    request.size = options.size;
    request.device = options.device;
    request.resizeFunction = [](ImageView image, int width, int height) {
        return media::resizeSwscaleBilinear(image, {width, height});
    };
    DESCANT_TRY(request.precision, inference::precisionFromName(options.precision));
    if (!options.resize.empty()) {
        DESCANT_TRY(request.resize, inference::resizeRecipeFromName(options.resize));
    }
    if (options.component == "generate") {
        DESCANT_TRY(request.generation, generationOf(options));
    }
    if (options.component != "tokenizer" && options.inputs.empty())
        return fail(ErrorCode::UsageWrong, "model run", "--inputs is missing", "see descant-cli model run --help");
    DESCANT_CHECK(inference::runComponent(request, context.stop, context.progress));
    Answer answer;
    answer.json = {{"component", options.component},
                   {"out", options.out},
                   {"precision", options.precision},
                   {"device", options.device}};
    answer.text = "written to " + options.out;
    return answer;
}

void addGenerationOptions(CLI::App* command, RunOptions& options)
{
    command->add_option("--beams", options.beams, "generate: width of the search; 1 is greedy");
    command->add_option("--max-new-tokens", options.maxNewTokens, "generate: at most so many tokens");
    command->add_option("--min-length", options.minLength, "generate: at least so many, the start counted");
    command->add_option("--length-penalty", options.lengthPenalty, "generate: exponent of the length");
    command->add_option("--repetition-penalty", options.repetitionPenalty, "generate: 1 is none");
    command->add_option("--no-repeat-ngram", options.noRepeatNgram, "generate: 0 is off");
    command->add_option("--early-stopping", options.earlyStopping, "generate: 0, 1 or never")
        ->check(CLI::IsMember({"0", "1", "never"}));
    command->add_option("--beam-groups", options.beamGroups, "generate: groups that avoid each other's tokens");
    command->add_option("--diversity-penalty", options.diversityPenalty,
                        "generate: what a token of an earlier group costs");
    command->add_option("--prefix", options.prefix, "generate: the text that every caption begins with");
    command->add_option("--scorer", options.scorer, "generate: old or new")->check(CLI::IsMember({"old", "new"}));
    command->add_option("--return", options.candidates, "generate: so many sequences a clip");
}

} // namespace

void addModelRun(CommandTable& table, CLI::App* group)
{
    CLI::App* command = table.command(group, "run", "Run one part of a model on tensors, to compare it with others");
    auto options = std::make_shared<RunOptions>();
    command->add_option("--model", options->model, "The package's folder")->required();
    command->add_option("--component", options->component, "Which part")
        ->required()
        ->check(CLI::IsMember(inference::componentNames()));
    command->add_option("--inputs", options->inputs, "*.safetensors with the inputs");
    command->add_option("--out", options->out, "*.safetensors for the outputs")->required();
    command->add_option("--text", options->text, "tokenizer: the text");
    command->add_option("--sample-rate", options->sampleRate, "preprocess: of \"waveform\"")->capture_default_str();
    command->add_option("--resize", options->resize, "preprocess: swscale-bilinear or pillow-bicubic");
    command->add_option("--size", options->size, "preprocess: edge in pixels")->check(CLI::Range(1, 8192));
    command->add_option("--precision", options->precision, "fp32, bf16 or int8")->capture_default_str();
    command->add_option("--device", options->device, "cpu, cuda:0 or auto")->capture_default_str();
    addGenerationOptions(command, *options);
    table.onRun(command, [options](const Context& context) { return runComponent(*options, context); });
}

} // namespace descant::cli
