// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/library_models.h"

#include "app/desktop/inspected_sources.h"
#include "core/inference/assemble_package.h"
#include "core/inference/model_package.h"
#include "core/inference/placement.h"
#include "core/workflows/active_model.h"
#include "core/workflows/model_fetch.h"
#include "core/workflows/model_folder.h"
#include "core/workflows/model_library.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace descant::desktop {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestFolderName = 60;

/// The numbers of a score card that people compare models by; a card may keep them under the senses they were judged
/// with.
std::string scoreWords(const nlohmann::json& manifest)
{
    const auto card = manifest.find("score_card");
    if (card == manifest.end() || !card->is_object())
        return {};
    const auto both = card->find("both");
    const nlohmann::json& scores = both != card->end() && both->is_object() ? *both : *card;
    std::string words;
    constexpr std::pair<const char*, const char*> kScores[] = {
        {"cider_d", "CIDEr-D"}, {"meteor", "METEOR"}, {"rouge_l", "ROUGE-L"}, {"bleu4", "BLEU-4"}, {"spice", "SPICE"}};
    for (const auto& [key, name] : kScores) {
        if (const auto score = scores.find(key); score != scores.end() && score->is_number())
            words += fmt::format("{}{} {:.3f}", words.empty() ? "" : " · ", name, score->get<double>());
    }
    return words;
}

void addManifest(ui::ModelValue& value, const nlohmann::json& manifest)
{
    value.scoreCard = scoreWords(manifest);
    if (const auto source = manifest.find("source"); source != manifest.end() && source->is_array()) {
        for (const nlohmann::json& line : *source) {
            if (line.is_string())
                value.source.push_back(line);
        }
    }
}

ui::ModelValue toValue(const workflows::LibraryModel& model, const inference::Machine& machine)
{
    ui::ModelValue value;
    value.folder = model.folder;
    value.name = model.name;
    value.version = model.version;
    value.variant = model.variant;
    value.licence = model.licence;
    value.bytes = model.bytes;
    value.parameters = model.parameters;
    for (const auto& [precision, bytes] : model.memory)
        value.memory.push_back({precision, bytes});
    value.keeping = model.place == workflows::ModelPlace::Library && !model.demo ? ui::ModelValue::Keeping::MayBeDeleted
                                                                                 : ui::ModelValue::Keeping::Fixed;
    value.problem = model.problem;
    if (const auto package = inference::ModelPackage::open(model.folder)) {
        addManifest(value, package->manifest());
        if (const auto best = inference::place(*package, std::nullopt, machine))
            value.best = {inference::precisionName(best->precision), best->reason};
    }
    return value;
}

Result<fs::path> folderOf(const workflows::ActiveModel& choice)
{
    return choice.folder.empty() ? workflows::demoModelFolder() : Result<fs::path>(choice.folder);
}

/// A folder for a new package that is not there yet, named after it.
fs::path newFolder(const std::string& name)
{
    std::string plain;
    for (const unsigned char c : name) {
        if (std::isalnum(c) != 0 || c >= 0x80)
            plain += static_cast<char>(c);
        else if (!plain.empty() && plain.back() != '-')
            plain += '-';
    }
    plain = plain.empty() || plain == "-" ? "model" : plain.substr(0, kLongestFolderName);
    const fs::path library = workflows::libraryFolder();
    std::error_code ignored;
    fs::path folder = library / plain;
    for (int number = 2; fs::exists(folder, ignored); ++number)
        folder = library / fmt::format("{}-{}", plain, number);
    return folder;
}

} // namespace

fs::path LibraryModels::activeFolder() { return workflows::defaultModelFolder().value_or(fs::path()); }

ui::ModelShelf LibraryModels::shelf()
{
    ui::ModelShelf shelf;
    const inference::Machine machine = inference::thisMachine(std::nullopt);
    for (const workflows::LibraryModel& model : workflows::listModels())
        shelf.models.push_back(toValue(model, machine));
    if (const auto choice = workflows::readActiveModel(); choice && choice->previous) {
        const workflows::ActiveModel before{*choice->previous, {}};
        if (const auto folder = folderOf(before))
            shelf.previous = workflows::describeModel(*folder).name;
    }
    shelf.freeMemory = machine.memory;
    shelf.library = workflows::libraryFolder();
    return shelf;
}

Result<fs::path> LibraryModels::activate(const fs::path& folder)
{
    std::error_code ignored;
    const auto demo = workflows::demoModelFolder();
    const bool isDemo = demo && fs::equivalent(*demo, folder, ignored);
    DESCANT_TRY(const workflows::ActiveModel choice,
                isDemo ? workflows::activateDemoModel() : workflows::activateModel(folder));
    return folderOf(choice);
}

Result<fs::path> LibraryModels::activatePrevious()
{
    DESCANT_TRY(const workflows::ActiveModel choice, workflows::activatePreviousModel());
    return folderOf(choice);
}

Outcome<std::string> LibraryModels::verify(const fs::path& folder, std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(const inference::PackageVerification seen, inference::verifyPackage(folder, std::move(stop), progress));
    std::string words =
        fmt::format("{} is whole: {} files, {} tensors", folder.filename().string(), seen.files, seen.tensors);
    for (const std::string& warning : seen.warnings)
        words += "; " + warning;
    return words;
}

Result<void> LibraryModels::remove(const fs::path& folder)
{
    const std::vector<workflows::LibraryModel> known = workflows::listModels();
    const bool allowed = std::any_of(known.begin(), known.end(), [&](const workflows::LibraryModel& model) {
        return model.folder == folder && model.place == workflows::ModelPlace::Library && !model.demo && !model.active;
    });
    if (!allowed)
        return fail(ErrorCode::EditRefused, folder.string(),
                    "only a model of the library that is not in use is deleted",
                    "use another model first, or delete the folder by hand");
    std::error_code problem;
    fs::remove_all(folder, problem);
    if (problem)
        return fail(ErrorCode::FileNotWritable, folder.string(), problem.message());
    return {};
}

Outcome<ui::InspectionValue> LibraryModels::inspect(const ui::PickedSources& sources, std::stop_token stop)
{
    DESCANT_TRY(const inference::SourcesInspection inspection,
                inference::inspectSources(sources.picked, {sources.beats, sources.qformer, sources.tokenizer}, stop));
    return toValue(inspection, sources);
}

Outcome<fs::path> LibraryModels::assemble(const ui::AssemblyWish& wish, std::stop_token stop,
                                          const ProgressSink& progress)
{
    // Looked at once more: the files may have changed since they were shown.
    const ui::PickedSources& sources = wish.sources;
    DESCANT_TRY(const inference::SourcesInspection inspection,
                inference::inspectSources(sources.picked, {sources.beats, sources.qformer, sources.tokenizer}, stop));
    if (!inspection.isReady())
        return fail(ErrorCode::FileChanged, sources.picked.string(), "something is missing that was there before",
                    "choose it again and look at what is missing");
    inference::AssembleRequest request = inspection.plan->request;
    request.name = wish.name;
    request.choices = {wish.dtype == "fp32"       ? inference::Elements::Fp32
                           : wish.dtype == "bf16" ? inference::Elements::Bf16
                                                  : inference::Elements::AsStored,
                       wish.lora == ui::AssemblyWish::Lora::Keep ? inference::LoraHandling::Keep
                                                                 : inference::LoraHandling::Merge};
    request.out = newFolder(wish.name);
    std::error_code problem;
    fs::create_directories(request.out.parent_path(), problem);
    if (problem)
        return fail(ErrorCode::FileNotWritable, request.out.parent_path().string(), problem.message());
    DESCANT_CHECK(inference::assemblePackage(request, std::move(stop), progress));
    return request.out;
}

std::vector<ui::Download> LibraryModels::downloads()
{
    std::vector<ui::Download> offered;
    for (const inference::PublishedItem& item : inference::publishedItems())
        offered.push_back({item.id, item.title, item.licence, item.bytes});
    return offered;
}

Outcome<fs::path> LibraryModels::download(const std::string& id, std::stop_token stop, const ProgressSink& progress)
{
    workflows::FetchRequest request;
    request.items = {id};
    request.folder = workflows::downloadsFolder();
    DESCANT_TRY(const workflows::FetchPlan plan, workflows::planFetch(request, stop, progress));
    DESCANT_CHECK(workflows::fetchFiles(plan, stop, progress));
    return request.folder / id;
}

} // namespace descant::desktop
