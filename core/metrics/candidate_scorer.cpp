// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/candidate_scorer.h"

#include "core/metrics/word_split.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>

namespace descant::metrics {
namespace {

constexpr double kE = 2.718281828459045;
constexpr double kTwoSigmaSquared = 2.0 * 6.0 * 6.0;
constexpr double kBetaSquared = 1.2 * 1.2;

} // namespace

CandidateScorer::CandidateScorer(const ReferenceSet& references)
    : m_references(references), m_placeOf(references.m_gramKeys.size())
{
}

void CandidateScorer::readCandidate(std::string_view candidate)
{
    m_strangers.clear();
    const auto numberOf = [this](std::string_view word) {
        const auto found = m_references.m_wordNumbers.find(word);
        if (found != m_references.m_wordNumbers.end())
            return found->second;
        const auto next = static_cast<std::uint32_t>(m_references.m_words.size() + m_strangers.size());
        return m_strangers.emplace(word, next).first->second;
    };
    m_words.clear();
    for (const std::string_view word : cutAtWhiteSpace(candidate))
        m_words.push_back(numberOf(word));
    m_rougeWords.clear();
    for (const std::string_view word : cutAtBlanks(candidate))
        m_rougeWords.push_back(numberOf(word));
}

/// Runs are told apart by a table of the candidate's own, as those that no reference has need a number too.
void CandidateScorer::countGrams()
{
    GramTable own(m_words.size() * kGramOrders + 1);
    std::vector<std::uint32_t> ownBeginnings(m_words.size(), GramTable::kNone);
    std::vector<std::uint32_t> beginnings(m_words.size(), GramTable::kNone);
    std::size_t before = 0;
    for (std::size_t order = 0; order < kGramOrders; ++order) {
        m_grams[order].clear();
        for (std::size_t at = 0; at + order < m_words.size(); ++at) {
            const std::uint32_t word = m_words[at + order];
            const bool known = order == 0 || beginnings[at] != GramTable::kNone;
            beginnings[at] = known ? m_references.m_table.find(beginnings[at], word) : GramTable::kNone;
            ownBeginnings[at] = own.add(ownBeginnings[at], word);
            const std::size_t place = ownBeginnings[at] - before;
            if (place == m_grams[order].size())
                m_grams[order].push_back({beginnings[at]});
            m_grams[order][place].count += 1;
        }
        before = own.size();
    }
}

void CandidateScorer::weighGrams()
{
    const double strange = std::log(static_cast<double>(m_references.segments()));
    for (std::size_t order = 0; order < kGramOrders; ++order) {
        double sum = 0;
        for (Gram& gram : m_grams[order]) {
            const bool known = gram.number != GramTable::kNone;
            gram.weight = gram.count * (known ? m_references.m_rarity[gram.number] : strange);
            sum += gram.weight * gram.weight;
        }
        m_norms[order] = std::sqrt(sum);
    }
}

/// Notes where each run stands, `step` 1, or forgets it again, `step` 0.
void CandidateScorer::placeGrams(std::uint32_t step)
{
    for (const auto& grams : m_grams) {
        std::uint32_t place = 0;
        for (const Gram& gram : grams) {
            ++place;
            if (gram.number != GramTable::kNone)
                m_placeOf[gram.number] = place * step;
        }
    }
}

void CandidateScorer::readReference(std::size_t caption)
{
    for (std::size_t order = 0; order < kGramOrders; ++order) {
        for (Gram& gram : m_grams[order])
            gram.countInReference = gram.weightInReference = 0;
        const std::size_t list = caption * kGramOrders + order;
        for (std::size_t i = m_references.m_firstGram[list]; i < m_references.m_firstGram[list + 1]; ++i) {
            const ReferenceSet::Gram& reference = m_references.m_grams[i];
            const std::uint32_t place = m_placeOf[reference.number];
            if (place == 0)
                continue;
            Gram& gram = m_grams[order][place - 1];
            gram.countInReference = reference.count;
            gram.weightInReference = reference.count * m_references.m_rarity[reference.number];
            gram.mostInReference = std::max(gram.mostInReference, gram.countInReference);
        }
    }
}

/// The reference raises e to a power rather than calling the exponential function; the last digit differs.
double CandidateScorer::lengthFactor(double difference)
{
    const auto place = static_cast<std::size_t>(std::abs(difference));
    if (place >= m_lengthFactors.size())
        m_lengthFactors.resize(place + 1, -1.0);
    if (m_lengthFactors[place] < 0)
        m_lengthFactors[place] = std::pow(kE, -(difference * difference) / kTwoSigmaSquared);
    return m_lengthFactors[place];
}

void CandidateScorer::addSimilarities(std::size_t caption, std::array<double, kGramOrders>& sums)
{
    // What the reference takes for the length is the number of pairs of words.
    const auto pairs = [](double words) { return std::max(0.0, words - 1); };
    const double factor = lengthFactor(pairs(double(m_words.size())) - pairs(double(m_references.m_lengths[caption])));
    const std::array<double, kGramOrders>& norms = m_references.m_norms[caption];
    for (std::size_t order = 0; order < kGramOrders; ++order) {
        double similarity = 0;
        for (const Gram& gram : m_grams[order])
            similarity += std::min(gram.weight, gram.weightInReference) * gram.weightInReference;
        if (m_norms[order] != 0 && norms[order] != 0)
            similarity /= m_norms[order] * norms[order];
        sums[order] += similarity * factor;
    }
}

void CandidateScorer::countBleu(std::size_t segment, SegmentScore& score) const
{
    BleuCounts& counts = score.counts;
    const std::size_t words = m_words.size();
    for (std::size_t order = 0; order < kGramOrders; ++order) {
        counts.guessed[order] = words > order ? static_cast<double>(words - order) : 0.0;
        for (const Gram& gram : m_grams[order])
            counts.correct[order] += std::min(gram.count, gram.mostInReference);
    }
    counts.candidateWords = static_cast<double>(words);
    const auto begin = m_references.m_lengths.begin();
    const auto nearer = [words](std::uint32_t a, std::uint32_t b) {
        const auto distance = [words](std::uint32_t length) {
            return length > words ? length - words : words - length;
        };
        return std::pair(distance(a), a) < std::pair(distance(b), b);
    };
    counts.referenceWords = *std::min_element(begin + m_references.m_firstCaption[segment],
                                              begin + m_references.m_firstCaption[segment + 1], nearer);
    score.bleu = bleuOf(counts);
}

namespace {

/// The length of the longest common subsequence, a bit for each word of the first (Hyyrö 2004).
std::size_t commonByBits(std::span<const std::uint32_t> one, std::span<const std::uint32_t> other)
{
    std::uint64_t open = ~std::uint64_t{0};
    for (const std::uint32_t word : other) {
        std::uint64_t same = 0;
        for (std::size_t at = 0; at < one.size(); ++at)
            same |= std::uint64_t{one[at] == word} << at;
        const std::uint64_t taken = open & same;
        open = (open + taken) | (open - taken);
    }
    const std::uint64_t all = one.size() == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << one.size()) - 1;
    return static_cast<std::size_t>(std::popcount(~open & all));
}

std::size_t commonByTable(std::span<const std::uint32_t> one, std::span<const std::uint32_t> other)
{
    std::vector<std::size_t> row(one.size() + 1);
    for (const std::uint32_t word : other) {
        std::size_t diagonal = 0;
        for (std::size_t at = 0; at < one.size(); ++at) {
            const std::size_t above = row[at + 1];
            row[at + 1] = one[at] == word ? diagonal + 1 : std::max(above, row[at]);
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace

std::size_t CandidateScorer::commonWords(std::size_t caption) const
{
    const std::span<const std::uint32_t> reference(m_references.m_wordsOf.data() + m_references.m_firstWord[caption],
                                                   m_references.m_wordsOf.data()
                                                       + m_references.m_firstWord[caption + 1]);
    return m_rougeWords.size() <= 64 ? commonByBits(m_rougeWords, reference) : commonByTable(m_rougeWords, reference);
}

/// The best precision and the best recall need not come from the same reference: the reference has it so.
double CandidateScorer::rougeOf(std::size_t segment)
{
    double precision = 0, recall = 0;
    for (std::size_t caption = m_references.m_firstCaption[segment]; caption < m_references.m_firstCaption[segment + 1];
         ++caption) {
        const auto common = static_cast<double>(commonWords(caption));
        const double words = m_references.m_firstWord[caption + 1] - m_references.m_firstWord[caption];
        precision = std::max(precision, common / static_cast<double>(m_rougeWords.size()));
        recall = std::max(recall, common / words);
    }
    if (precision == 0 || recall == 0)
        return 0;
    return ((1 + kBetaSquared) * precision * recall) / (recall + kBetaSquared * precision);
}

SegmentScore CandidateScorer::score(std::size_t segment, std::string_view candidate)
{
    readCandidate(candidate);
    countGrams();
    weighGrams();
    placeGrams(1);
    SegmentScore score;
    std::array<double, kGramOrders> sums{};
    const std::size_t first = m_references.m_firstCaption[segment], last = m_references.m_firstCaption[segment + 1];
    for (std::size_t caption = first; caption < last; ++caption) {
        readReference(caption);
        addSimilarities(caption, sums);
    }
    placeGrams(0);
    const double mean = (((sums[0] + sums[1]) + sums[2]) + sums[3]) / static_cast<double>(kGramOrders);
    score.ciderD = mean / static_cast<double>(last - first) * 10.0;
    score.rougeL = rougeOf(segment);
    countBleu(segment, score);
    return score;
}

} // namespace descant::metrics
