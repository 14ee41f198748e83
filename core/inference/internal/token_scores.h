// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/generation_settings.h"

#include <random>
#include <span>
#include <vector>

namespace descant::inference {

/// Logits → log-probabilities, in place.
void logSoftmax(std::span<float> scores);
/// Repetition penalty, forbidden n-grams and the end before the minimum length, in the reference's order. `sequence`
/// begins with the start id.
void applyProcessors(std::span<float> scores, std::span<const std::int64_t> sequence,
                     const GenerationSettings& settings);
/// The index of the highest score; the first one of equals.
std::size_t highest(std::span<const float> scores);
/// Draws an index after temperature, top-k and top-p; scores are logits.
std::size_t draw(std::span<const float> scores, const Sampling& sampling, std::mt19937_64& random);

} // namespace descant::inference
