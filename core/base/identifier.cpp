// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/identifier.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <random>

namespace descant {

using std::chrono::system_clock;

std::string newIdentifier()
{
    thread_local std::mt19937_64 generator{std::random_device{}()};
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch());
    const auto milliseconds = static_cast<std::uint64_t>(now.count());
    const std::uint64_t first = generator();
    const std::uint64_t second = generator();
    return fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", (milliseconds >> 16) & 0xffffffff, milliseconds & 0xffff,
                       first & 0xfff, 0x8000 | ((first >> 12) & 0x3fff), second & 0xffffffffffff);
}

std::string timestampNow()
{
    const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(system_clock::now());
    const auto milliseconds = now.time_since_epoch().count() % 1000;
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(system_clock::to_time_t(now)), milliseconds);
}

} // namespace descant
