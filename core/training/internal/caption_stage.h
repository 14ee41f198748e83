// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/tokenizer.h"
#include "core/training/internal/feature_cache.h"
#include "core/training/internal/stage.h"

namespace descant::training {

/// Label that the cross-entropy leaves out.
constexpr std::int64_t kIgnoredLabel = -100;

/// Captions as the decoder gets and as it should answer them: inputs are the labels shifted right behind the start id
/// 0; labels are filled up with kIgnoredLabel, inputs with the padding id.
struct DecoderBatch {
    at::Tensor inputs; ///< int64 [B, L]
    at::Tensor labels; ///< int64 [B, L]
};
DecoderBatch decoderBatch(const std::vector<std::vector<std::int64_t>>& captions);

/// Which senses take part in a step: in training both, mostly, so that the model says nothing about what it lacks.
enum class Senses { Both, SeenOnly, HeardOnly };
Senses sensesOfStep(std::int64_t step);

/// Stage 1: with frozen encoders, queries, Q-Former, the norms in front of it, projections and T5 learn captions by
/// cross-entropy; beside it "head.words", where present, learns from the queries which words occur.
Outcome<void> teachCaptions(inference::Weights& weights, const inference::Architecture& architecture,
                            const FeatureCache& cache, const inference::Tokenizer& tokenizer, const std::string& prompt,
                            const StageSettings& settings, std::stop_token stop, const StepSink& told);

/// Greedy captions of the clips of a cache, with the senses named.
std::vector<std::string> captionsFor(const inference::Weights& weights, const inference::Architecture& architecture,
                                     const FeatureCache& cache, const inference::Tokenizer& tokenizer,
                                     const std::string& prompt, Senses senses);

} // namespace descant::training
