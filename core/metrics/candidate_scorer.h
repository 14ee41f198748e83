// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/place_table.h"
#include "core/metrics/reference_set.h"

#include <unordered_map>

namespace descant::metrics {

/// Scores candidates against the references of one segment after the other. Keeps room between calls; one thread.
class CandidateScorer {
public:
    explicit CandidateScorer(const ReferenceSet& references);

    SegmentScore score(std::size_t segment, std::string_view candidate);

private:
    using Sums = std::array<double, kGramOrders>;
    using Captions = std::span<const ReferenceSet::Caption>;

    /// A run of words of the candidate.
    struct Gram {
        std::size_t order = 0; ///< words less one
        double count = 0;
        double rarity = 0;
        double weight = 0;
        double countInReference = 0; ///< in the reference at hand
        double mostInReference = 0;  ///< in the one that has it most
    };

    std::uint32_t numberOf(std::string_view word);
    void readCandidate(std::string_view candidate);
    void countGrams();
    void weighGrams(std::size_t order);
    void findHits(std::span<const std::uint32_t> reference);
    void addSimilarities(std::size_t caption, Sums& sums);
    double ciderOf(std::size_t segment);
    void countBleu(Captions references, SegmentScore& score) const;
    double rougeOf(Captions references);
    void placeRougeWords();
    std::size_t commonWords(std::span<const std::uint32_t> reference) const;
    double lengthFactor(std::size_t difference);

    const ReferenceSet& m_references;
    std::vector<std::string_view> m_texts;
    std::vector<std::uint32_t> m_words; ///< of the candidate; those that no reference has count on from its vocabulary
    std::vector<std::uint32_t> m_rougeWords;
    std::unordered_map<std::string, std::uint32_t> m_strangers;

    std::vector<Gram> m_grams; ///< of one word, of two, …; as they stand first
    std::array<std::size_t, kGramOrders> m_firstGram{};
    Sums m_norms{};
    GramTable m_places;       ///< in m_grams, of runs by the place of their beginning and the word behind it
    PlaceTable m_firstPlaces; ///< the same of single words
    std::vector<std::uint32_t> m_placeAt; ///< of the run at hand that begins at each word
    std::vector<std::uint32_t> m_pairs;   ///< the numbers that the references give to pairs of words
    std::vector<std::uint32_t> m_hits;    ///< places of the runs that the reference at hand has too
    std::vector<double> m_lengthFactors;  ///< made as they are needed; negative: not yet

    PlaceTable m_bitsOf;               ///< of words: their place in m_bits
    std::vector<std::uint64_t> m_bits; ///< where a word stands in the candidate
};

} // namespace descant::metrics
