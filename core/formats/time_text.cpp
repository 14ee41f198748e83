// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace descant::formats {
namespace {

using std::chrono::milliseconds;

constexpr double kLatestSecond = 1e7;
constexpr std::size_t kMostDigits = 6;

std::optional<std::int64_t> number(std::string_view text)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || text.size() > kMostDigits || !std::all_of(text.begin(), text.end(), isDigit))
        return std::nullopt;
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// Digits behind the point as microseconds.
std::optional<std::int64_t> fraction(std::string_view digits)
{
    auto value = number(digits);
    for (std::size_t i = digits.size(); value && i < kMostDigits; ++i)
        *value *= 10;
    return value;
}

} // namespace

std::string timeCode(MediaTime time, char point)
{
    const std::int64_t total = std::chrono::round<milliseconds>(time).count();
    return fmt::format("{:02}:{:02}:{:02}{}{:03}", total / 3'600'000, total / 60'000 % 60, total / 1000 % 60, point,
                       total % 1000);
}

std::string exactSeconds(MediaTime time)
{
    std::string text = fmt::format("{}.{:06}", time.count() / 1'000'000, time.count() % 1'000'000);
    text.erase(std::max(text.find_last_not_of('0') + 1, text.find('.') + 2));
    return text;
}

TimeRange inMilliseconds(TimeRange range)
{
    const MediaTime start = std::chrono::round<milliseconds>(range.start);
    return {start, std::max<MediaTime>(std::chrono::round<milliseconds>(range.end), start + milliseconds(1))};
}

std::optional<MediaTime> timeCodeFrom(std::string_view text)
{
    std::optional<std::int64_t> micros = 0;
    if (const auto point = text.find_first_of(".,"); point != std::string_view::npos) {
        micros = fraction(text.substr(point + 1));
        text = text.substr(0, point);
    }
    std::vector<std::int64_t> parts;
    for (std::size_t begin = 0; begin <= text.size() && parts.size() < 4;) {
        const std::size_t end = std::min(text.find(':', begin), text.size());
        const auto part = number(text.substr(begin, end - begin));
        if (!part)
            return std::nullopt;
        parts.push_back(*part);
        begin = end + 1;
    }
    if (!micros || parts.size() < 2 || parts.size() > 3 || parts.back() > 59 || parts[parts.size() - 2] > 59)
        return std::nullopt;
    const std::int64_t hours = parts.size() == 3 ? parts[0] : 0;
    const std::int64_t seconds = (hours * 60 + parts[parts.size() - 2]) * 60 + parts.back();
    return MediaTime{seconds * 1'000'000 + *micros};
}

std::optional<MediaTime> secondsFrom(std::string_view text)
{
    double seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(seconds) || seconds < 0
        || seconds > kLatestSecond)
        return std::nullopt;
    return fromSeconds(seconds);
}

} // namespace descant::formats
