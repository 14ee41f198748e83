// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace descant::workflows {

/// Where the model is when nobody says: $DESCANT_MODEL, models/demo in a folder above the program, or the installed
/// one. NoModel when there is none.
Result<std::filesystem::path> defaultModelFolder();

} // namespace descant::workflows
