// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>

namespace descant::inference {

/// DiskFull where a folder that is there has less room than so many bytes, so that nobody waits for minutes to hear of
/// it. A file system that does not tell is asked by writing.
Result<void> checkDiskSpace(const std::filesystem::path& folder, std::uint64_t bytes);

} // namespace descant::inference
