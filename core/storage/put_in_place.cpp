// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/put_in_place.h"

#include "core/base/file.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace descant::storage {

namespace fs = std::filesystem;

namespace {

/// Zero, or the errno value of what failed.
int flushToDisk(const fs::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return errno;
    const int problem = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    return problem;
}

/// Zero, or the errno value of what failed.
int rename(const fs::path& part, const fs::path& target, IfThere ifThere)
{
    if (ifThere == IfThere::Refuse) {
        if (::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0)
            return 0;
        // Not every file system can do it in one step; the caller's lock keeps the other Descants away there.
        if (errno != EINVAL && errno != ENOSYS)
            return errno;
        if (::access(target.c_str(), F_OK) == 0)
            return EEXIST;
    }
    return ::rename(part.c_str(), target.c_str()) == 0 ? 0 : errno;
}

} // namespace

Result<void> putInPlace(const fs::path& part, const fs::path& target, IfThere ifThere)
{
    int problem = flushToDisk(part);
    if (problem == 0)
        problem = rename(part, target, ifThere);
    if (problem != 0) {
        ::unlink(part.c_str());
        if (problem == EEXIST)
            return fail(ErrorCode::ProjectExists, target.string());
        return fail(errorFromErrno(problem, target, ErrorCode::FileNotWritable));
    }
    // The name is there already; file systems that cannot flush a folder write it when they do.
    flushToDisk(target.parent_path());
    return {};
}

} // namespace descant::storage
