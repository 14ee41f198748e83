// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/internal/database.h"
#include "core/storage/internal/project_lock.h"
#include "core/storage/project_file.h"

namespace descant::storage {

struct ProjectFile::State {
    ProjectLock lock;
    Database database;
    std::filesystem::path path;
};

} // namespace descant::storage
