// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/disk_space.h"

#include "core/base/file.h"

#include <fmt/format.h>

#include <cerrno>
#include <sys/statvfs.h>

namespace descant {

namespace fs = std::filesystem;

namespace {

/// A disk that is full to the last byte stops other programs too.
constexpr std::uint64_t kMargin = std::uint64_t(64) << 20;

/// The folder, or the nearest one above it that exists.
fs::path existing(const fs::path& folder)
{
    std::error_code problem;
    fs::path found = fs::absolute(folder, problem);
    while (!fs::exists(found, problem) && found.has_relative_path())
        found = found.parent_path();
    return found;
}

std::string inWords(double bytes)
{
    return bytes < 1e9 ? fmt::format("{:.1f} MB", bytes / 1e6) : fmt::format("{:.1f} GB", bytes / 1e9);
}

} // namespace

Result<std::uint64_t> freeSpaceOf(const fs::path& folder)
{
    const fs::path found = existing(folder);
    struct statvfs status { };
    if (::statvfs(found.c_str(), &status) != 0)
        return fail(errorFromErrno(errno, found, ErrorCode::FileNotReadable));
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

Result<void> checkSpace(const fs::path& folder, std::uint64_t bytes, const FreeSpace& freeSpace)
{
    if (bytes == 0)
        return {};
    DESCANT_TRY(const std::uint64_t available, freeSpace(folder));
    if (available >= kMargin && available - kMargin >= bytes)
        return {};
    return fail(ErrorCode::DiskFull, folder.string(),
                fmt::format("{} are needed and {} are free", inWords(static_cast<double>(bytes) + kMargin),
                            inWords(static_cast<double>(available))),
                "free some space or choose another folder, and run it again; what is there is kept");
}

} // namespace descant
