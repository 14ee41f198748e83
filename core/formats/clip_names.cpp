// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/clip_names.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::formats {
namespace {

constexpr std::size_t kSecondsDigits = 6;
constexpr std::size_t kMostDigits = 9;

} // namespace

std::optional<std::int64_t> wholeSeconds(std::string_view text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || text.size() > kMostDigits || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    std::int64_t seconds = 0;
    for (const char digit : text)
        seconds = seconds * 10 + (digit - '0');
    return seconds;
}

std::optional<TimeRange> sourceRangeOf(const std::string& name)
{
    constexpr std::size_t kLength = kYouTubeIdLength + 2 * (kSecondsDigits + 1);
    if (name.size() != kLength || name[kYouTubeIdLength] != '_' || name[kLength - kSecondsDigits - 1] != '_')
        return std::nullopt;
    const std::string_view text(name);
    const auto start = wholeSeconds(text.substr(kYouTubeIdLength + 1, kSecondsDigits));
    const auto end = wholeSeconds(text.substr(kLength - kSecondsDigits));
    if (!start || !end)
        return std::nullopt;
    return TimeRange{std::chrono::seconds(*start), std::chrono::seconds(*end)};
}

std::string sourceName(const ExportClip& clip, std::unordered_set<std::string>& taken)
{
    const auto start = std::chrono::floor<std::chrono::seconds>(clip.range.start).count();
    const auto end = std::chrono::ceil<std::chrono::seconds>(clip.range.end).count();
    for (int number = 0;; ++number) {
        const std::string stem = number == 0 ? clip.id : fmt::format("{}-{}", number, clip.id);
        const std::string name = fmt::format("{:_<11.11}_{:06}_{:06}", stem, start, end);
        if (taken.insert(name).second)
            return name;
    }
}

std::optional<YouTubeStart> youTubeStartOf(const std::string& name)
{
    if (name.size() <= kYouTubeIdLength + 1 || name[kYouTubeIdLength] != '_')
        return std::nullopt;
    const auto start = wholeSeconds(std::string_view(name).substr(kYouTubeIdLength + 1));
    if (!start)
        return std::nullopt;
    return YouTubeStart{name.substr(0, kYouTubeIdLength), *start};
}

} // namespace descant::formats
