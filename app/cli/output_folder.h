// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace descant::cli {

/// A folder that a command fills. What was written is removed again unless keep() is called.
class OutputFolder {
public:
    /// FileNotWritable when it cannot be made.
    static Result<OutputFolder> make(const std::filesystem::path& path);
    OutputFolder(OutputFolder&& other) noexcept;
    ~OutputFolder();

    /// Where the file of that name is written; it belongs to what is removed on failure.
    std::filesystem::path file(const std::string& name);
    void keep() { m_kept = true; }

private:
    enum class Origin { MadeHere, WasThere };
    OutputFolder(std::filesystem::path path, Origin origin) : m_path(std::move(path)), m_origin(origin) { }

    std::filesystem::path m_path;
    std::vector<std::filesystem::path> m_files;
    Origin m_origin;
    bool m_kept = false;
};

} // namespace descant::cli
