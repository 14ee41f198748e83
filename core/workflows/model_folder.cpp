// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/model_folder.h"

#include "core/base/log.h"
#include "core/workflows/active_model.h"

#include <cstdlib>
#include <system_error>

namespace descant::workflows {

namespace fs = std::filesystem;

namespace {

/// Whether a folder of this name is the program's own: it holds the demo model.
bool holdsDemo(const fs::path& models) { return looksLikePackage(models / "demo"); }

/// The active model while it is there; what is in the way is told once a call and is no reason to stop.
std::optional<fs::path> activeFolder()
{
    const Result<ActiveModel> choice = readActiveModel();
    if (!choice) {
        log::warning("{}; the demo model is used", describe(choice.error()));
        return std::nullopt;
    }
    if (choice->folder.empty())
        return std::nullopt;
    if (looksLikePackage(choice->folder))
        return choice->folder;
    log::warning("The active model is gone: {}: the demo model is used; choose another one with \"model activate\"",
                 choice->folder.string());
    return std::nullopt;
}

} // namespace

bool looksLikePackage(const fs::path& folder)
{
    std::error_code ignored;
    return fs::is_regular_file(folder / "descant-model.json", ignored);
}

std::vector<fs::path> shippedModelFolders()
{
    std::error_code problem;
    std::vector<fs::path> found;
    const fs::path program = fs::read_symlink("/proc/self/exe", problem);
    for (fs::path folder = program.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
        for (const char* inside : {"models", "share/descant/models"}) {
            if (holdsDemo(folder / inside))
                found.push_back(folder / inside);
        }
    }
    return found;
}

Result<fs::path> demoModelFolder()
{
    const std::vector<fs::path> shipped = shippedModelFolders();
    if (shipped.empty())
        return fail(ErrorCode::NoModel, "models/demo", "the demo model was not found",
                    "name a model package with --model");
    return shipped.front() / "demo";
}

Result<fs::path> defaultModelFolder()
{
    if (const char* chosen = std::getenv("DESCANT_MODEL"); chosen != nullptr && *chosen != '\0')
        return fs::path(chosen);
    if (const std::optional<fs::path> active = activeFolder())
        return *active;
    return demoModelFolder();
}

} // namespace descant::workflows
