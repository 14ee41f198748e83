// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/document.h"

#include <filesystem>
#include <vector>

namespace descant::workflows {

/// "Save as": everything that is committed in the project `from`, whole, at `to`; a project there is replaced unless it
/// is open. May take as long as the disk does. See storage::copyProject for the errors.
Result<void> copyProject(const std::filesystem::path& from, const std::filesystem::path& to);

/// The same for a project that its own disk has no room for: `to` holds what the steps did, with their history.
Result<void> writeProject(const std::vector<project::Step>& steps, const std::filesystem::path& to);

} // namespace descant::workflows
