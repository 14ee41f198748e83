// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>

namespace descant::storage {

/// One writer a project: an advisory lock (flock) on "<project>.lock", which the system lets go of when the process
/// ends, however it ends. ProjectLocked while another window holds it.
class ProjectLock {
public:
    static Result<ProjectLock> take(const std::filesystem::path& project);
    ProjectLock(ProjectLock&& other) noexcept;
    ProjectLock& operator=(ProjectLock&&) = delete;
    ~ProjectLock();

private:
    ProjectLock(std::filesystem::path path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}
    std::filesystem::path m_path;
    int m_descriptor;
};

} // namespace descant::storage
