// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/internal/database.h"

namespace descant::storage {

/// How many copies are kept beside the project, in "<project>.backups/".
constexpr int kBackupsKept = 5;

/// Copies the database as it is now (SQLite's backup API) and removes the oldest copies beyond kBackupsKept.
Result<void> backUp(Database& database);

} // namespace descant::storage
