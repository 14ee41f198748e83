// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace descant::storage {

/// Brings the finished file `part` to disk and gives it the name `target`, in one step that survives a power cut. On
/// failure `part` is gone and `target` is as it was.
Result<void> putInPlace(const std::filesystem::path& part, const std::filesystem::path& target);

} // namespace descant::storage
