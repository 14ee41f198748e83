// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/internal/database.h"

namespace descant::storage {

/// How many copies are kept beside the project, in "<project>.backups/".
constexpr int kBackupsKept = 5;

/// Copies all that is committed into the new file `target`; after a failure nothing of it is left.
Result<void> copyDatabase(Database& from, const std::filesystem::path& target);

/// Copies the database as it is now (SQLite's backup API) and removes the oldest copies beyond kBackupsKept.
Result<void> backUp(Database& database);

} // namespace descant::storage
