// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/metrics/bleu.h"
#include "core/metrics/gram_table.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace descant::metrics {

/// What n-grams and common subsequences say of one caption.
struct SegmentScore {
    std::array<double, kGramOrders> bleu{}; ///< BLEU-1 to BLEU-4, 0…1
    double rougeL = 0;                      ///< 0…1
    double ciderD = 0;                      ///< 0…10
    BleuCounts counts;                      ///< what BLEU of a set is made of
};

/// The references of a set of captions, counted once, so that scoring candidates against them again is quick. Captions
/// are words with single blanks between them (PennTokenizer). Once made it is not changed: any number of threads.
///
/// BLEU and ROUGE-L (Lin 2004) and CIDEr-D (Vedantam et al. 2015) as coco-caption counts them: CIDEr-D has runs of one
/// to four words without stemming, counts clipped, sigma 6, document frequencies from the references of this very set.
/// So CIDEr-D of different sets cannot be compared, and of a set of one is 0.
class ReferenceSet {
public:
    /// InputInvalid for an empty set or a segment without references.
    ReferenceSet() = default;
    static Result<ReferenceSet> of(const std::vector<std::vector<std::string>>& segments);

    std::size_t segments() const { return m_firstCaption.size() - 1; }
    /// One score for each candidate, in the order of the segments. InputInvalid when there are not as many.
    Result<std::vector<SegmentScore>> score(const std::vector<std::string>& candidates) const;
    /// The references of a segment as texts.
    std::vector<std::string> references(std::size_t segment) const;

    /// All of it as bytes, and back; FormatInvalid for bytes that are damaged or of another version.
    std::string toBytes() const;
    static Result<ReferenceSet> fromBytes(std::string_view bytes);

private:
    friend class CandidateScorer;

    struct Gram {
        std::uint32_t number = 0;
        std::uint32_t count = 0;
    };
    using Words = std::vector<std::uint32_t>;

    /// What is needed while captions are added: of each run, where it stood last and which segment had it last.
    struct Building {
        std::vector<std::uint32_t> placeOf, segmentOf;
        std::uint32_t segment = 0;
    };
    struct HashOfText {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    void addCaption(std::string_view caption, Building& building);
    void addGrams(const Words& words, Building& building);
    std::uint32_t addGram(std::uint32_t beginning, std::uint32_t word, Building& building);
    void weigh();
    std::uint32_t addWord(std::string_view word);
    template <typename Self, typename Visit> static void visit(Self& self, const Visit& visit);

    std::vector<std::string> m_words;
    std::unordered_map<std::string, std::uint32_t, HashOfText, std::equal_to<>> m_wordNumbers;
    std::vector<std::uint32_t> m_firstCaption{0}; ///< of each segment, and behind the last
    std::vector<std::uint32_t> m_firstWord{0};    ///< of each caption in m_wordsOf
    std::vector<std::uint32_t> m_wordsOf;
    std::vector<std::uint32_t> m_lengths;      ///< of each caption in words as BLEU counts them
    std::vector<std::uint32_t> m_firstGram{0}; ///< of each caption and order in m_grams
    std::vector<Gram> m_grams;
    std::vector<std::uint64_t> m_gramKeys;     ///< what m_table holds: beginning and last word of each number
    std::vector<std::uint32_t> m_segmentsWith; ///< of each gram
    // made from the above
    GramTable m_table;
    std::vector<double> m_rarity;                         ///< of each gram: log(segments) - log(segments with it)
    std::vector<std::array<double, kGramOrders>> m_norms; ///< of each caption
};

} // namespace descant::metrics
