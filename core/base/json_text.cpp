// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace descant {
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

/// How long the character is that the text begins with; 0 where none does.
std::size_t characterLength(std::string_view text)
{
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const int count = followers(byte(0));
    if (count < 0 || text.size() <= static_cast<std::size_t>(count))
        return 0;
    if (count > 0 && !secondFits(byte(0), byte(1)))
        return 0;
    for (std::size_t at = 1; at <= static_cast<std::size_t>(count); ++at) {
        if ((byte(at) & 0xc0U) != 0x80U)
            return 0;
    }
    return static_cast<std::size_t>(count) + 1;
}

/// Bytes of a string that may stand as they are; eight at a time while they are plain ASCII.
std::size_t plainPrefix(std::string_view text)
{
    constexpr std::uint64_t kOnes = 0x0101010101010101U, kHighs = 0x8080808080808080U;
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, 8);
        const std::uint64_t quotes = bytes ^ (kOnes * '"'), slashes = bytes ^ (kOnes * '\\');
        const std::uint64_t special =
            ((quotes - kOnes) & ~quotes) | ((slashes - kOnes) & ~slashes) | ((bytes - kOnes * 0x20) & ~bytes) | bytes;
        if ((special & kHighs) != 0)
            break;
    }
    while (at < text.size()) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\')
            break;
        ++at;
    }
    return at;
}

void appendEscaped(std::string& out, char byte)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    constexpr std::string_view kNamed = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (std::size_t at = 0; at < kNamed.size(); at += 2) {
        if (kNamed[at] == byte) {
            out += {'\\', kNamed[at + 1]};
            return;
        }
    }
    const auto number = static_cast<unsigned char>(byte);
    out += "\\u00";
    out += kDigits[number >> 4U];
    out += kDigits[number & 15U];
}

} // namespace

std::size_t utf8Prefix(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size()) {
        for (std::uint64_t bytes = 0; at + 8 <= text.size(); at += 8) {
            std::memcpy(&bytes, text.data() + at, 8);
            if ((bytes & 0x8080808080808080U) != 0)
                break;
        }
        if (at == text.size())
            break;
        const std::size_t length = characterLength(text.substr(at));
        if (length == 0)
            return at;
        at += length;
    }
    return at;
}

TextIs appendJsonString(std::string& out, std::string_view text)
{
    TextIs is = TextIs::Utf8;
    out += '"';
    while (true) {
        const std::size_t plain = plainPrefix(text);
        out.append(text.data(), plain);
        text.remove_prefix(plain);
        if (text.empty())
            break;
        std::size_t length = 1;
        if (static_cast<unsigned char>(text[0]) < 0x80) {
            appendEscaped(out, text[0]);
        } else if (length = characterLength(text); length > 0) {
            out.append(text.data(), length);
        } else {
            is = TextIs::Broken;
            length = 1;
            out += "\xef\xbf\xbd";
        }
        text.remove_prefix(length);
    }
    out += '"';
    return is;
}

} // namespace descant
