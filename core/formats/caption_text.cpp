// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/caption_text.h"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>

namespace descant::formats {

std::string onOneLine(const std::string& text)
{
    // CR, LF, VT, FF and the UTF-8 of U+0085, U+2028 and U+2029.
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool nextLine = text.compare(i, 2, "\xc2\x85") == 0;
        const bool separator = text.compare(i, 3, "\xe2\x80\xa8") == 0 || text.compare(i, 3, "\xe2\x80\xa9") == 0;
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

namespace {

/// How many bytes follow the first one of a character; -1 where it cannot begin one.
int followers(unsigned char first)
{
    if (first < 0x80)
        return 0;
    if (first >= 0xc2 && first <= 0xdf)
        return 1;
    if (first >= 0xe0 && first <= 0xef)
        return 2;
    return first >= 0xf0 && first <= 0xf4 ? 3 : -1;
}

/// Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
bool secondFits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xe0:
        return second >= 0xa0;
    case 0xed:
        return second <= 0x9f;
    case 0xf0:
        return second >= 0x90;
    case 0xf4:
        return second <= 0x8f;
    default:
        return true;
    }
}

} // namespace

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto first = static_cast<unsigned char>(text[i]);
        const int count = followers(first);
        if (count < 0 || text.size() - i <= static_cast<std::size_t>(count))
            return false;
        if (count > 0 && !secondFits(first, static_cast<unsigned char>(text[i + 1])))
            return false;
        for (int k = 0; k < count; ++k) {
            if ((static_cast<unsigned char>(text[++i]) & 0xc0U) != 0x80U)
                return false;
        }
    }
    return true;
}

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
