// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bleu.h"

#include <cmath>

namespace descant::metrics {
namespace {

/// They keep the quotients finite, and show in the ninth digit: published numbers have them.
constexpr double kSmall = 1e-9, kTiny = 1e-15;

} // namespace

BleuCounts& BleuCounts::operator+=(const BleuCounts& other)
{
    for (std::size_t order = 0; order < kGramOrders; ++order) {
        correct[order] += other.correct[order];
        guessed[order] += other.guessed[order];
    }
    candidateWords += other.candidateWords;
    referenceWords += other.referenceWords;
    return *this;
}

std::array<double, kGramOrders> bleuOf(const BleuCounts& counts)
{
    std::array<double, kGramOrders> scores{};
    double product = 1;
    for (std::size_t order = 0; order < kGramOrders; ++order) {
        product *= (counts.correct[order] + kTiny) / (counts.guessed[order] + kSmall);
        scores[order] = std::pow(product, 1.0 / static_cast<double>(order + 1));
    }
    const double ratio = (counts.candidateWords + kTiny) / (counts.referenceWords + kSmall);
    if (ratio < 1) {
        for (double& score : scores)
            score *= std::exp(1 - 1 / ratio);
    }
    return scores;
}

} // namespace descant::metrics
