// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/media_time.h"

#include <fmt/format.h>

#include <cmath>

namespace descant {

MediaTime fromSeconds(double seconds) { return MediaTime(std::llround(seconds * 1e6)); }

double toSeconds(MediaTime time) { return static_cast<double>(time.count()) / 1e6; }

MediaTime fromTicks(std::int64_t ticks, Rational timeBase)
{
    // 128 bits: ticks of a nanosecond time base over hours overflow 64 bits once multiplied by a million.
    __extension__ using Wide = __int128;
    const Wide scaled = Wide(ticks) * timeBase.numerator * 1'000'000;
    const Wide half = timeBase.denominator / 2;
    const Wide rounded = (scaled >= 0 ? scaled + half : scaled - half) / timeBase.denominator;
    return MediaTime(static_cast<std::int64_t>(rounded));
}

std::string formatSeconds(MediaTime time) { return fmt::format("{:.2f}", toSeconds(time)); }

std::string formatLength(MediaTime time)
{
    const std::int64_t seconds = std::max<std::int64_t>(0, std::llround(toSeconds(time)));
    if (seconds >= 3600)
        return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string formatTimeCode(MediaTime time)
{
    const std::int64_t milliseconds = std::abs(time.count()) / 1000;
    return fmt::format("{}{:02}:{:02}:{:02}.{:03}", time.count() < 0 ? "-" : "", milliseconds / 3'600'000,
                       milliseconds / 60'000 % 60, milliseconds / 1000 % 60, milliseconds % 1000);
}

} // namespace descant
