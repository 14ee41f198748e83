// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"

#include <cstdlib>

namespace descant::test {

namespace fs = std::filesystem;

fs::path sourceFolder() { return DESCANT_SOURCE_FOLDER; }
fs::path programFolder() { return fs::path(DESCANT_BINARY_FOLDER) / "bin"; }
fs::path dataFile(const std::string& name) { return sourceFolder() / "tests" / "data" / name; }

std::optional<fs::path> realMedia(const std::string& name)
{
    const char* configured = std::getenv("DESCANT_MEDIA");
    const fs::path file = (configured ? fs::path(configured) : sourceFolder().parent_path() / "shared" / "media") / name;
    if (fs::exists(file))
        return file;
    return std::nullopt;
}

} // namespace descant::test
