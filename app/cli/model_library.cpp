// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_library.h"

#include "app/cli/output.h"
#include "core/base/log.h"
#include "core/workflows/active_model.h"
#include "core/workflows/model_folder.h"
#include "core/workflows/model_library.h"

#include <fmt/format.h>

#include <cstdlib>

namespace descant::cli {
namespace {

using workflows::ActiveModel;
using workflows::LibraryModel;
using workflows::ModelPlace;

const char* placeName(ModelPlace place)
{
    return place == ModelPlace::Shipped ? "shipped" : place == ModelPlace::Library ? "library" : "elsewhere";
}

std::string gigabytes(std::uint64_t bytes)
{
    return bytes < 100'000'000 ? fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6)
                               : fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

Json toJson(const LibraryModel& model)
{
    Json json = {{"folder", model.folder.string()}, {"name", model.name},
                 {"version", model.version},        {"variant", model.variant},
                 {"licence", model.licence},        {"bytes", model.bytes},
                 {"parameters", model.parameters},  {"memory", Json::object()},
                 {"place", placeName(model.place)}, {"demo", model.demo},
                 {"active", model.active},          {"problem", nullptr}};
    for (const auto& [precision, bytes] : model.memory)
        json["memory"][precision] = bytes;
    if (model.problem)
        json["problem"] = errorToJson(*model.problem);
    return json;
}

std::string lineOf(const LibraryModel& model)
{
    const std::string mark = model.active ? "* " : "  ";
    if (model.problem)
        return fmt::format("{}{}  {}\n      cannot be used: {}", mark, model.name, model.folder.string(),
                           describe(*model.problem));
    std::string memory;
    for (const auto& [precision, bytes] : model.memory)
        memory += fmt::format(", {} in {}", gigabytes(bytes), precision);
    return fmt::format("{}{} {} ({}, {}), {} on disk{}\n      {}", mark, model.name, model.version, model.variant,
                       model.licence.empty() ? "licence not stated" : model.licence, gigabytes(model.bytes), memory,
                       model.folder.string());
}

Outcome<Answer> listLibrary()
{
    Answer answer;
    answer.json = {{"library", workflows::libraryFolder().string()}, {"models", Json::array()}};
    for (const LibraryModel& model : workflows::listModels()) {
        answer.json["models"].push_back(toJson(model));
        answer.text += lineOf(model) + "\n";
    }
    answer.text += "Packages are looked for in " + workflows::libraryFolder().string();
    return answer;
}

struct ActivateOptions {
    std::string folder;
    bool demo = false, previous = false;
};

Result<ActiveModel> activate(const ActivateOptions& options)
{
    if (int(!options.folder.empty()) + int(options.demo) + int(options.previous) != 1)
        return fail(ErrorCode::UsageWrong, "model activate", "it takes one of DIR, --demo and --previous",
                    "see descant-cli model activate --help");
    return options.demo    ? workflows::activateDemoModel()
        : options.previous ? workflows::activatePreviousModel()
                           : workflows::activateModel(options.folder);
}

Outcome<Answer> activateModel(const ActivateOptions& options)
{
    DESCANT_TRY(const ActiveModel choice, activate(options));
    std::filesystem::path folder = choice.folder;
    if (folder.empty()) {
        DESCANT_TRY(folder, workflows::demoModelFolder());
    }
    const LibraryModel model = workflows::describeModel(folder);
    Answer answer;
    answer.json = {{"active", toJson(model)}, {"previous", nullptr}};
    answer.json["active"]["demo"] = choice.folder.empty();
    answer.json["active"]["active"] = true;
    if (choice.previous)
        answer.json["previous"] = choice.previous->empty() ? Json("demo") : Json(choice.previous->string());
    answer.text = fmt::format("{} proposes from now on, here and in the window: {}", model.name, folder.string());
    if (choice.previous)
        answer.text += "\nto go back: descant-cli model activate --previous";
    if (const char* named = std::getenv("DESCANT_MODEL"); named != nullptr && *named != '\0')
        log::warning("DESCANT_MODEL is set and goes before the active model: {}", named);
    return answer;
}

} // namespace

void addModelActivate(CommandTable& table, CLI::App* group)
{
    CLI::App* command = table.command(group, "activate", "Choose the model that proposes when nobody names one");
    auto options = std::make_shared<ActivateOptions>();
    command->add_option("DIR", options->folder, "The package's folder");
    command->add_flag("--demo,--none", options->demo, "Go back to the demo model");
    command->add_flag("--previous", options->previous, "Go back to the one before");
    table.onRun(command, [options](const Context&) { return activateModel(*options); });
}

void addModelList(CommandTable& table, CLI::App* group)
{
    CLI::App* command = table.command(group, "list", "The packages that are known, and which one is active");
    table.onRun(command, [](const Context&) { return listLibrary(); });
}

} // namespace descant::cli
