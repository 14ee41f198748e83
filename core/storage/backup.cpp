// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/backup.h"

#include "core/base/identifier.h"
#include "core/storage/internal/put_in_place.h"

#include <sqlite3.h>

#include <algorithm>
#include <vector>

namespace descant::storage {

namespace fs = std::filesystem;

namespace {

/// Unfinished copies too: the project's lock is held, so nobody is writing one.
void removeOldest(const fs::path& folder)
{
    std::vector<fs::path> copies;
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(folder, problem)) {
        if (entry.path().extension() == ".descant")
            copies.push_back(entry.path());
        else if (entry.path().string().find(".descant.part") != std::string::npos)
            fs::remove(entry.path(), problem);
    }
    // Their names begin with the time, so the oldest sort first.
    std::sort(copies.begin(), copies.end());
    for (std::size_t i = 0; i + kBackupsKept < copies.size(); ++i)
        fs::remove(copies[i], problem);
}

Result<void> copyPages(Database& from, Database& to)
{
    sqlite3_backup* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (!backup)
        return fail(to.error(sqlite3_errcode(to.handle())));
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK)
        return fail(to.error(finished != SQLITE_OK ? finished : stepped));
    return {};
}

} // namespace

Result<void> copyDatabase(Database& from, const fs::path& target)
{
    Result<void> copied;
    {
        DESCANT_TRY(Database copy, Database::open(target, Database::Mode::Create));
        copied = copyPages(from, copy);
    }
    std::error_code ignored;
    for (const char* ending : {"", "-journal"}) {
        if (!copied)
            fs::remove(target.string() + ending, ignored);
    }
    return copied;
}

Result<void> backUp(Database& database)
{
    const fs::path folder = database.path() + ".backups";
    std::error_code problem;
    fs::create_directories(folder, problem);
    std::string name = timestampNow();
    std::replace(name.begin(), name.end(), ':', '-');
    const fs::path target = folder / (name + ".descant");
    const fs::path part = target.string() + ".part";
    DESCANT_CHECK(copyDatabase(database, part));
    DESCANT_CHECK(putInPlace(part, target, IfThere::Replace));
    removeOldest(folder);
    return {};
}

} // namespace descant::storage
