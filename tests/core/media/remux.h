// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace descant::test {

/// The same packets in another container, which the new name's ending says.
void remux(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace descant::test
