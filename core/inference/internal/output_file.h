// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <span>

namespace descant::inference {

/// A file that is written from its start to its end and appears under its name only when it is complete; until then it
/// lies beside it, and it goes away unless it is finished. Owned by one thread. Errors: those of files.
class OutputFile {
public:
    explicit OutputFile(const std::filesystem::path& target);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    Result<void> write(std::span<const std::byte> bytes);
    /// Zeros that take no room on the disk; something is written behind them.
    Result<void> skip(std::uint64_t bytes);
    std::uint64_t bytes() const { return m_bytes; }
    /// Flushes to the disk and gives the file its name.
    Result<void> finish();

private:
    tl::unexpected<Error> problem() const;
    void startFlushing();

    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    int m_descriptor = -1;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_flushed = 0; ///< up to here the disk was asked to begin
};

} // namespace descant::inference
