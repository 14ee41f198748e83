// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace descant::test {

/// Writes a complete model package of a few thousand parameters with arbitrary weights; what it says makes no sense.
void writeRandomPackage(const std::filesystem::path& folder);

} // namespace descant::test
