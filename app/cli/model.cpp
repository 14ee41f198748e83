// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/model_run.h"
#include "app/cli/output.h"

#include "core/inference/assemble_package.h"
#include "core/inference/json_file.h"

#include <fmt/format.h>

namespace descant::cli {
namespace {

struct AssembleOptions {
    std::string weights, spiece, config, dtype = "as-stored", authors, blip2, out;
    std::optional<std::string> name, prompt;
};

Outcome<Answer> showModel(const std::string& folder)
{
    DESCANT_TRY(const inference::ModelPackage package, inference::ModelPackage::open(folder));
    const nlohmann::json described = inference::describePackage(package);
    Answer answer;
    answer.json = Json::parse(described.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    answer.text = fmt::format("{} {} ({}), {} frames of {} pixels\n{}", package.name(), package.version(),
                              inference::variantName(package.architecture().variant), package.architecture().frames,
                              package.architecture().imageSize, answer.json.dump(2));
    return answer;
}

Outcome<Answer> verifyModel(const std::string& folder, const Context& context)
{
    DESCANT_TRY(const inference::PackageVerification found,
                inference::verifyPackage(folder, context.stop, context.progress));
    Answer answer;
    answer.json = {{"ok", true},
                   {"files", found.files},
                   {"tensors", found.tensors},
                   {"bytes", found.bytes},
                   {"warnings", found.warnings}};
    answer.text =
        fmt::format("{} is whole: {} files, {} tensors, {} bytes", folder, found.files, found.tensors, found.bytes);
    for (const std::string& warning : found.warnings)
        answer.text += "\nwarning: " + warning;
    return answer;
}

Result<nlohmann::json> readConfig(const std::string& path)
{
    DESCANT_TRY(nlohmann::json json, inference::readJson(path, ErrorCode::ArchitectureInvalid));
    if (!json.is_object())
        return fail(ErrorCode::ArchitectureInvalid, path, "it holds no JSON object");
    return json.contains("architecture") && json["architecture"].is_object() ? json["architecture"] : json;
}

Result<inference::AssembleRequest::Elements> elementsFrom(const std::string& name)
{
    using Elements = inference::AssembleRequest::Elements;
    if (name == "as-stored")
        return Elements::AsStored;
    if (name == "fp32")
        return Elements::Fp32;
    if (name == "bf16")
        return Elements::Bf16;
    if (name == "fp16")
        return Elements::Fp16;
    return fail(ErrorCode::UsageWrong, "--dtype " + name, "there are as-stored, fp32, bf16 and fp16");
}

Outcome<Answer> assembleModel(const AssembleOptions& options, const Context& context)
{
    if (!options.authors.empty() || !options.blip2.empty())
        return fail(ErrorCode::NotSupported, options.authors.empty() ? options.blip2 : options.authors,
                    "this version assembles packages from Descant's own weights", "give --weights");
    if (options.weights.empty())
        return fail(ErrorCode::UsageWrong, "model assemble", "--weights is missing",
                    "see descant-cli model assemble --help");
    inference::AssembleRequest request;
    request.weights = options.weights;
    request.tokenizer = options.spiece;
    request.name = options.name;
    request.prompt = options.prompt;
    request.out = options.out;
    DESCANT_TRY(request.elements, elementsFrom(options.dtype));
    if (!options.config.empty()) {
        DESCANT_TRY(request.architecture, readConfig(options.config));
    }
    DESCANT_CHECK(inference::assemblePackage(request, context.stop, context.progress));
    DESCANT_TRY(Answer answer, showModel(options.out));
    answer.json["out"] = options.out;
    answer.text = "written to " + options.out;
    return answer;
}

void addAssemble(CommandTable& table, CLI::App* group)
{
    CLI::App* command = table.command(group, "assemble", "Make a model package from weights");
    auto options = std::make_shared<AssembleOptions>();
    command->add_option("--weights", options->weights, "*.safetensors, a folder of them, or a package");
    command->add_option("--authors", options->authors, "A training file of the authors");
    command->add_option("--blip2", options->blip2, "A folder from a hub");
    command->add_option("--spiece", options->spiece, "spiece.model (default: the one beside the weights)");
    command->add_option("--config", options->config,
                        "JSON with the architecture's values that the weights do not tell");
    command->add_option("--dtype", options->dtype, "as-stored, fp32, bf16 or fp16")->capture_default_str();
    command->add_option("--name", options->name, "The package's name");
    command->add_option("--prompt", options->prompt, "The package's prompt");
    command->add_option("--out", options->out, "The package's folder")->required();
    table.onRun(command, [options](const Context& context) { return assembleModel(*options, context); });
}

} // namespace

void addModel(CommandTable& table)
{
    CLI::App* group = table.group("model", "Look into, check, make and run model packages");
    auto folder = std::make_shared<std::string>();
    CLI::App* info = table.command(group, "info", "What a package is: size, parts, memory");
    info->add_option("DIR", *folder, "The package's folder")->required();
    table.onRun(info, [folder](const Context&) { return showModel(*folder); });
    CLI::App* verify = table.command(group, "verify", "Whether a package is whole: hashes, shapes, values");
    verify->add_option("DIR", *folder, "The package's folder")->required();
    table.onRun(verify, [folder](const Context& context) { return verifyModel(*folder, context); });
    addModelRun(table, group);
    addAssemble(table, group);
}

} // namespace descant::cli
