// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace descant {

/// Bytes that may still be written to the disk that a folder is on.
using FreeSpace = std::function<Result<std::uint64_t>(const std::filesystem::path& folder)>;
/// The folder need not exist yet: its nearest one that does is asked.
Result<std::uint64_t> freeSpaceOf(const std::filesystem::path& folder);

/// DiskFull, with what is needed and what is free, unless there is room for `bytes` and a margin: nobody should wait
/// for minutes to hear of it. The folder need not exist yet. Any thread.
Result<void> checkSpace(const std::filesystem::path& folder, std::uint64_t bytes,
                        const FreeSpace& freeSpace = freeSpaceOf);

} // namespace descant
