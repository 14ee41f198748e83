// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/internal/decoding.h"

namespace descant::inference {

/// A hypothesis that still grows: ids with the start id and the prefix, and the sum of what was added after them.
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
    std::size_t beams = 1;
    std::size_t promptLength = 1; ///< ids that were given: the start id and the prefix
    std::size_t maxLength = 0;    ///< of a sequence, start id and prefix included
    double lengthPenalty = 1.0;
    EarlyStopping earlyStopping = EarlyStopping::No;
};

/// The rule that decides which hypotheses are finished, which grow on and when to stop.
class BeamScorer {
public:
    virtual ~BeamScorer() = default;
    /// Takes the best 2·beams continuations, best first, and gives those that grow on (at most `beams`); none when the
    /// search is over.
    virtual std::vector<Continuation> advance(const std::vector<Beam>& beams,
                                              const std::vector<Continuation>& best) = 0;
    /// The finished hypotheses, best first. `beams` are those that still grew.
    virtual std::vector<Hypothesis> finish(const std::vector<Beam>& beams) = 0;
};

std::unique_ptr<BeamScorer> makeOldScorer(const SearchLimits& limits);
std::unique_ptr<BeamScorer> makeNewScorer(const SearchLimits& limits);

/// The sequence that a continuation makes.
Beam extended(const Beam& beam, const Continuation& continuation);

Outcome<std::vector<Hypothesis>> searchBeams(const DecodingModel& model, std::int64_t vocabulary,
                                             const GenerationSettings& settings, Beam start,
                                             std::vector<float> firstLogits, std::stop_token stop,
                                             const ProgressSink& progress);

} // namespace descant::inference
