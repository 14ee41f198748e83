// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace descant::cli {

/// Forgets the most memory that this process held so far, where the system allows it (Linux).
void forgetPeakMemory();
/// The most physical memory that this process held since then, in bytes; 0 where the system does not tell.
std::uint64_t peakMemory();

} // namespace descant::cli
