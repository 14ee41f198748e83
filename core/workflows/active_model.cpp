// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/active_model.h"

#include "core/base/file.h"
#include "core/inference/json_file.h"
#include "core/inference/model_package.h"
#include "core/workflows/model_folder.h"

#include <nlohmann/json.hpp>

#include <system_error>

namespace descant::workflows {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// A path as the file holds it: null for none, "" for the demo model.
Result<std::optional<fs::path>> pathIn(const json& document, const char* member)
{
    const auto found = document.find(member);
    if (found == document.end() || found->is_null())
        return std::optional<fs::path>();
    if (!found->is_string())
        return fail(ErrorCode::FormatInvalid, activeModelFile().string(), std::string(member) + " is no text",
                    "choose the model again");
    return std::optional<fs::path>(fs::path(found->get<std::string>()));
}

/// Bytes that are no UTF-8 could not be read back.
Result<void> write(const ActiveModel& choice)
{
    const fs::path file = activeModelFile();
    json document = {{"format", 1}, {"active", choice.folder.string()}};
    document["previous"] = choice.previous ? json(choice.previous->string()) : json();
    std::string text;
    try {
        text = document.dump(2) + "\n";
    } catch (const json::exception&) {
        return fail(ErrorCode::NotSupported, choice.folder.string(), "the name of the folder is not UTF-8",
                    "give the folder another name");
    }
    std::error_code problem;
    fs::create_directories(file.parent_path(), problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), file.parent_path(), ErrorCode::FileNotWritable));
    return writeFileAtomically(file, text);
}

/// Makes `folder` the active one. Choosing what is chosen already changes nothing: one step back stays one step back.
Result<ActiveModel> choose(const fs::path& folder)
{
    // A damaged file is replaced: what it said is lost anyway.
    const ActiveModel before = readActiveModel().value_or(ActiveModel{});
    if (before.folder == folder)
        return before;
    const ActiveModel choice{folder, before.folder};
    DESCANT_CHECK(write(choice));
    return choice;
}

Result<fs::path> openable(const fs::path& folder)
{
    DESCANT_CHECK(inference::ModelPackage::open(folder));
    std::error_code problem;
    fs::path absolute = fs::canonical(folder, problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), folder, ErrorCode::FileNotReadable));
    return absolute;
}

} // namespace

fs::path activeModelFile() { return configFolder() / "active-model.json"; }

Result<ActiveModel> readActiveModel()
{
    const fs::path file = activeModelFile();
    std::error_code problem;
    if (!fs::exists(file, problem))
        return ActiveModel{};
    DESCANT_TRY(const json document, inference::readJson(file, ErrorCode::FormatInvalid));
    if (!document.is_object())
        return fail(ErrorCode::FormatInvalid, file.string(), "it holds no JSON object", "choose the model again");
    ActiveModel choice;
    DESCANT_TRY(const std::optional<fs::path> active, pathIn(document, "active"));
    DESCANT_TRY(choice.previous, pathIn(document, "previous"));
    choice.folder = active.value_or(fs::path());
    return choice;
}

Result<ActiveModel> activateModel(const fs::path& folder)
{
    DESCANT_TRY(const fs::path found, openable(folder));
    std::error_code problem;
    const Result<fs::path> demo = demoModelFolder();
    // By its name, so that it is found again when the program moves.
    if (demo && fs::equivalent(*demo, found, problem))
        return choose({});
    return choose(found);
}

Result<ActiveModel> activateDemoModel() { return choose({}); }

Result<ActiveModel> activatePreviousModel()
{
    DESCANT_TRY(const ActiveModel choice, readActiveModel());
    if (!choice.previous)
        return fail(ErrorCode::NoModel, "the model before this one", "no other was active yet");
    return choice.previous->empty() ? activateDemoModel() : activateModel(*choice.previous);
}

} // namespace descant::workflows
