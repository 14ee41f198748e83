// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/project_copy.h"

#include "core/base/identifier.h"
#include "core/storage/internal/backup.h"
#include "core/storage/internal/migrations.h"
#include "core/storage/internal/project_lock.h"
#include "core/storage/internal/put_in_place.h"

namespace descant::storage {

namespace fs = std::filesystem;

namespace {

/// What stands at the target may be replaced: nothing, or a project of this program.
Result<void> refuseOtherFiles(const fs::path& target)
{
    std::error_code problem;
    if (!fs::exists(target, problem))
        return {};
    DESCANT_TRY(Database reader, Database::open(target, Database::Mode::ReadOnly));
    return refuseForeign(reader);
}

/// Brings what a killed program left in the target's write-ahead log into the target itself, so that no log is left:
/// SQLite would play it back over the copy. The target is still whole when the copying fails later.
Result<void> takeInLog(const fs::path& target)
{
    std::error_code problem;
    if (!fs::exists(target, problem))
        return {};
    {
        DESCANT_TRY(Database database, Database::open(target, Database::Mode::ReadWrite));
        DESCANT_TRY(const std::int64_t busy, database.number("PRAGMA wal_checkpoint(TRUNCATE)"));
        if (busy != 0)
            return fail(ErrorCode::ProjectLocked, target.string());
    }
    for (const char* ending : {"-wal", "-shm"})
        fs::remove(target.string() + ending, problem);
    return {};
}

} // namespace

Result<void> copyProject(const fs::path& from, const fs::path& to)
{
    DESCANT_TRY(const fs::path target, realPath(to));
    std::error_code problem;
    if (fs::equivalent(from, target, problem))
        return fail(ErrorCode::ProjectExists, to.string(), "it is the project that is to be copied");
    DESCANT_TRY(Database source, Database::open(from, Database::Mode::ReadWrite));
    DESCANT_CHECK(refuseForeign(source));
    DESCANT_CHECK(refuseOtherFiles(target));
    DESCANT_TRY(const ProjectLock lock, ProjectLock::take(target));
    DESCANT_CHECK(takeInLog(target));
    const fs::path part = target.string() + "." + newIdentifier() + ".part";
    DESCANT_CHECK(copyDatabase(source, part));
    return putInPlace(part, target, IfThere::Replace);
}

} // namespace descant::storage
