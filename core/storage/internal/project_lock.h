// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <utility>
#include <vector>

namespace descant::storage {

/// The file that a path stands for, links followed; where there is none yet, the place where it would be. SQLite keeps
/// its log beside that file.
Result<std::filesystem::path> realPath(const std::filesystem::path& path);

/// One writer a project: advisory locks (flock), which the system lets go of when the process ends, however it ends.
/// One is on "<project>.lock" beside the real file and holds also where there is no project yet; the other is on the
/// file itself, which may have several names. ProjectLocked while another window holds one of them.
class ProjectLock {
public:
    static Result<ProjectLock> take(const std::filesystem::path& project);
    /// Locks the file too that came to `project` only after take().
    Result<void> addFile(const std::filesystem::path& project);

    ProjectLock(ProjectLock&& other) noexcept : m_descriptors(std::exchange(other.m_descriptors, {})) {}
    ProjectLock& operator=(ProjectLock&&) = delete;
    ~ProjectLock();

private:
    ProjectLock() = default;
    Result<void> add(const std::filesystem::path& file, int flags, const std::filesystem::path& project);

    std::vector<int> m_descriptors;
};

} // namespace descant::storage
