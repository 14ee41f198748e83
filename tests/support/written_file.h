// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace descant::test {

/// Puts these bytes into a file, in place of what was there, and gives its path. Does not wait for the disk.
std::filesystem::path writtenFile(const std::filesystem::path& path, std::string_view bytes);

} // namespace descant::test
