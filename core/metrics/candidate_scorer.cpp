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

CandidateScorer::CandidateScorer(const ReferenceSet& references) : m_references(references) { }

std::uint32_t CandidateScorer::numberOf(std::string_view word)
{
    const std::uint32_t known = m_references.m_vocabulary.find(word);
    if (known != WordTable::kNone)
        return known;
    const auto next = static_cast<std::uint32_t>(m_references.m_vocabulary.size() + m_strangers.size());
    return m_strangers.emplace(word, next).first->second;
}

void CandidateScorer::readCandidate(std::string_view candidate)
{
    m_strangers.clear();
    m_rougeWords.clear();
    cutAtBlanks(candidate, m_texts);
    for (const std::string_view word : m_texts)
        m_rougeWords.push_back(numberOf(word));
    if (isCutAlike(candidate)) {
        m_words = m_rougeWords;
        return;
    }
    m_words.clear();
    cutAtWhiteSpace(candidate, m_texts);
    for (const std::string_view word : m_texts)
        m_words.push_back(numberOf(word));
}

void CandidateScorer::countGrams()
{
    m_grams.clear();
    m_places.clear(m_words.size() * kGramOrders);
    m_firstPlaces.clear(m_words.size());
    m_placeAt.assign(m_words.size(), GramTable::kNone);
    m_pairs.assign(m_words.size(), GramTable::kNone);
    for (std::size_t order = 0; order < kGramOrders; ++order) {
        m_firstGram[order] = m_grams.size();
        for (std::size_t at = 0; at + order < m_words.size(); ++at) {
            m_placeAt[at] = m_places.add(GramTable::keyOf(m_placeAt[at], m_words[at + order])).number;
            if (m_placeAt[at] == m_grams.size())
                m_grams.push_back({order});
            m_grams[m_placeAt[at]].count += 1;
            if (order == 0)
                m_firstPlaces.put(m_words[at], m_placeAt[at]);
        }
        weighGrams(order);
    }
}
/// How rare the runs of an order are. Those that no reference has are looked up too: as rare as can be.
void CandidateScorer::weighGrams(std::size_t order)
{
    const GramTable& table = m_references.m_grams[order];
    const auto eachRun = [&](const auto& visit) {
        for (std::size_t at = 0; at + order < m_words.size(); ++at)
            visit(at, ReferenceSet::keyAt(at, order, m_words, m_pairs));
    };
    eachRun([&](std::size_t, std::uint64_t key) { table.prepare(key); });
    eachRun([&](std::size_t at, std::uint64_t key) {
        const GramTable::Gram& gram = table.find(key);
        m_grams[m_placeAt[at]].rarity = m_references.m_rarities[gram.segments];
        if (order == 1)
            m_pairs[at] = gram.number;
    });
    double sum = 0;
    for (std::size_t place = m_firstGram[order]; place < m_grams.size(); ++place) {
        m_grams[place].weight = m_grams[place].count * m_grams[place].rarity;
        sum += m_grams[place].weight * m_grams[place].weight;
    }
    m_norms[order] = std::sqrt(sum);
}

/// In the order of the candidate's runs, which is the order in which the reference adds up.
void CandidateScorer::findHits(std::span<const std::uint32_t> reference)
{
    m_hits.clear();
    for (std::size_t at = 0; at < reference.size(); ++at) {
        std::uint32_t place = m_firstPlaces.find(reference[at]);
        for (std::size_t order = 1; place != GramTable::kNone; ++order) {
            if (m_grams[place].countInReference == 0)
                m_hits.push_back(place);
            m_grams[place].countInReference += 1;
            if (order == kGramOrders || at + order == reference.size())
                break;
            place = m_places.find(GramTable::keyOf(place, reference[at + order])).number;
        }
    }
    std::ranges::sort(m_hits);
}

/// The reference raises e to a power rather than calling the exponential function; the last digit differs.
double CandidateScorer::lengthFactor(std::size_t difference)
{
    if (difference >= m_lengthFactors.size())
        m_lengthFactors.resize(difference + 1, -1.0);
    double& factor = m_lengthFactors[difference];
    if (factor < 0) {
        const auto length = static_cast<double>(difference);
        factor = std::pow(kE, -(length * length) / kTwoSigmaSquared);
    }
    return factor;
}

void CandidateScorer::addSimilarities(std::size_t caption, Sums& sums)
{
    Sums similarities{};
    for (const std::uint32_t place : m_hits) {
        Gram& gram = m_grams[place];
        const double weight = gram.countInReference * gram.rarity;
        similarities[gram.order] += std::min(gram.weight, weight) * weight;
        gram.mostInReference = std::max(gram.mostInReference, gram.countInReference);
        gram.countInReference = 0;
    }
    // What the reference takes for the length is the number of pairs of words.
    const auto pairs = [](std::size_t words) { return static_cast<std::ptrdiff_t>(std::max<std::size_t>(words, 1)); };
    const std::ptrdiff_t longer = pairs(m_words.size()) - pairs(m_references.m_captions[caption].atWhiteSpace.count);
    const double factor = lengthFactor(static_cast<std::size_t>(std::abs(longer)));
    for (std::size_t order = 0; order < kGramOrders; ++order) {
        const double norm = m_references.m_norms[order][caption];
        if (m_norms[order] != 0 && norm != 0)
            similarities[order] /= m_norms[order] * norm;
        sums[order] += similarities[order] * factor;
    }
}

double CandidateScorer::ciderOf(std::size_t segment)
{
    Sums sums{};
    const std::size_t first = m_references.m_firstCaption[segment], last = m_references.m_firstCaption[segment + 1];
    for (std::size_t caption = first; caption < last; ++caption) {
        findHits(m_references.wordsOf(m_references.m_captions[caption].atWhiteSpace));
        addSimilarities(caption, sums);
    }
    const double mean = (((sums[0] + sums[1]) + sums[2]) + sums[3]) / static_cast<double>(kGramOrders);
    return mean / static_cast<double>(last - first) * 10.0;
}

void CandidateScorer::countBleu(Captions references, SegmentScore& score) const
{
    BleuCounts& counts = score.counts;
    const std::size_t words = m_words.size();
    for (std::size_t order = 0; order < kGramOrders; ++order)
        counts.guessed[order] = words > order ? static_cast<double>(words - order) : 0.0;
    for (const Gram& gram : m_grams)
        counts.correct[gram.order] += std::min(gram.count, gram.mostInReference);
    counts.candidateWords = static_cast<double>(words);
    const auto distance = [words](const ReferenceSet::Caption& reference) {
        const std::size_t length = reference.atWhiteSpace.count;
        return std::pair(length > words ? length - words : words - length, length);
    };
    counts.referenceWords = std::ranges::min_element(references, {}, distance)->atWhiteSpace.count;
    score.bleu = bleuOf(counts);
}

namespace {

/// As many words as there are bits to note where they stand.
constexpr std::size_t kMostByBits = 64;

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

void CandidateScorer::placeRougeWords()
{
    m_bitsOf.clear(m_rougeWords.size());
    m_bits.clear();
    for (std::size_t at = 0; at < std::min(m_rougeWords.size(), kMostByBits); ++at) {
        std::uint32_t place = m_bitsOf.find(m_rougeWords[at]);
        if (place == PlaceTable::kNone) {
            place = static_cast<std::uint32_t>(m_bits.size());
            m_bitsOf.put(m_rougeWords[at], place);
            m_bits.push_back(0);
        }
        m_bits[place] |= std::uint64_t{1} << at;
    }
}

/// The length of the longest common subsequence, a bit for each word of the candidate (Hyyrö 2004).
std::size_t CandidateScorer::commonWords(std::span<const std::uint32_t> reference) const
{
    if (m_rougeWords.size() > kMostByBits)
        return commonByTable(m_rougeWords, reference);
    std::uint64_t open = ~std::uint64_t{0};
    for (const std::uint32_t word : reference) {
        const std::uint32_t place = m_bitsOf.find(word);
        if (place == PlaceTable::kNone)
            continue;
        const std::uint64_t taken = open & m_bits[place];
        open = (open + taken) | (open - taken);
    }
    const std::uint64_t all = ~std::uint64_t{0} >> (kMostByBits - m_rougeWords.size());
    return static_cast<std::size_t>(std::popcount(~open & all));
}

/// The best precision and the best recall need not come from the same reference: the reference has it so.
double CandidateScorer::rougeOf(Captions references)
{
    placeRougeWords();
    double precision = 0, recall = 0;
    for (const ReferenceSet::Caption& reference : references) {
        const auto common = static_cast<double>(commonWords(m_references.wordsOf(reference.atBlanks)));
        precision = std::max(precision, common / static_cast<double>(m_rougeWords.size()));
        recall = std::max(recall, common / reference.atBlanks.count);
    }
    if (precision == 0 || recall == 0)
        return 0;
    return ((1 + kBetaSquared) * precision * recall) / (recall + kBetaSquared * precision);
}

SegmentScore CandidateScorer::score(std::size_t segment, std::string_view candidate)
{
    const Captions references = m_references.captionsOf(segment);
    readCandidate(candidate);
    countGrams();
    SegmentScore score;
    score.ciderD = ciderOf(segment);
    score.rougeL = rougeOf(references);
    countBleu(references, score); // from what CIDEr found in the references
    return score;
}

} // namespace descant::metrics
