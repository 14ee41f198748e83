// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <optional>
#include <string>
#include <string_view>

namespace descant::formats {

/// "00:01:02.345", rounded to the nearest millisecond; hours with two digits or more.
std::string timeCode(MediaTime time, char point = '.');
/// "62.345678": every microsecond.
std::string exactSeconds(MediaTime time);
/// The stretch in whole milliseconds, at least one long.
TimeRange inMilliseconds(TimeRange range);

/// "mm:ss.ttt" or "hh:mm:ss.ttt" with one to six digits behind a point or comma, or none. Not negative.
std::optional<MediaTime> timeCodeFrom(std::string_view text);
/// A decimal number of seconds, not negative.
std::optional<MediaTime> secondsFrom(std::string_view text);

} // namespace descant::formats
