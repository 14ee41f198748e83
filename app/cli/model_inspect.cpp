// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_inspect.h"

#include "core/inference/inspect_sources.h"

#include <fmt/format.h>

namespace descant::cli {
namespace {

using inference::FoundSource;
using inference::MissingPart;
using inference::SourcesInspection;

double gigabytes(std::uint64_t bytes) { return static_cast<double>(bytes) * 1e-9; }

std::string textOf(const FoundSource& found)
{
    std::string line = fmt::format("{}: {}", found.path.string(), inference::sourceKindName(found.kind));
    if (!found.variant.empty())
        line += ", " + found.variant;
    line += fmt::format(", {:.3f} GB", gigabytes(found.bytes));
    return found.problem ? line + "\n    " + describe(*found.problem) : line;
}

std::string textOf(const MissingPart& part)
{
    return fmt::format("{}: {} ({}): {}", part.need == MissingPart::Need::Required ? "missing" : "without", part.what,
                       part.reason, part.advice);
}

std::string textOf(const SourcesInspection& inspection)
{
    std::string text;
    for (const FoundSource& found : inspection.found)
        text += textOf(found) + "\n";
    for (const MissingPart& part : inspection.missing)
        text += textOf(part) + "\n";
    if (!inspection.plan)
        return text + "no package can be made of it yet";
    return text
        + fmt::format("{} package of {:.3f} GB with {} parameters",
                      inference::variantName(inspection.plan->architecture.variant),
                      gigabytes(inspection.plan->bytes.at("as-stored")), inspection.plan->parameters.at("total"));
}

Outcome<Answer> inspect(const std::string& path, const inference::SourceAdditions& additions, const Context& context)
{
    DESCANT_TRY(const SourcesInspection inspection, inference::inspectSources(path, additions, context.stop));
    Answer answer;
    const std::string described =
        inference::describeInspection(inspection).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    answer.json = Json::parse(described);
    answer.text = textOf(inspection);
    return answer;
}

} // namespace

void addModelInspect(CommandTable& table, CLI::App* group)
{
    CLI::App* command = table.command(group, "inspect", "What a file or folder is, and what it lacks to be a model");
    auto path = std::make_shared<std::string>();
    auto additions = std::make_shared<inference::SourceAdditions>();
    command->add_option("PATH", *path, "A package, a hub folder, a checkpoint, or a folder of them")->required();
    command->add_option("--beats", additions->beats, "A BEATs file beside it");
    command->add_option("--qformer", additions->qformer, "A trained Q-Former beside it");
    command->add_option("--spiece", additions->tokenizer, "spiece.model");
    table.onRun(command, [path, additions](const Context& context) { return inspect(*path, *additions, context); });
}

} // namespace descant::cli
