// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace descant::metrics {

/// Between which values a score of a set lies with a probability of 95 %, going by the set itself.
struct Interval {
    double low = 0, high = 0;
};

struct BootstrapSetting {
    std::size_t rounds = 1000;
    std::uint64_t seed = 1; ///< the same seed gives the same interval, on every machine
};

/// Scores of sets that are drawn with replacement from `segments` segments (Efron's percentile bootstrap). `score` gets
/// the numbers of the segments that were drawn, as many as there are. Both 0 for an empty set.
Interval bootstrap(std::size_t segments, const BootstrapSetting& setting,
                   const std::function<double(std::span<const std::size_t>)>& score);

} // namespace descant::metrics
