// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace descant::formats {

/// ProjectExists when an export to `path` would overwrite a project or another SQLite file, under whatever name.
Result<void> refuseDatabase(const std::filesystem::path& path);

} // namespace descant::formats
