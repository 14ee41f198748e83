// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace descant::storage {

enum class IfThere { Replace, Refuse };

/// Brings the finished file `part` to disk and gives it the name `target`, in one step that survives a power cut. On
/// failure `part` is gone and `target` is as it was. ProjectExists when there is a target that is to stay.
Result<void> putInPlace(const std::filesystem::path& part, const std::filesystem::path& target, IfThere ifThere);

} // namespace descant::storage
