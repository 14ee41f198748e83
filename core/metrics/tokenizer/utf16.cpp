// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/tokenizer/utf16.h"

namespace descant::metrics {
namespace {

constexpr char32_t kNone = 0xffffffff;

/// The character at `at`, which is moved behind it; kNone for a byte that begins none.
char32_t nextCharacter(std::string_view text, std::size_t& at)
{
    const auto byte = static_cast<unsigned char>(text[at++]);
    if (byte < 0x80)
        return byte;
    const int more = byte >= 0xf0 && byte < 0xf5 ? 3
        : byte >= 0xe0 && byte < 0xf0            ? 2
        : byte >= 0xc2 && byte < 0xe0            ? 1
                                                 : 0;
    if (more == 0 || at + static_cast<std::size_t>(more) > text.size())
        return kNone;
    char32_t character = byte & (0x3fu >> more);
    for (int i = 0; i < more; ++i) {
        const auto next = static_cast<unsigned char>(text[at + static_cast<std::size_t>(i)]);
        if ((next & 0xc0) != 0x80)
            return kNone;
        character = (character << 6) | (next & 0x3fu);
    }
    at += static_cast<std::size_t>(more);
    return character;
}

void append(char32_t character, std::u16string& text)
{
    if (character < 0x10000) {
        text += static_cast<char16_t>(character);
    } else if (character <= 0x10ffff) {
        text += static_cast<char16_t>(0xd800 + ((character - 0x10000) >> 10));
        text += static_cast<char16_t>(0xdc00 + ((character - 0x10000) & 0x3ff));
    }
}

/// Lead and following bytes.
void appendCharacter(char32_t character, std::string& utf8)
{
    const int more = character < 0x80 ? 0 : character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    constexpr unsigned kLead[] = {0, 0xc0, 0xe0, 0xf0};
    utf8 += static_cast<char>(kLead[more] | (character >> (6 * more)));
    for (int i = more - 1; i >= 0; --i)
        utf8 += static_cast<char>(0x80 | ((character >> (6 * i)) & 0x3f));
}

bool breaksLine(char32_t character)
{
    return (character >= 0x0a && character <= 0x0d) || character == 0x2028 || character == 0x2029;
}

} // namespace

std::u16string toUtf16(std::string_view text)
{
    std::u16string wide;
    for (std::size_t at = 0; at < text.size();)
        append(nextCharacter(text, at), wide);
    return wide;
}

void appendOnOneLine(std::string_view caption, std::u16string& text)
{
    for (std::size_t at = 0; at < caption.size();) {
        const char32_t character = nextCharacter(caption, at);
        append(breaksLine(character) ? U' ' : character, text);
    }
}

void appendUtf8(std::u16string_view text, std::string& utf8)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char32_t unit = text[at];
        if (unit < 0xd800 || unit > 0xdfff) {
            appendCharacter(unit, utf8);
        } else if (unit < 0xdc00 && at + 1 < text.size() && text[at + 1] >= 0xdc00 && text[at + 1] <= 0xdfff) {
            appendCharacter(0x10000 + ((unit - 0xd800) << 10) + (text[at + 1] - 0xdc00), utf8);
            ++at;
        }
    }
}

} // namespace descant::metrics
