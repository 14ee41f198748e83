// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"
#include "core/storage/internal/database.h"

namespace descant::storage {

/// The tables that hold the document's values. Inside the caller's transaction.
Result<void> writeEntity(Database& database, const project::Entity& entity);
Result<void> removeEntity(Database& database, const project::Entity& entity);
/// Everything, in an order in which it can be made again.
Result<std::vector<project::Entity>> readEntities(Database& database);

} // namespace descant::storage
