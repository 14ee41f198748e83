// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/token_scores.h"

#include "core/inference/internal/decoding.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace descant::inference {
namespace {

constexpr float kForbidden = -std::numeric_limits<float>::infinity();

void penaliseRepetition(std::span<float> scores, std::span<const std::int64_t> sequence, float penalty)
{
    if (penalty == 1.0F)
        return;
    for (const std::int64_t id : std::set<std::int64_t>(sequence.begin(), sequence.end())) {
        float& score = scores[static_cast<std::size_t>(id)];
        score = score < 0.0F ? score * penalty : score / penalty;
    }
}

void forbidRepeatedNgrams(std::span<float> scores, std::span<const std::int64_t> sequence, std::size_t length)
{
    if (length == 0 || sequence.size() + 1 < length)
        return;
    const auto tail = sequence.subspan(sequence.size() - (length - 1));
    for (std::size_t place = 0; place + length <= sequence.size(); ++place) {
        if (std::equal(tail.begin(), tail.end(), sequence.begin() + static_cast<std::ptrdiff_t>(place)))
            scores[static_cast<std::size_t>(sequence[place + length - 1])] = kForbidden;
    }
}

} // namespace

void logSoftmax(std::span<float> scores)
{
    const float most = *std::max_element(scores.begin(), scores.end());
    double total = 0.0;
    for (const float score : scores)
        total += std::exp(static_cast<double>(score - most));
    const auto logTotal = static_cast<float>(std::log(total));
    for (float& score : scores)
        score = score - most - logTotal;
}

void applyProcessors(std::span<float> scores, std::span<const std::int64_t> sequence,
                     const GenerationSettings& settings)
{
    penaliseRepetition(scores, sequence, static_cast<float>(settings.repetitionPenalty));
    forbidRepeatedNgrams(scores, sequence, static_cast<std::size_t>(settings.noRepeatNgram));
    if (static_cast<std::int64_t>(sequence.size()) < settings.minLength)
        scores[kEndId] = kForbidden;
}

std::size_t highest(std::span<const float> scores)
{
    return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

std::size_t draw(std::span<const float> scores, const Sampling& sampling, std::mt19937_64& random)
{
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    if (sampling.topK > 0 && static_cast<std::size_t>(sampling.topK) < order.size()) {
        const float least = scores[order[static_cast<std::size_t>(sampling.topK) - 1]];
        order.erase(std::find_if(order.begin(), order.end(), [&](std::size_t id) { return scores[id] < least; }),
                    order.end());
    }
    std::vector<double> chances;
    double total = 0.0;
    for (const std::size_t id : order) {
        chances.push_back(std::exp((static_cast<double>(scores[id]) - scores[order[0]]) / sampling.temperature));
        total += chances.back();
    }
    // The most likely ones that together hold topP; at least one.
    double kept = 0.0;
    std::size_t count = 0;
    while (count < chances.size() && (count == 0 || kept < sampling.topP * total))
        kept += chances[count++];
    // Not std::uniform_real_distribution: its numbers differ between standard libraries.
    double dart = static_cast<double>(random() >> 11) * 0x1.0p-53 * kept;
    for (std::size_t index = 0; index < count; ++index) {
        dart -= chances[index];
        if (dart < 0.0)
            return order[index];
    }
    return order[count - 1];
}

} // namespace descant::inference
