// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace descant::inference {

/// Moves a folder to a name in the same file system; what has that name now is removed once the new one is there. On
/// failure it has its name again; where even that fails, the error says where it lies.
Result<void> replaceFolder(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace descant::inference
