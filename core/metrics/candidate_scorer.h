// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/reference_set.h"

namespace descant::metrics {

/// Scores candidates against the references of one segment after the other. Keeps room between calls; one thread.
class CandidateScorer {
public:
    explicit CandidateScorer(const ReferenceSet& references);

    SegmentScore score(std::size_t segment, std::string_view candidate);

private:
    /// A run of words of the candidate.
    struct Gram {
        std::uint32_t number = GramTable::kNone; ///< in the references; kNone: in none of them
        double count = 0;
        double weight = 0;
        double mostInReference = 0;  ///< how often the reference has it that has it most
        double countInReference = 0; ///< in the reference at hand
        double weightInReference = 0;
    };

    void readCandidate(std::string_view candidate);
    void countGrams();
    void weighGrams();
    void placeGrams(std::uint32_t step);
    void readReference(std::size_t caption);
    void addSimilarities(std::size_t caption, std::array<double, kGramOrders>& sums);
    void countBleu(std::size_t segment, SegmentScore& score) const;
    double rougeOf(std::size_t segment);
    std::size_t commonWords(std::size_t caption) const;
    double lengthFactor(double difference);

    const ReferenceSet& m_references;
    std::array<std::vector<Gram>, kGramOrders> m_grams;
    std::array<double, kGramOrders> m_norms{};
    std::vector<std::uint32_t> m_words; ///< of the candidate; those that no reference has count on from m_words
    std::vector<std::uint32_t> m_rougeWords;
    std::vector<std::uint32_t> m_placeOf; ///< of each run of the references: 1 + its place in m_grams
    std::vector<double> m_lengthFactors;  ///< made as they are needed; negative: not yet
    std::unordered_map<std::string, std::uint32_t> m_strangers;
};

} // namespace descant::metrics
