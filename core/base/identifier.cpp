// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/identifier.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <random>

namespace descant {

using std::chrono::system_clock;

namespace {

/// Milliseconds since 1970 and a 12-bit fraction of one, never the same twice: what is made later sorts later, within
/// a millisecond too (RFC 9562, 6.2, method 3).
std::uint64_t nextMoment()
{
    static std::atomic<std::uint64_t> last{0};
    const auto now = std::chrono::duration_cast<std::chrono::microseconds>(system_clock::now().time_since_epoch());
    const auto microseconds = static_cast<std::uint64_t>(now.count());
    const std::uint64_t wanted = (microseconds / 1000 << 12) + (microseconds % 1000) * 4096 / 1000;
    std::uint64_t previous = last.load();
    while (!last.compare_exchange_weak(previous, std::max(wanted, previous + 1))) { }
    return std::max(wanted, previous + 1);
}

} // namespace

std::string newIdentifier()
{
    thread_local std::mt19937_64 generator{std::random_device{}()};
    const std::uint64_t moment = nextMoment();
    const std::uint64_t milliseconds = moment >> 12;
    const std::uint64_t first = generator();
    const std::uint64_t second = generator();
    return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", (milliseconds >> 16) & 0xffffffff, milliseconds & 0xffff,
                       moment & 0xfff, 0x8000 | (first & 0x3fff), second & 0xffffffffffff);
}

std::string timestampNow()
{
    const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(system_clock::now());
    const auto milliseconds = now.time_since_epoch().count() % 1000;
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(system_clock::to_time_t(now)), milliseconds);
}

} // namespace descant
