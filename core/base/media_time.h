// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace descant {

/// A point on, or a length of, a medium's time line in microseconds. 0 is the start of the container: the earliest
/// presented timestamp of its audio and video streams. Never seconds times frame rate.
using MediaTime = std::chrono::duration<std::int64_t, std::micro>;

/// A fraction, such as a stream's time base (seconds a tick) or frame rate. The denominator is positive.
struct Rational {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
    bool operator==(const Rational&) const = default;
};

/// A half-open stretch of time: start is inside, end is not.
struct TimeRange {
    MediaTime start{0};
    MediaTime end{0};
    MediaTime length() const { return end - start; }
    bool empty() const { return end <= start; }
    bool contains(MediaTime time) const { return start <= time && time < end; }
    bool overlaps(const TimeRange& other) const { return start < other.end && other.start < end; }
    bool operator==(const TimeRange&) const = default;
};

/// Seconds as a person or a JSON file writes them, rounded to the nearest microsecond.
MediaTime fromSeconds(double seconds);
double toSeconds(MediaTime time);
/// `ticks` of a time base in microseconds, rounded to the nearest, without overflow.
MediaTime fromTicks(std::int64_t ticks, Rational timeBase);

/// "3.00" – seconds with two decimals, independent of the locale.
std::string formatSeconds(MediaTime time);
/// "0:30" or "1:02:03" – a length at a glance.
std::string formatLength(MediaTime time);
/// "00:00:06.208" – hours, minutes, seconds, milliseconds.
std::string formatTimeCode(MediaTime time);

} // namespace descant
