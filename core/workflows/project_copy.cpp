// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/project_copy.h"

#include "core/base/identifier.h"
#include "core/storage/project_copy.h"
#include "core/storage/project_file.h"

#include <system_error>

namespace descant::workflows {

namespace fs = std::filesystem;

namespace {

Result<void> commitAll(const std::vector<project::Step>& steps, const fs::path& to)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::create(to));
    for (const project::Step& step : steps)
        DESCANT_CHECK(file.commit(step));
    return {};
}

} // namespace

Result<void> copyProject(const fs::path& from, const fs::path& to) { return storage::copyProject(from, to); }

Result<void> writeProject(const std::vector<project::Step>& steps, const fs::path& to)
{
    // Beside the target first: what stands there is replaced only by a project that is whole.
    const fs::path whole = to.string() + "." + newIdentifier() + ".part";
    Result<void> written = commitAll(steps, whole);
    if (written)
        written = storage::copyProject(whole, to);
    std::error_code ignored;
    for (const char* ending : {"", "-wal", "-shm", ".lock"})
        fs::remove(whole.string() + ending, ignored);
    return written;
}

} // namespace descant::workflows
