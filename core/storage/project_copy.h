// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace descant::storage {

/// Copies everything that is committed in the project `from` to `to`, which then is the whole copy; at every moment
/// before, and after a failure, it is what it was. `from` may be open. A project at `to` is replaced, under its lock;
/// what is no project is not. Any thread. Errors: ProjectLocked when `to` is open elsewhere, NotAProject and
/// ProjectTooNew for either file, ProjectExists when both are one file, FileNotFound, FileNotWritable, DiskFull.
Result<void> copyProject(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace descant::storage
