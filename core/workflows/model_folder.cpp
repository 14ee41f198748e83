// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/model_folder.h"

#include <cstdlib>
#include <system_error>

namespace descant::workflows {
namespace {

bool isPackage(const std::filesystem::path& folder)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(folder / "descant-model.json", ignored);
}

} // namespace

Result<std::filesystem::path> defaultModelFolder()
{
    if (const char* chosen = std::getenv("DESCANT_MODEL"); chosen != nullptr && *chosen != '\0')
        return std::filesystem::path(chosen);
    std::error_code problem;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", problem);
    for (std::filesystem::path folder = program.parent_path(); folder.has_relative_path();
         folder = folder.parent_path()) {
        for (const char* inside : {"models/demo", "share/descant/models/demo"}) {
            if (isPackage(folder / inside))
                return folder / inside;
        }
    }
    return fail(ErrorCode::NoModel, "models/demo", "the demo model was not found", "name a model package with --model");
}

} // namespace descant::workflows
