// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/internal/put_in_place.h"

#include "core/base/file.h"

#include <cerrno>
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

} // namespace

Result<void> putInPlace(const fs::path& part, const fs::path& target)
{
    int problem = flushToDisk(part);
    if (problem == 0 && ::rename(part.c_str(), target.c_str()) != 0)
        problem = errno;
    if (problem != 0) {
        ::unlink(part.c_str());
        return fail(errorFromErrno(problem, target, ErrorCode::FileNotWritable));
    }
    // The name is there already; file systems that cannot flush a folder write it when they do.
    flushToDisk(target.parent_path());
    return {};
}

} // namespace descant::storage
