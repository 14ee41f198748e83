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

/// The same of captions in words. Long ones are cut, as the authors do: memory grows by the longest of a batch.
DecoderBatch decoderBatch(const inference::Tokenizer& tokenizer, const std::vector<std::string>& captions);

/// Which senses take part in a step: in training both, mostly, so that the model says nothing about what it lacks.
enum class Senses { Both, SeenOnly, HeardOnly };
Senses sensesOfStep(std::int64_t step);

/// Who learns what to say, and in which words.
struct CaptionTask {
    inference::Architecture architecture;
    const inference::Tokenizer* tokenizer = nullptr;
    std::string prompt;
    Learning learning = Learning::QFormerAndLanguageModel;
    double dropout = 0.1;
};

/// Stage 1: with frozen encoders, what CaptionTask::learning names learns captions by cross-entropy; beside it
/// "head.words", where present, learns from the queries which words occur. A step's clips all have the same senses.
Outcome<void> teachCaptions(inference::Weights& weights, const CaptionTask& task, const FeatureCache& cache,
                            const StageSettings& settings, std::stop_token stop, const StepSink& told);

/// Greedy captions of the clips of a cache, with the senses named or those of them that a clip has; empty where it has
/// none. Stops within a word.
Outcome<std::vector<std::string>> captionsFor(const inference::Weights& weights, const CaptionTask& task,
                                              const FeatureCache& cache, Senses senses, const std::stop_token& stop);

/// Mean cross-entropy a token of the first caption of every clip that could be read, without dropout. Stops within a
/// clip.
Outcome<double> meanLoss(const inference::Weights& weights, const CaptionTask& task, const FeatureCache& cache,
                         const std::stop_token& stop);

} // namespace descant::training
