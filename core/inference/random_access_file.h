// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <span>

namespace descant::inference {

/// A plain file that is read at any place (pread), so that a file that shrinks meanwhile is an error and not a crash.
/// Owns its descriptor; reading is safe from several threads.
class RandomAccessFile {
public:
    RandomAccessFile() = default;
    /// FileNotFound, FileNotReadable.
    static Result<RandomAccessFile> open(const std::filesystem::path& path);
    ~RandomAccessFile();
    RandomAccessFile(RandomAccessFile&& other) noexcept;
    RandomAccessFile& operator=(RandomAccessFile&& other) noexcept;

    const std::filesystem::path& path() const { return m_path; }
    std::uint64_t size() const { return m_size; }
    /// Fills all of `target`; FileChanged when the file ends before.
    Result<void> read(std::uint64_t offset, std::span<std::byte> target) const;

private:
    std::filesystem::path m_path;
    int m_descriptor = -1;
    std::uint64_t m_size = 0;
};

} // namespace descant::inference
