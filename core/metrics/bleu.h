// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>

namespace descant::metrics {

inline constexpr std::size_t kGramOrders = 4;

/// What BLEU counts of a caption, or summed up over a corpus.
struct BleuCounts {
    std::array<double, kGramOrders> correct{}; ///< runs of 1…4 words that a reference has too, each as often as there
    std::array<double, kGramOrders> guessed{}; ///< runs of the candidate
    double candidateWords = 0;
    double referenceWords = 0; ///< of the reference whose length is nearest; of two the shorter

    BleuCounts& operator+=(const BleuCounts& other);
};

/// BLEU-1 to BLEU-4 (Papineni et al. 2002) as coco-caption computes them, its two tiny constants included: 0…1.
std::array<double, kGramOrders> bleuOf(const BleuCounts& counts);

} // namespace descant::metrics
