// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/internal/database.h"

namespace descant::storage {

/// ProjectDamaged for a file that holds anything but the tables, indexes and triggers that the migrations up to its
/// version make. Projects come from others too: a view or a trigger of theirs would run whenever a table is read or
/// written, for as long as it likes. Only reads.
Result<void> refuseOtherSchema(Database& database);

} // namespace descant::storage
