// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/export_target.h"

#include <fstream>
#include <string>
#include <string_view>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSqliteHeader = "SQLite format 3";

bool isDatabase(const fs::path& file)
{
    std::error_code problem;
    // Not opened when it is in use: closing it again would take the locks away that SQLite has on it in this process.
    if (fs::exists(file.string() + "-wal", problem))
        return true;
    std::string begin(kSqliteHeader.size(), '\0');
    std::ifstream stream(file, std::ios::binary);
    return stream.read(begin.data(), static_cast<std::streamsize>(begin.size())) && begin == kSqliteHeader;
}

} // namespace

Result<void> refuseDatabase(const fs::path& path)
{
    std::error_code problem;
    const fs::path file = fs::canonical(path, problem);
    if (problem || !fs::is_regular_file(file, problem) || !isDatabase(file))
        return {};
    return fail(ErrorCode::ProjectExists, path.string(), "it is a project, which an export does not overwrite");
}

} // namespace descant::formats
