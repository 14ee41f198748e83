// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace descant::inference {

/// Bytes of memory that this process can still take: what the system has available, or less where a control group
/// (version 1 or 2: a container, a batch job) limits it. 0 where the system does not tell. `root`: the folder that
/// holds proc and sys, for tests.
std::uint64_t freeMemory(const std::filesystem::path& root = "/");

} // namespace descant::inference
