// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/caption_text.h"

#include "core/base/json_text.h"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>

namespace descant::formats {

std::string onOneLine(const std::string& text)
{
    // CR, LF, VT, FF and the UTF-8 of U+0085, U+2028 and U+2029.
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool nextLine = text[i] == '\xc2' && text.compare(i, 2, "\xc2\x85") == 0;
        const bool separator =
            text[i] == '\xe2' && (text.compare(i, 3, "\xe2\x80\xa8") == 0 || text.compare(i, 3, "\xe2\x80\xa9") == 0);
        const bool blank = nextLine || separator || text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r');
        i += separator ? 2 : nextLine ? 1 : 0;
        if (!blank)
            plain.push_back(text[i]);
        else if (!plain.empty() && plain.back() != ' ')
            plain.push_back(' ');
    }
    while (!plain.empty() && plain.back() == ' ')
        plain.pop_back();
    return plain;
}

bool isUtf8(std::string_view text) { return utf8Prefix(text) == text.size(); }

std::string stretchName(const std::string& file, TimeRange range)
{
    const auto milliseconds = [](MediaTime time) { return std::to_string(time.count() / 1000); };
    return std::filesystem::path(file).stem().string() + "_" + milliseconds(range.start) + "_"
        + milliseconds(range.end);
}

std::string markOf(const std::string& text, TimeRange range, const std::string& language)
{
    // FNV-1a of 64 bits: a mark, not a protection.
    std::uint64_t hash = 0xcbf29ce484222325U;
    const std::string all =
        text + '\n' + std::to_string(range.start.count()) + ' ' + std::to_string(range.end.count()) + ' ' + language;
    for (const char c : all)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return fmt::format("{:016x}", hash);
}

} // namespace descant::formats
