// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/word_split.h"

#include <algorithm>
#include <array>

namespace descant::metrics {
namespace {

/// White space beyond ASCII, in UTF-8.
constexpr std::array<std::string_view, 19> kWideSpaces{
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82", "\xe2\x80\x83",
    "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a",
    "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80"};

/// How many bytes of white space the text begins with.
std::size_t spaceAt(std::string_view text)
{
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte == ' ' || (byte >= 0x09 && byte <= 0x0d) || (byte >= 0x1c && byte <= 0x1f))
        return 1;
    if (byte < 0xc2)
        return 0;
    const auto found =
        std::ranges::find_if(kWideSpaces, [&](std::string_view space) { return text.starts_with(space); });
    return found == kWideSpaces.end() ? 0 : found->size();
}

} // namespace

void cutAtBlanks(std::string_view caption, std::vector<std::string_view>& words)
{
    words.clear();
    std::size_t begin = 0;
    for (std::size_t at = 0; at < caption.size(); ++at) {
        if (caption[at] == ' ') {
            words.push_back(caption.substr(begin, at - begin));
            begin = at + 1;
        }
    }
    words.push_back(caption.substr(begin));
}

void cutAtWhiteSpace(std::string_view caption, std::vector<std::string_view>& words)
{
    words.clear();
    std::size_t begin = 0;
    for (std::size_t at = 0; at < caption.size();) {
        const std::size_t space = spaceAt(caption.substr(at));
        if (space == 0) {
            ++at;
            continue;
        }
        if (at > begin)
            words.push_back(caption.substr(begin, at - begin));
        at += space;
        begin = at;
    }
    if (begin < caption.size())
        words.push_back(caption.substr(begin));
}

/// Blanks stand between words alone, one at a time, and no other white space is possible.
bool isCutAlike(std::string_view caption)
{
    bool isPlain = true, twoBlanks = false;
    char before = ' ';
    for (const char letter : caption) {
        isPlain &= letter >= ' ' && letter < 0x7f;
        twoBlanks |= letter == ' ' && before == ' ';
        before = letter;
    }
    return isPlain && !twoBlanks && before != ' ';
}

} // namespace descant::metrics
