// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace descant::demo_world {

/// Spreads a number over all 64 bits (the finalizer of SplitMix64, Steele et al. 2014).
constexpr std::uint64_t mixBits(std::uint64_t value)
{
    value += 0x9E3779B97F4A7C15ull;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
    return value ^ (value >> 31);
}

constexpr std::uint64_t mixBits(std::uint64_t first, std::uint64_t second) { return mixBits(mixBits(first) ^ second); }

/// FNV-1a, then spread: std::hash may differ from library to library, this does not.
constexpr std::uint64_t hashText(std::string_view text, std::uint64_t start = 0xCBF29CE484222325ull)
{
    for (const char letter : text)
        start = (start ^ static_cast<unsigned char>(letter)) * 0x100000001B3ull;
    return mixBits(start);
}

/// Chance that is the same on every machine; the distributions of the standard library are not.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(mixBits(seed)) { }

    std::uint64_t bits() { return mixBits(m_state++); }
    /// 0 ≤ result < 1.
    double unit() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
    double between(double low, double high) { return low + (high - low) * unit(); }
    /// 0 ≤ result < count.
    int below(int count) { return static_cast<int>(unit() * count); }
    bool chance(double probability) { return unit() < probability; }

private:
    std::uint64_t m_state;
};

} // namespace descant::demo_world
