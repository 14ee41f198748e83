// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_random.h"

#include "core/inference/json_file.h"
#include "core/inference/random_models/random_model.h"

#include <fmt/format.h>

#include <chrono>

namespace descant::cli {
namespace {

struct RandomOptions {
    std::string out, like = "published", layout = "package", dtype = "bf16";
    std::uint64_t seed = 1;
};

inference::ElementType elementFrom(const std::string& name)
{
    return name == "fp32" ? inference::ElementType::F32
        : name == "fp16"  ? inference::ElementType::F16
                          : inference::ElementType::BF16;
}

Outcome<Answer> makeRandomModel(const RandomOptions& options, const Context& context)
{
    inference::RandomModel model;
    DESCANT_TRY(model.architecture, architectureLike(options.like));
    model.type = elementFrom(options.dtype);
    model.seed = options.seed;
    const auto write = options.layout == "hub" ? inference::writeRandomHubFolder
        : options.layout == "authors"          ? inference::writeRandomAuthorsFile
        : options.layout == "beats"            ? inference::writeRandomBeatsFile
                                               : inference::writeRandomPackage;
    const auto start = std::chrono::steady_clock::now();
    DESCANT_CHECK(write(options.out, model, context.stop, context.progress));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    Answer answer;
    answer.json = {{"out", options.out}, {"layout", options.layout}, {"seed", options.seed}, {"seconds", took.count()}};
    answer.text = fmt::format("written to {} in {:.1f} s", options.out, took.count());
    return answer;
}

} // namespace

Result<inference::Architecture> architectureLike(const std::string& likeness)
{
    if (likeness == "published") {
        inference::Architecture published;
        published.lora = inference::LoraShape{};
        return published;
    }
    DESCANT_TRY(const nlohmann::json json, inference::readJson(likeness, ErrorCode::ArchitectureInvalid));
    const bool nested = json.is_object() && json.contains("architecture");
    return inference::architectureFromJson(nested ? json["architecture"] : json);
}

void addModelRandom(CommandTable& table, CLI::App* group)
{
    CLI::App* command =
        table.command(group, "random", "Make a model of any size that was never trained, to try a machine with");
    auto options = std::make_shared<RandomOptions>();
    command->add_option("--out", options->out, "Folder of the package or hub folder, or the file")->required();
    command->add_option("--like", options->like, "published, or a JSON file with an architecture")
        ->capture_default_str();
    command->add_option("--layout", options->layout, "package, hub, authors (a .pth) or beats (a .pt)")
        ->check(CLI::IsMember({"package", "hub", "authors", "beats"}))
        ->capture_default_str();
    command->add_option("--dtype", options->dtype, "bf16, fp16 or fp32; the authors' layout has types of its own")
        ->check(CLI::IsMember({"bf16", "fp16", "fp32"}))
        ->capture_default_str();
    command->add_option("--seed", options->seed, "The same seed gives the same bytes")->capture_default_str();
    table.onRun(command, [options](const Context& context) { return makeRandomModel(*options, context); });
}

} // namespace descant::cli
