// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/inference/generation_settings.h"

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace descant::inference {

/// What the decoder is asked for: one more token on each of some rows. Row r goes on from row parents[r] of the step
/// before; without parents a new sequence begins.
struct DecodingStep {
    std::vector<std::int64_t> parents;
    std::vector<std::int64_t> tokens;
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

/// Decodes one clip: greedy for one beam, else beam search by the chosen scorer, or independent samples. `prefix` is
/// forced after the start id; it counts for the lengths and the penalties but not for the score. Best first. `stop` is
/// looked at before every token.
Outcome<std::vector<Hypothesis>> decodeTokens(const DecodingModel& model, std::int64_t vocabulary,
                                              const GenerationSettings& settings, std::span<const std::int64_t> prefix,
                                              std::stop_token stop, const ProgressSink& progress = {});

} // namespace descant::inference
