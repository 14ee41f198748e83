// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/internal/database.h"
#include "core/storage/internal/project_lock.h"
#include "core/storage/project_file.h"

namespace descant::storage {

struct ProjectFile::State {
    ProjectLock lock;   ///< first: closing a file takes SQLite's own locks on it away, so it goes last
    Database database;
    std::filesystem::path path;
    std::int64_t lastNumber = 0;   ///< of the journal, as this connection saw it last
};

Result<std::int64_t> lastNumberOf(Database& database);
/// FileChanged when the journal's last number is another one.
Result<void> refuseForeignSteps(Database& database, std::int64_t lastNumber);
Result<void> writeJournalRow(Database& database, const project::Step& step);

} // namespace descant::storage
