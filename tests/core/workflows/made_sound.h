// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace descant::test {

/// Writes a WAV file with a tone, 16 kHz mono.
void writeTone(const std::filesystem::path& path, double seconds);

} // namespace descant::test
