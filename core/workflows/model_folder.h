// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <vector>

namespace descant::workflows {

/// Where the model is when nobody says: $DESCANT_MODEL, the active one (active_model.h), or the demo model. An active
/// model that is gone is named in the log and the demo model takes its place. NoModel when there is none.
Result<std::filesystem::path> defaultModelFolder();

/// The demo model: models/demo in a folder above the program, or the installed one. NoModel when there is none.
Result<std::filesystem::path> demoModelFolder();

/// The folders of packages that come with the program: models in a folder above it, or the installed one. Those that
/// exist, nearest first.
std::vector<std::filesystem::path> shippedModelFolders();

/// Whether a folder has a manifest; it may still be damaged.
bool looksLikePackage(const std::filesystem::path& folder);

} // namespace descant::workflows
