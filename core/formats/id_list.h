// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <set>
#include <string>

namespace descant::formats {

/// The clips that a list names: a file with one id a line, or a JSON array of texts. FileNotFound, FileNotReadable,
/// FormatInvalid.
Result<std::set<std::string>> readIdList(const std::filesystem::path& path);

} // namespace descant::formats
