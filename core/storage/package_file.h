// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/work_package.h"
#include "core/storage/project_file.h"

namespace descant::storage {

/// Makes the *.descant file `path` of a work package: it is there whole or not at all. ProjectExists when there is a
/// file already; FileNotWritable, DiskFull. Any thread.
Result<void> writePackage(const std::filesystem::path& path, const project::WorkPackage& package);

/// Reads a work package from a copy of it: the file, which may be open elsewhere or lie where nothing can be written,
/// is not changed. InputInvalid for a project that is no work package, NotAProject, ProjectTooNew, ProjectDamaged for
/// files that are cut off or out of shape. Any thread.
Result<project::WorkPackage> readPackage(const std::filesystem::path& path);

} // namespace descant::storage
