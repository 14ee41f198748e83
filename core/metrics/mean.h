// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace descant::metrics {

/// The mean as NumPy adds it up (in pairs, eight sums at a time), to the last bit; 0 of nothing.
double meanOf(std::span<const double> values);

} // namespace descant::metrics
