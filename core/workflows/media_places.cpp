// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/media_places.h"

#include <system_error>

namespace descant::workflows {

namespace fs = std::filesystem;

std::vector<fs::path> placesBeside(const project::Medium& medium, const fs::path& projectFile)
{
    std::error_code ignored;
    const fs::path named(medium.path);
    // A relative path is never looked for in the folder that the program happens to run in.
    const bool isInPlace = named.is_absolute() && fs::exists(named, ignored);
    if (named.empty() || isInPlace)
        return {};
    const fs::path folder = fs::absolute(projectFile, ignored).parent_path();
    const fs::path seenFromThere = (folder / named).lexically_normal(); // an absolute path stays what it is
    const fs::path besideIt = folder / named.filename();
    return seenFromThere == besideIt ? std::vector{besideIt} : std::vector{seenFromThere, besideIt};
}

} // namespace descant::workflows
