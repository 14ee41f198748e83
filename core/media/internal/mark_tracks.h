// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <vector>

namespace descant::media {

/// A mark of a picture or of a sound: bits that differ little where these do.
struct Mark {
    MediaTime time{0};
    std::uint64_t bits = 0;
};
using Track = std::vector<Mark>; ///< by time

/// How marks of one kind are compared.
struct MarkRules {
    int pieces = 4;          ///< of 16 bits that a mark is looked up by
    int near = 10;           ///< bits that two marks of the same thing may differ in
    MediaTime step{250'000}; ///< from one mark to the next
    std::size_t least = 6;   ///< marks that two files must share
};

/// Positions of two tracks that have marks near each other; first < second, and whether the second is in a mirror.
using TrackPair = std::tuple<std::size_t, std::size_t, bool>;

/// Pairs that may be alike: they share a piece of a mark, and these marks are near. `mirrored` is empty or has a track
/// for each of `plain`. A piece that very many marks have tells nothing and is left out.
std::set<TrackPair> candidatePairs(std::span<const Track> plain, std::span<const Track> mirrored,
                                   const MarkRules& rules);

/// The best way to lay one track beside the other.
struct Alignment {
    MediaTime offset{0};   ///< what is at t in `one` is at t - offset in `other`
    double share = 0.0;    ///< of the common stretch that is near
    std::size_t marks = 0; ///< in the common stretch
};
/// Slides one along the other. Nothing when no position has enough in common: rules.least marks, and half of the
/// shorter track (all of it where both are shorter than that).
std::optional<Alignment> align(const Track& one, const Track& other, const MarkRules& rules);

} // namespace descant::media
