// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/project_lock.h"

#include "core/base/file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace descant::storage {

Result<ProjectLock> ProjectLock::take(const std::filesystem::path& project)
{
    const std::filesystem::path path = project.string() + ".lock";
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return fail(errorFromErrno(errno, project, ErrorCode::FileNotWritable));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int problem = errno;
        ::close(descriptor);
        if (problem == EWOULDBLOCK)
            return fail(ErrorCode::ProjectLocked, project.string());
        return fail(errorFromErrno(problem, project, ErrorCode::FileNotWritable));
    }
    return ProjectLock(path, descriptor);
}

ProjectLock::ProjectLock(ProjectLock&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

ProjectLock::~ProjectLock()
{
    if (m_descriptor < 0)
        return;
    // The empty file stays: removing it would let one process lock the old file and another a new one.
    ::close(m_descriptor);
}

} // namespace descant::storage
