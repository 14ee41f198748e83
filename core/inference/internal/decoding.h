// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/inference/generation_settings.h"
#include "core/inference/internal/prefix_constraint.h"

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace descant::inference {

/// What the decoder is asked for: one more token on each of some rows. Row r goes on from row parents[r] of the step
/// before; without parents a new sequence begins. The rows are those of the clips `clips` (numbered from 0 at the
/// beginning), clip after clip and as many of each; a clip that is no longer named has ended.
struct DecodingStep {
    std::vector<std::int64_t> parents;
    std::vector<std::int64_t> tokens;
    std::vector<std::int64_t> clips;
};

/// Gives the logits after those tokens, rows × vocabulary.
using DecodingModel = std::function<Outcome<std::vector<float>>(const DecodingStep&)>;

/// A finished caption. Ids without the start id; with the end id where it was reached.
struct Hypothesis {
    std::vector<std::int64_t> ids;
    std::vector<float> logProbabilities; ///< of each id, as the search counted it
    double score = 0.0;                  ///< total / length^length_penalty
};

constexpr std::int64_t kStartId = 0;
constexpr std::int64_t kEndId = 1;

/// Decodes one clip: greedy for one beam, else beam search by the chosen scorer, or independent samples. A caption
/// writes `prefix` first; its tokens count as any other for lengths, penalties and score, but maxNewTokens come on top
/// of the fewest that can write it. At most settings.candidates, best first. `stop` is looked at before every token.
Outcome<std::vector<Hypothesis>> decodeTokens(const DecodingModel& model, std::int64_t vocabulary,
                                              const GenerationSettings& settings, const PrefixConstraint& prefix,
                                              std::stop_token stop, const ProgressSink& progress = {});

/// The same for the clips of a batch, a prefix each: their rows go through the model together, and the captions are
/// those that each would get alone. ModelFailed for a clip whose numbers are not finite; the others go on.
std::vector<Outcome<std::vector<Hypothesis>>> decodeBatch(const DecodingModel& model, std::int64_t vocabulary,
                                                          const GenerationSettings& settings,
                                                          std::span<const PrefixConstraint> prefixes,
                                                          std::stop_token stop, const ProgressSink& progress = {});

/// How many clips to decode together at most, so that their rows fit into memory: at the published size in 32 bits a
/// row's keys and values are 20 MB after 50 tokens.
std::size_t clipsAtOnce(const GenerationSettings& settings);

} // namespace descant::inference
