// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/project_lock.h"

#include "core/base/file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace descant::storage {

namespace fs = std::filesystem;

Result<fs::path> realPath(const fs::path& path)
{
    std::error_code problem;
    const fs::path absolute = fs::absolute(path, problem);
    fs::path real = problem ? path : fs::weakly_canonical(absolute, problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), path, ErrorCode::FileNotWritable));
    return real;
}

Result<ProjectLock> ProjectLock::take(const fs::path& project)
{
    DESCANT_TRY(const fs::path real, realPath(project));
    ProjectLock lock;
    DESCANT_CHECK(lock.add(real.string() + ".lock", O_RDWR | O_CREAT, project));
    std::error_code problem;
    if (fs::exists(real, problem))
        DESCANT_CHECK(lock.addFile(project));
    return lock;
}

Result<void> ProjectLock::addFile(const fs::path& project) { return add(project, O_RDONLY, project); }

Result<void> ProjectLock::add(const fs::path& file, int flags, const fs::path& project)
{
    const int descriptor = ::open(file.c_str(), flags | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return fail(errorFromErrno(errno, project, ErrorCode::FileNotWritable));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int problem = errno;
        ::close(descriptor);
        if (problem == EWOULDBLOCK)
            return fail(ErrorCode::ProjectLocked, project.string());
        return fail(errorFromErrno(problem, project, ErrorCode::FileNotWritable));
    }
    m_descriptors.push_back(descriptor);
    return {};
}

ProjectLock::~ProjectLock()
{
    // The empty ".lock" stays: removing it would let one process lock the old file and another a new one.
    for (const int descriptor : m_descriptors)
        ::close(descriptor);
}

} // namespace descant::storage
