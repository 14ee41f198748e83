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

std::vector<std::string_view> cutAtBlanks(std::string_view caption)
{
    std::vector<std::string_view> words;
    std::size_t begin = 0;
    for (std::size_t end; (end = caption.find(' ', begin)) != std::string_view::npos; begin = end + 1)
        words.push_back(caption.substr(begin, end - begin));
    words.push_back(caption.substr(begin));
    return words;
}

std::vector<std::string_view> cutAtWhiteSpace(std::string_view caption)
{
    std::vector<std::string_view> words;
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
    return words;
}

} // namespace descant::metrics
