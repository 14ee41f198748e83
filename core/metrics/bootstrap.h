// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

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

/// Gives several scores of the segments that were drawn, always as many.
using ScoresOfDrawn = std::function<std::vector<double>(std::span<const std::size_t> segments)>;

/// The same drawing for several scores at once: a list of `rounds` values for each of them. Sets of equal size and seed
/// are drawn alike, so that the scores of two captioners may be subtracted round by round. Any thread; stops within a
/// round.
Outcome<std::vector<std::vector<double>>> drawScores(std::size_t segments, const BootstrapSetting& setting,
                                                     const ScoresOfDrawn& scores, std::stop_token stop,
                                                     const ProgressSink& progress);

/// The middle 95 % of what was drawn; both 0 of nothing.
Interval intervalOf(std::vector<double> drawn);

/// How probable a difference at least as large would be if there were none, either way: twice the share of the rounds
/// on the smaller side of 0, itself included, and never below 2 / (rounds + 1). 1 of nothing.
double probabilityOf(std::span<const double> differences);

} // namespace descant::metrics
