// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/schema_check.h"

#include "core/storage/internal/migrations.h"

#include <algorithm>
#include <array>
#include <set>

namespace descant::storage {
namespace {

/// Type, name, table and SQL of a thing in a schema.
using Part = std::array<std::string, 4>;

/// What SQLite keeps for itself (statistics, the indexes of UNIQUE) is left out; of the tables in which FTS5 keeps its
/// index only the names count, because their SQL is SQLite's own and may change with its version.
constexpr const char* kParts =
    "SELECT type, name, tbl_name, CASE WHEN name GLOB 'segment_search_*' AND type = 'table' THEN '' ELSE sql END "
    "FROM sqlite_schema WHERE NOT (name GLOB 'sqlite_*' AND type IN ('table', 'index'))";

Result<std::set<Part>> partsOf(Database& database)
{
    DESCANT_TRY(Statement row, Statement::prepare(database, kParts));
    std::set<Part> parts;
    while (true) {
        DESCANT_TRY(const bool there, row.next());
        if (!there)
            return parts;
        parts.insert({row.text(0), row.text(1), row.text(2), row.text(3)});
    }
}

/// The schema as it is when the first migrations are done.
Result<std::set<Part>> partsAtVersion(std::int64_t version)
{
    DESCANT_TRY(Database made, Database::open(":memory:", Database::Mode::Create));
    for (std::int64_t done = 0; done < version; ++done)
        DESCANT_CHECK(made.run(std::string(migrationTexts()[static_cast<std::size_t>(done)])));
    return partsOf(made);
}

std::string sentenceAbout(const Part& part, const std::set<Part>& expected)
{
    const std::string named = part[0] + " “" + part[1] + "”";
    const bool isKnown = std::any_of(expected.begin(), expected.end(),
                                     [&](const Part& one) { return one[0] == part[0] && one[1] == part[1]; });
    return isKnown ? "its " + named + " is not what it is in a project"
                   : "it holds the " + named + ", which no project has";
}

} // namespace

Result<void> refuseOtherSchema(Database& database)
{
    DESCANT_TRY(const std::int64_t version, database.number("PRAGMA user_version"));
    if (version < 1 || version > newestSchema())
        return fail(ErrorCode::ProjectDamaged, database.path(), "no project has the schema " + std::to_string(version));
    DESCANT_TRY(const std::set<Part> expected, partsAtVersion(version));
    DESCANT_TRY(const std::set<Part> found, partsOf(database));
    for (const Part& part : found) {
        if (!expected.contains(part))
            return fail(ErrorCode::ProjectDamaged, database.path(), sentenceAbout(part, expected));
    }
    for (const Part& part : expected) {
        if (!found.contains(part))
            return fail(ErrorCode::ProjectDamaged, database.path(), "its " + part[0] + " “" + part[1] + "” is missing");
    }
    return {};
}

} // namespace descant::storage
