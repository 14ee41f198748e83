// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/generation_settings.h"

#include <random>
#include <span>
#include <vector>

namespace descant::inference {

/// Logits → log-probabilities, in place; rows of `width`.
void logSoftmax(std::span<float> scores, std::size_t width);
/// False where a number is infinite or none.
bool allFinite(std::span<const float> scores);

/// What an id stands for before it is drawn.
struct Chance {
    std::size_t id = 0;
    double probability = 0;
};

/// Lowers the score of every id that a diverse search chose before at this step, once for each time.
void penaliseChosen(std::span<float> scores, std::span<const std::int64_t> chosen, float penalty);
/// Repetition penalty. `sequence` begins with the start id.
void penaliseRepetition(std::span<float> scores, std::span<const std::int64_t> sequence, float penalty);
/// Forbids n-grams that would come again, and the end before the minimum length.
void forbidRepeatsAndEarlyEnd(std::span<float> scores, std::span<const std::int64_t> sequence,
                              const GenerationSettings& settings);
/// The index of the highest score; the first one of equals.
std::size_t highest(std::span<const float> scores);
/// What temperature, top-k and top-p leave of logits: most likely first, the earlier one of equals first, together 1.
std::vector<Chance> chancesOf(std::span<const float> scores, const Sampling& sampling);
/// Draws an id after these filters.
std::size_t draw(std::span<const float> scores, const Sampling& sampling, std::mt19937_64& random);

} // namespace descant::inference
