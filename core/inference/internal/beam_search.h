// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/internal/decoding.h"

#include <memory>

namespace descant::inference {

/// A hypothesis that still grows: ids with the start id, and the sum of what was added after it.
struct Beam {
    std::vector<std::int64_t> sequence;
    std::vector<float> logProbabilities; ///< of sequence[1…]
    float total = 0.0F;
};

/// A way to go on: which beam, which token.
struct Continuation {
    std::size_t beam = 0;
    std::int64_t token = 0;
    float total = 0.0F;
    float logProbability = 0.0F;
};

/// What a scorer needs to know.
struct SearchLimits {
    std::size_t beams = 1;     ///< that grow together: all, or those of a group
    std::size_t kept = 1;      ///< finished hypotheses that it keeps
    std::size_t maxLength = 0; ///< of a sequence, start id included
    double lengthPenalty = 1.0;
    EarlyStopping earlyStopping = EarlyStopping::No;
};

/// The rule that decides which hypotheses are finished, which grow on and when to stop.
class BeamScorer {
public:
    virtual ~BeamScorer() = default;
    /// Takes the best 2·beams continuations of beams that grow together, best first, and gives those that grow on (at
    /// most `beams`); none when the search is over.
    virtual std::vector<Continuation> advance(std::span<const Beam> beams, const std::vector<Continuation>& best) = 0;
    /// The finished hypotheses, best first. `beams` are those that still grew.
    virtual std::vector<Hypothesis> finish(std::span<const Beam> beams) = 0;
};

std::unique_ptr<BeamScorer> makeOldScorer(const SearchLimits& limits);
std::unique_ptr<BeamScorer> makeNewScorer(const SearchLimits& limits);

/// The sequence that a continuation makes.
Beam extended(const Beam& beam, const Continuation& continuation);

} // namespace descant::inference
