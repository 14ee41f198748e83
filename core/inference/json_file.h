// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace descant::inference {

/// A JSON file from anywhere, parsed; its size and its depth are bounded and nothing is thrown. Errors: those of files,
/// and `invalid` with the file's name where it is not JSON.
Result<nlohmann::json> readJson(const std::filesystem::path& path, ErrorCode invalid);

} // namespace descant::inference
