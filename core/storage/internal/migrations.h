// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/internal/database.h"

#include <string_view>
#include <vector>

namespace descant::storage {

/// "DSCT": how `file` and Descant know a project file (PRAGMA application_id).
constexpr int kApplicationId = 0x44534354;

/// The SQL of migrations/NNNN_name.sql in order; its size is the newest schema version.
const std::vector<std::string_view>& migrationTexts();
int newestSchema();

/// NotAProject for a database of another program, ProjectTooNew for one that this program does not know yet,
/// ProjectDamaged for one with other tables, views or triggers than a project's. Only reads.
Result<void> refuseForeign(Database& database);

/// Brings the file to the newest schema, one transaction a step. ProjectTooNew (and nothing changed) when it is newer.
Result<void> migrate(Database& database);

} // namespace descant::storage
