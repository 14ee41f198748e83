// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/token_scores.h"

#include "core/inference/internal/decoding.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <set>

namespace descant::inference {
namespace {

constexpr float kForbidden = -std::numeric_limits<float>::infinity();

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

/// The lowest score that top-k leaves; what equals it stays too.
float lowestKept(std::span<const float> scores, std::int64_t topK)
{
    if (topK <= 0 || static_cast<std::size_t>(topK) >= scores.size())
        return kForbidden;
    std::vector<float> values(scores.begin(), scores.end());
    const auto last = values.begin() + static_cast<std::ptrdiff_t>(topK) - 1;
    std::nth_element(values.begin(), last, values.end(), std::greater<>());
    return *last;
}

/// Leaves the most likely ones that together hold `share` of the total; at least one.
void keepTop(std::vector<Chance>& chances, double share, double total)
{
    double kept = 0.0;
    std::size_t count = 0;
    while (count < chances.size() && (count == 0 || kept < share * total))
        kept += chances[count++].probability;
    chances.resize(count);
    for (Chance& chance : chances)
        chance.probability /= kept;
}

} // namespace

void logSoftmax(std::span<float> scores, std::size_t width)
{
    at::Tensor rows = at::from_blob(
        scores.data(), {static_cast<std::int64_t>(scores.size() / width), static_cast<std::int64_t>(width)});
    rows.copy_(at::log_softmax(rows, 1));
}

bool allFinite(std::span<const float> scores)
{
    // In whole numbers the loop is vectorised: the exponent of what is not finite is all ones.
    std::uint32_t largest = 0;
    for (const float score : scores)
        largest = std::max(largest, std::bit_cast<std::uint32_t>(score) & 0x7FFFFFFFU);
    return largest < 0x7F800000U;
}

void penaliseChosen(std::span<float> scores, std::span<const std::int64_t> chosen, float penalty)
{
    std::vector<std::int64_t> sorted(chosen.begin(), chosen.end());
    std::sort(sorted.begin(), sorted.end());
    for (auto first = sorted.begin(); first != sorted.end();) {
        const auto next = std::upper_bound(first, sorted.end(), *first);
        scores[static_cast<std::size_t>(*first)] -= penalty * static_cast<float>(next - first);
        first = next;
    }
}

void penaliseRepetition(std::span<float> scores, std::span<const std::int64_t> sequence, float penalty)
{
    if (penalty == 1.0F)
        return;
    for (const std::int64_t id : std::set<std::int64_t>(sequence.begin(), sequence.end())) {
        float& score = scores[static_cast<std::size_t>(id)];
        score = score < 0.0F ? score * penalty : score / penalty;
    }
}

void forbidRepeatsAndEarlyEnd(std::span<float> scores, std::span<const std::int64_t> sequence,
                              const GenerationSettings& settings)
{
    forbidRepeatedNgrams(scores, sequence, static_cast<std::size_t>(settings.noRepeatNgram));
    if (static_cast<std::int64_t>(sequence.size()) < settings.minLength)
        scores[kEndId] = kForbidden;
}

std::size_t highest(std::span<const float> scores)
{
    return static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

std::vector<Chance> chancesOf(std::span<const float> scores, const Sampling& sampling)
{
    const float least = lowestKept(scores, sampling.topK);
    const float most = scores[highest(scores)];
    std::vector<Chance> chances;
    double total = 0.0;
    for (std::size_t id = 0; id < scores.size(); ++id) {
        if (scores[id] < least || scores[id] == kForbidden)
            continue;
        chances.push_back({id, std::exp((static_cast<double>(scores[id]) - most) / sampling.temperature)});
        total += chances.back().probability;
    }
    std::stable_sort(chances.begin(), chances.end(),
                     [](const Chance& a, const Chance& b) { return a.probability > b.probability; });
    keepTop(chances, sampling.topP, total);
    return chances;
}

std::size_t draw(std::span<const float> scores, const Sampling& sampling, std::mt19937_64& random)
{
    const std::vector<Chance> chances = chancesOf(scores, sampling);
    // Not std::uniform_real_distribution: its numbers differ between standard libraries.
    double dart = static_cast<double>(random() >> 11) * 0x1.0p-53;
    for (const Chance& chance : chances) {
        dart -= chance.probability;
        if (dart < 0.0)
            return chance.id;
    }
    return chances.back().id;
}

} // namespace descant::inference
