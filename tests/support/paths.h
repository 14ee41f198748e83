// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace descant::test {

/// The project's own folder, for tests/data and resources.
std::filesystem::path sourceFolder();
/// Where programs of this build stand, e.g. programFolder() / "descant-cli".
std::filesystem::path programFolder();
/// A file of tests/data.
std::filesystem::path dataFile(const std::string& name);
/// A real video beside the project (`../shared/media`, or $DESCANT_MEDIA); nothing where the folder is absent,
/// in which case the test says so with GTEST_SKIP.
std::optional<std::filesystem::path> realMedia(const std::string& name);

} // namespace descant::test
