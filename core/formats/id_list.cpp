// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/id_list.h"

#include "core/base/file.h"

#include <nlohmann/json.hpp>

#include <sstream>

namespace descant::formats {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestList = std::size_t{1} << 26;

std::set<std::string> idsOfLines(const std::string& text)
{
    std::set<std::string> ids;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto last = line.find_last_not_of(" \t\r");
        if (last != std::string::npos)
            ids.insert(line.substr(0, last + 1));
    }
    return ids;
}

} // namespace

Result<std::set<std::string>> readIdList(const std::filesystem::path& path)
{
    DESCANT_TRY(const std::string text, readFile(path, kLargestList));
    const json list = json::parse(text, nullptr, false);
    if (!list.is_array())
        return idsOfLines(text);
    std::set<std::string> ids;
    for (const json& id : list) {
        if (!id.is_string())
            return fail(ErrorCode::FormatInvalid, path.string(), "an array of texts is wanted");
        ids.insert(id.get<std::string>());
    }
    return ids;
}

} // namespace descant::formats
