// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/migrations.h"

#include "core/storage/internal/schema_check.h"

#include <fmt/format.h>

namespace descant::storage {

namespace {

/// Steps may lie in pieces, which the program of schema 2 would take for steps without changes.
constexpr int kOldestReader = 3;

} // namespace

int newestSchema() { return static_cast<int>(migrationTexts().size()); }

Result<void> refuseForeign(Database& database)
{
    DESCANT_TRY(const std::int64_t application, database.number("PRAGMA application_id"));
    if (application != kApplicationId)
        return fail(ErrorCode::NotAProject, database.path());
    DESCANT_TRY(const std::int64_t version, database.number("PRAGMA user_version"));
    if (version > newestSchema())
        return fail(ErrorCode::ProjectTooNew, database.path(), "its schema is " + std::to_string(version));
    return refuseOtherSchema(database);
}

Result<void> migrate(Database& database)
{
    DESCANT_TRY(const std::int64_t version, database.number("PRAGMA user_version"));
    if (version > newestSchema())
        return fail(ErrorCode::ProjectTooNew, database.path(),
                    fmt::format("its schema is {}, this program reads up to {}", version, newestSchema()));
    for (auto next = static_cast<int>(version); next < newestSchema(); ++next) {
        DESCANT_TRY(Transaction transaction, Transaction::begin(database));
        DESCANT_CHECK(database.run(std::string(migrationTexts()[static_cast<std::size_t>(next)])));
        DESCANT_CHECK(database.run(fmt::format("PRAGMA user_version = {}", next + 1)));
        DESCANT_CHECK(database.run(fmt::format("PRAGMA application_id = {}", kApplicationId)));
        // The oldest program that can read this file without losing anything. Nobody asks yet: this program refuses
        // every newer file, because it opens for writing. A later one may open such files for reading by it.
        DESCANT_CHECK(database.run(fmt::format("INSERT OR REPLACE INTO project VALUES ('oldest_reader', '{}')", kOldestReader)));
        DESCANT_CHECK(transaction.commit());
    }
    return {};
}

} // namespace descant::storage
