// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace descant::cli {

/// A folder that a command fills. Everything is written into a part folder within it and gets its place in publish();
/// without that, what was there before is as it was, and nothing new stays.
class OutputFolder {
public:
    /// Makes the folder and those above it. FileNotWritable when it cannot be made.
    static Result<OutputFolder> make(const std::filesystem::path& path);
    OutputFolder(OutputFolder&& other) noexcept = default;
    ~OutputFolder();

    /// Where to write; may be filled with files and folders of any name.
    const std::filesystem::path& part() const { return m_part; }
    /// Puts everything in its place: the files of inner folders first, replacing those of the same name.
    Result<void> publish();

private:
    explicit OutputFolder(std::filesystem::path path) : m_path(std::move(path)) { }
    Result<void> makeFolder(const std::filesystem::path& folder);

    std::filesystem::path m_path;
    std::filesystem::path m_part;
    std::vector<std::filesystem::path> m_made; ///< folders that were not there, outer ones first
};

} // namespace descant::cli
