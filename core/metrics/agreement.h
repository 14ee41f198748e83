// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace descant::metrics {

/// The share of two stretches that both have: length of the overlap over length of the union, 0…1.
double temporalIou(const TimeRange& one, const TimeRange& other);

/// Two stretches that are taken for the same: places in the two segmentations, and their temporal IoU (above 0).
struct RangePair {
    std::size_t first = 0, second = 0;
    double iou = 0;
};

/// The one-to-one pairing of two segmentations with the largest sum of temporal IoUs (the assignment problem, solved
/// exactly for each group of stretches that overlap). Stretches of one segmentation may overlap. In the order of
/// `first`. Any thread.
std::vector<RangePair> bestPairs(const std::vector<TimeRange>& first, const std::vector<TimeRange>& second);

inline constexpr std::array kIouThresholds{0.3, 0.5, 0.7, 0.9};

/// What was counted of two segmentations of a medium; sums over media mean the same.
struct BoundaryCounts {
    std::size_t first = 0, second = 0; ///< segments
    std::size_t paired = 0;
    double iouSum = 0;                                        ///< of the best pairs
    std::array<std::size_t, kIouThresholds.size()> matched{}; ///< most pairs, one to one, of at least this IoU
    std::size_t boundariesMatched = 0;                        ///< of 2·first and 2·second starts and ends
    double bothInside = 0, firstInside = 0, secondInside = 0; ///< seconds that are described
    double length = 0;                                        ///< seconds of the medium

    BoundaryCounts& operator+=(const BoundaryCounts& other);
};

/// Compares two segmentations of a medium of this length. Starts are matched with starts and ends with ends, one to
/// one, as many as lie within `tolerance` of each other.
BoundaryCounts countBoundaries(const std::vector<TimeRange>& first, const std::vector<TimeRange>& second,
                               MediaTime length, MediaTime tolerance);

/// Precision (share of the second's), recall (share of the first's) and their harmonic mean; nothing without segments.
struct Overlap {
    double precision = 0, recall = 0, f1 = 0;
};
std::optional<Overlap> overlapOf(std::size_t matched, std::size_t first, std::size_t second);

/// Mean IoU of the paired; nothing when none is.
std::optional<double> meanIou(const BoundaryCounts& counts);

/// Cohen's kappa (1960) of "described or not" over time, taken as continuous: agreement beyond what two people who
/// describe as much would reach by chance. Nothing where chance alone agrees fully.
std::optional<double> kappaOf(const BoundaryCounts& counts);

} // namespace descant::metrics
