// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/package_file.h"

#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/storage/internal/backup.h"
#include "core/storage/internal/migrations.h"
#include "core/storage/internal/put_in_place.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace descant::storage {

namespace fs = std::filesystem;
using project::WorkPackage;

namespace {

/// A folder of our own that goes away with everything in it.
class WorkFolder {
public:
    static Result<WorkFolder> in(const fs::path& folder)
    {
        WorkFolder made;
        made.m_path = folder / (".descant-" + newIdentifier() + ".part");
        std::error_code problem;
        fs::create_directory(made.m_path, problem);
        if (problem)
            return fail(ErrorCode::FileNotWritable, folder.string(), problem.message());
        fs::permissions(made.m_path, fs::perms::owner_all, problem);
        return made;
    }
    WorkFolder(WorkFolder&& other) noexcept : m_path(std::exchange(other.m_path, {})) { }
    WorkFolder& operator=(WorkFolder&&) = delete;
    ~WorkFolder()
    {
        std::error_code ignored;
        if (!m_path.empty())
            fs::remove_all(m_path, ignored);
    }

    fs::path file() const { return m_path / "package.descant"; }

private:
    WorkFolder() = default;
    fs::path m_path;
};

/// Errors about the copy are about the file that was copied, which has no backups.
Error about(const fs::path& path, Error error)
{
    error.subject = path.string();
    if (error.code == ErrorCode::ProjectDamaged)
        error.advice = "ask for the work package once more";
    return error;
}

Result<void> fill(const fs::path& path, const WorkPackage& package)
{
    DESCANT_TRY(ProjectFile file, ProjectFile::create(path));
    for (const project::Step& step : package.journal)
        DESCANT_CHECK(file.commit(step));
    return file.becomePackage(package.origin, package.bases);
}

/// Keeps other Descants from opening the file while it lives, unless one has it open.
class SharedLock {
public:
    explicit SharedLock(const fs::path& path) : m_descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC))
    {
        m_held = m_descriptor >= 0 && ::flock(m_descriptor, LOCK_SH | LOCK_NB) == 0;
    }
    SharedLock(const SharedLock&) = delete;
    SharedLock& operator=(const SharedLock&) = delete;
    ~SharedLock()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    bool isHeld() const { return m_held; }

private:
    int m_descriptor;
    bool m_held = false;
};

/// A file that nobody has open, and that left no log, is copied as it lies: SQLite would make files beside it, or not
/// open it at all on a disk that is only read. Any other is copied by SQLite.
Result<void> copyUnchanged(const fs::path& from, const fs::path& to)
{
    std::error_code problem;
    if (!fs::is_regular_file(from, problem))
        return fail(fs::exists(from, problem) ? ErrorCode::NotAProject : ErrorCode::FileNotFound, from.string());
    {
        const SharedLock lock(from);
        const bool isWhole = !fs::exists(from.string() + "-wal", problem) && !fs::exists(from.string() + "-journal", problem);
        if (lock.isHeld() && isWhole) {
            fs::copy_file(from, to, problem);
            if (problem)
                return fail(errorFromErrno(problem.value(), from, ErrorCode::FileNotReadable));
            fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, problem);
            return {};
        }
    }
    DESCANT_TRY(Database source, Database::open(from, Database::Mode::ReadOnly));
    DESCANT_CHECK(refuseForeign(source));
    return copyDatabase(source, to);
}

Result<WorkPackage> readCopy(const fs::path& path)
{
    DESCANT_TRY(ProjectFile file, ProjectFile::open(path));
    DESCANT_TRY(const CheckReport report, file.check(CheckDepth::Quick));
    if (!report.problems.empty())
        return fail(ErrorCode::ProjectDamaged, path.string(), report.problems.front());
    DESCANT_TRY(const std::optional<project::PackageOrigin> origin, file.packageOrigin());
    if (!origin)
        return fail(ErrorCode::InputInvalid, path.string(), "it is a project and no work package",
                    "choose a file that “project package” made");
    WorkPackage package;
    package.origin = *origin;
    DESCANT_TRY(package.bases, file.packageBases());
    DESCANT_TRY(package.document, file.load());
    DESCANT_TRY(package.journal, file.journal());
    return package;
}

} // namespace

Result<void> writePackage(const fs::path& path, const WorkPackage& package)
{
    std::error_code problem;
    if (fs::exists(path, problem))
        return fail(ErrorCode::ProjectExists, path.string());
    DESCANT_TRY(const WorkFolder folder, WorkFolder::in(fs::absolute(path, problem).parent_path()));
    if (const auto filled = fill(folder.file(), package); !filled)
        return fail(about(path, filled.error()));
    return putInPlace(folder.file(), path, IfThere::Refuse);
}

Result<WorkPackage> readPackage(const fs::path& path)
{
    std::error_code problem;
    DESCANT_TRY(const WorkFolder folder, WorkFolder::in(fs::temp_directory_path(problem)));
    DESCANT_CHECK(copyUnchanged(path, folder.file()));
    auto package = readCopy(folder.file());
    if (!package)
        return fail(about(path, package.error()));
    return package;
}

} // namespace descant::storage
