// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_assemble.h"

#include "core/inference/assemble_package.h"
#include "core/inference/json_file.h"

#include <CLI/CLI.hpp>

namespace descant::cli {
namespace {

using inference::AssembleRequest;
using inference::Elements;
using inference::LoraHandling;

struct AssembleOptions {
    std::string weights, authors, blip2, beats, qformer, spiece, config, out;
    std::string dtype = "as-stored";
    bool keepLora = false, mergeLora = false;
    std::optional<std::string> name, prompt;
};

Result<nlohmann::json> readConfig(const std::string& path)
{
    DESCANT_TRY(nlohmann::json json, inference::readJson(path, ErrorCode::ArchitectureInvalid));
    if (!json.is_object())
        return fail(ErrorCode::ArchitectureInvalid, path, "it holds no JSON object");
    return json.contains("architecture") && json["architecture"].is_object() ? json["architecture"] : json;
}

Elements elementsFrom(const std::string& name)
{
    return name == "fp32" ? Elements::Fp32
        : name == "bf16"  ? Elements::Bf16
        : name == "fp16"  ? Elements::Fp16
                          : Elements::AsStored;
}

/// Exactly one of the three kinds of source.
Result<void> setSource(AssembleRequest& request, const AssembleOptions& options)
{
    const int given = int(!options.weights.empty()) + int(!options.authors.empty()) + int(!options.blip2.empty());
    if (given != 1)
        return fail(ErrorCode::UsageWrong, "model assemble", "it takes one of --authors, --blip2 and --weights",
                    "see descant-cli model assemble --help");
    if (options.blip2.empty() && (!options.beats.empty() || !options.qformer.empty()))
        return fail(ErrorCode::UsageWrong, "model assemble", "--beats and --qformer belong to --blip2",
                    "see descant-cli model assemble --help");
    if (!options.authors.empty())
        request.from = inference::AuthorsFile{options.authors};
    else if (!options.blip2.empty())
        request.from = inference::HubFolder{options.blip2, options.beats, options.qformer};
    else
        request.from = inference::OwnWeights{options.weights};
    // What is foreign is merged, what is ours stays as it is, unless one says otherwise.
    const bool keeps = options.keepLora || (!options.weights.empty() && !options.mergeLora);
    request.choices = {elementsFrom(options.dtype), keeps ? LoraHandling::Keep : LoraHandling::Merge};
    return {};
}

Outcome<Answer> assembleModel(const AssembleOptions& options, const Context& context)
{
    AssembleRequest request;
    DESCANT_CHECK(setSource(request, options));
    request.tokenizer = options.spiece;
    request.name = options.name;
    request.prompt = options.prompt;
    request.out = options.out;
    if (!options.config.empty()) {
        DESCANT_TRY(request.architecture, readConfig(options.config));
    }
    DESCANT_CHECK(inference::assemblePackage(request, context.stop, context.progress));
    DESCANT_TRY(Answer answer, showModel(options.out));
    answer.json["out"] = options.out;
    answer.text = "written to " + options.out;
    return answer;
}

} // namespace

void addModelAssemble(CommandTable& table, CLI::App* group)
{
    CLI::App* command = table.command(group, "assemble", "Make a model package from weights");
    auto options = std::make_shared<AssembleOptions>();
    command->add_option("--authors", options->authors, "A training file of the authors, such as MSRVTT_best.pth");
    command->add_option("--blip2", options->blip2, "A hub folder of BLIP-2, such as Salesforce/blip2-flan-t5-xl");
    command->add_option("--beats", options->beats, "BEATs_iter3_plus_AS2M.pt, for --blip2");
    command->add_option("--qformer", options->qformer,
                        "A trained Q-Former (a training file or safetensors), for --blip2");
    command->add_option("--weights", options->weights,
                        "Weights of ours: *.safetensors, a folder of them, or a package");
    command->add_option("--spiece", options->spiece, "spiece.model (default: the one beside the weights)");
    command->add_option("--config", options->config,
                        "JSON with the architecture's values that the weights do not tell");
    command->add_option("--dtype", options->dtype, "as-stored, fp32, bf16 or fp16")
        ->check(CLI::IsMember({"as-stored", "fp32", "bf16", "fp16"}))
        ->capture_default_str();
    auto* keep = command->add_flag("--keep-lora", options->keepLora, "Leave low-rank additions apart");
    command->add_flag("--merge-lora", options->mergeLora, "Multiply them into their projections (the default)")
        ->excludes(keep);
    command->add_option("--name", options->name, "The package's name");
    command->add_option("--prompt", options->prompt, "The package's prompt");
    command->add_option("--out", options->out, "The package's folder")->required();
    table.onRun(command, [options](const Context& context) { return assembleModel(*options, context); });
}

} // namespace descant::cli
