// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/model_library.h"

#include "core/base/file.h"
#include "core/inference/model_package.h"
#include "core/workflows/active_model.h"
#include "core/workflows/model_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <system_error>
#include <tuple>

namespace descant::workflows {

namespace fs = std::filesystem;

namespace {

/// One spelling for a folder that may be reached by links; as it stands when it is gone.
fs::path resolved(const fs::path& folder)
{
    std::error_code problem;
    fs::path found = folder.empty() ? folder : fs::weakly_canonical(fs::absolute(folder, problem), problem);
    return problem ? folder : found;
}

std::uint64_t bytesOf(const fs::path& folder)
{
    std::uint64_t bytes = 0;
    std::error_code problem;
    for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
        std::error_code unreadable;
        const std::uintmax_t size = at->is_regular_file(unreadable) ? at->file_size(unreadable) : 0;
        bytes += unreadable ? 0 : size;
    }
    return bytes;
}

void describeInto(LibraryModel& model, const inference::ModelPackage& package)
{
    model.name = package.name();
    model.version = package.version();
    model.licence = package.licence();
    model.variant = inference::variantName(package.architecture().variant);
    const nlohmann::json described = inference::describePackage(package);
    model.parameters = described["parameters"]["total"].get<std::int64_t>();
    for (const auto& [precision, bytes] : described["memory"].items())
        model.memory.emplace_back(precision, bytes.get<std::uint64_t>());
}

/// The folders that are asked about, each once, with the place that knows it best.
class Finder {
public:
    void add(const fs::path& folder, ModelPlace place)
    {
        const fs::path found = resolved(folder);
        if (m_known.insert(found).second)
            m_folders.emplace_back(found, place);
    }
    /// Every package of a folder of packages.
    void addAllOf(const fs::path& models, ModelPlace place)
    {
        std::error_code problem;
        for (fs::directory_iterator at(models, problem), end; !problem && at != end; at.increment(problem)) {
            if (looksLikePackage(at->path()))
                add(at->path(), place);
        }
    }
    const std::vector<std::pair<fs::path, ModelPlace>>& folders() const { return m_folders; }

private:
    std::set<fs::path> m_known;
    std::vector<std::pair<fs::path, ModelPlace>> m_folders;
};

Finder findAll()
{
    Finder finder;
    for (const fs::path& models : shippedModelFolders())
        finder.addAllOf(models, ModelPlace::Shipped);
    finder.addAllOf(libraryFolder(), ModelPlace::Library);
    if (const char* chosen = std::getenv("DESCANT_MODEL"); chosen != nullptr && *chosen != '\0')
        finder.add(chosen, ModelPlace::Elsewhere);
    const ActiveModel choice = readActiveModel().value_or(ActiveModel{});
    // One that is gone is listed too, with the reason, so that a person sees what became of it.
    if (!choice.folder.empty())
        finder.add(choice.folder, ModelPlace::Elsewhere);
    if (choice.previous && looksLikePackage(*choice.previous))
        finder.add(*choice.previous, ModelPlace::Elsewhere);
    return finder;
}

} // namespace

fs::path libraryFolder() { return dataFolder() / "models"; }

LibraryModel describeModel(const fs::path& folder)
{
    LibraryModel model;
    model.folder = resolved(folder);
    model.name = model.folder.filename().string();
    model.bytes = bytesOf(model.folder);
    const Result<inference::ModelPackage> package = inference::ModelPackage::open(model.folder);
    if (package)
        describeInto(model, *package);
    else
        model.problem = package.error();
    return model;
}

std::vector<LibraryModel> listModels()
{
    const fs::path demo = resolved(demoModelFolder().value_or(fs::path()));
    const fs::path active = resolved(defaultModelFolder().value_or(fs::path()));
    std::vector<LibraryModel> models;
    const Finder finder = findAll();
    for (const auto& [folder, place] : finder.folders()) {
        models.push_back(describeModel(folder));
        models.back().place = place;
        models.back().demo = folder == demo;
        models.back().active = folder == active;
    }
    std::stable_sort(models.begin(), models.end(), [](const LibraryModel& left, const LibraryModel& right) {
        return std::make_tuple(!left.demo, left.name, left.folder)
            < std::make_tuple(!right.demo, right.name, right.folder);
    });
    return models;
}

} // namespace descant::workflows
