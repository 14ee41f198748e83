// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/metrics/golden_file.h"

#include "tests/support/paths.h"

#include <zlib.h>

#include <array>
#include <sstream>
#include <stdexcept>

namespace descant::test {

std::vector<nlohmann::json> goldenLines(const std::string& name)
{
    gzFile file = gzopen((sourceFolder() / "tests/data/metrics" / name).c_str(), "rb");
    if (file == nullptr)
        throw std::runtime_error("the golden file " + name + " is missing");
    std::string text;
    std::array<char, 1 << 16> room{};
    for (int read = 0; (read = gzread(file, room.data(), static_cast<unsigned>(room.size()))) > 0;)
        text.append(room.data(), static_cast<std::size_t>(read));
    gzclose(file);
    std::vector<nlohmann::json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(nlohmann::json::parse(line));
    return lines;
}

} // namespace descant::test
