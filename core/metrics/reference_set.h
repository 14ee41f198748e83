// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/metrics/bleu.h"
#include "core/metrics/gram_table.h"
#include "core/metrics/word_table.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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

    using Numbers = std::vector<std::uint32_t>;

    /// A stretch of m_words.
    struct Stretch {
        std::uint32_t first = 0, count = 0;
    };
    /// The words of a caption as ROUGE and as BLEU and CIDEr cut it: nearly always the same stretch.
    struct Caption {
        Stretch atBlanks, atWhiteSpace;
    };
    struct OrderCounting;

    void addCaption(std::string_view caption, std::vector<std::string_view>& texts);
    void makeRarities();
    void countGrams();
    void countOrder(std::size_t order, Numbers& pairs);
    void addNorms(std::size_t order, const OrderCounting& counting);
    Stretch runsOf(std::size_t caption, std::size_t order) const;
    /// The key in m_grams[order] of the run that begins at a word; `pairs` has the numbers of runs of two.
    static std::uint64_t keyAt(std::size_t at, std::size_t order, const Numbers& words, const Numbers& pairs)
    {
        switch (order) {
        case 0:
            return words[at];
        case 1:
            return GramTable::keyOf(words[at], words[at + 1]);
        case 2:
            return GramTable::keyOf(pairs[at], words[at + 2]);
        default:
            return GramTable::keyOf(pairs[at], pairs[at + 2]);
        }
    }
    std::span<const Caption> captionsOf(std::size_t segment) const
    {
        return std::span(m_captions)
            .subspan(m_firstCaption[segment], m_firstCaption[segment + 1] - m_firstCaption[segment]);
    }
    std::span<const std::uint32_t> wordsOf(const Stretch& stretch) const
    {
        return std::span(m_words).subspan(stretch.first, stretch.count);
    }
    template <typename Self, typename Visit> static void visit(Self& self, const Visit& visit);

    WordTable m_vocabulary;
    std::vector<std::uint32_t> m_firstCaption{0}; ///< of each segment, and behind the last
    std::vector<Caption> m_captions;
    Numbers m_words; ///< of all captions, one after the other
    /// Runs of one word by the word, of two by both, of three by the number of the first two and the third, of four by
    /// the numbers of the first two and of the last two. So what is longer than two can be counted side by side.
    std::array<GramTable, kGramOrders> m_grams;
    std::array<std::vector<double>, kGramOrders> m_norms; ///< of each caption
    std::vector<double> m_rarities; ///< of a run by the segments that have it: log(all) - log(those), as if at least 1
};

} // namespace descant::metrics
