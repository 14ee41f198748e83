// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace descant::inference {

/// Pixels [first, first + weights.size()) of a line, in fixed point, make one pixel of the result.
struct PillowTap {
    int first = 0;
    std::vector<std::int32_t> weights;
};

/// Bits behind the point in the weights of a tap.
constexpr int kPillowFraction = 22;

/// Taps that bring a line of `from` pixels to `to` pixels, bicubic and antialiased; equal lengths give the line itself.
std::vector<PillowTap> pillowTaps(int from, int to);

} // namespace descant::inference
