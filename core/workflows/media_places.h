// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/values.h"

#include <filesystem>
#include <vector>

namespace descant::workflows {

/// Where a medium that is not in its place may lie beside the project file: at its path seen from its folder, then
/// under its name in that folder. Empty for one that is in its place, or that has no path. No media here: programs
/// without the media libraries are linked with it.
std::vector<std::filesystem::path> placesBeside(const project::Medium& medium,
                                                const std::filesystem::path& projectFile);

} // namespace descant::workflows
