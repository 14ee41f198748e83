// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/reference_set.h"

#include "core/metrics/candidate_scorer.h"
#include "core/metrics/in_parts.h"
#include "core/metrics/word_split.h"

#include <algorithm>
#include <cmath>

namespace descant::metrics {
namespace {

/// What takes longer than starting a thread.
constexpr std::size_t kManyWords = 20000, kManyCandidates = 250;

} // namespace

void ReferenceSet::addCaption(std::string_view text, std::vector<std::string_view>& texts)
{
    const auto addWords = [&] {
        Stretch stretch{static_cast<std::uint32_t>(m_words.size()), static_cast<std::uint32_t>(texts.size())};
        for (const std::string_view word : texts)
            m_words.push_back(m_vocabulary.add(word));
        return stretch;
    };
    cutAtBlanks(text, texts);
    Caption caption;
    caption.atBlanks = caption.atWhiteSpace = addWords();
    if (!isCutAlike(text)) {
        cutAtWhiteSpace(text, texts);
        caption.atWhiteSpace = addWords();
    }
    m_captions.push_back(caption);
}

Result<ReferenceSet> ReferenceSet::of(const std::vector<std::vector<std::string>>& segments)
{
    if (segments.empty())
        return fail(ErrorCode::InputInvalid, "the references", "there is no caption to judge");
    ReferenceSet set;
    std::vector<std::string_view> texts;
    for (const std::vector<std::string>& captions : segments) {
        if (captions.empty())
            return fail(ErrorCode::InputInvalid, "the references", "a caption has no reference");
        for (const std::string& caption : captions)
            set.addCaption(caption, texts);
        set.m_firstCaption.push_back(static_cast<std::uint32_t>(set.m_captions.size()));
    }
    set.makeRarities();
    set.countGrams();
    return set;
}

void ReferenceSet::makeRarities()
{
    const double all = std::log(static_cast<double>(segments()));
    m_rarities.assign(segments() + 1, all);
    for (std::size_t count = 1; count < m_rarities.size(); ++count)
        m_rarities[count] = all - std::log(static_cast<double>(count));
}

void ReferenceSet::countGrams()
{
    Numbers pairs(m_words.size()); // that begin at each word
    countOrder(1, pairs);
    const auto launch =
        m_words.size() < kManyWords ? std::launch::deferred : std::launch::async | std::launch::deferred;
    std::future<void> longest = std::async(launch, [&] { countOrder(3, pairs); });
    countOrder(0, pairs);
    countOrder(2, pairs);
    longest.get();
}

/// Where the runs of a caption begin.
ReferenceSet::Stretch ReferenceSet::runsOf(std::size_t caption, std::size_t order) const
{
    const Stretch& words = m_captions[caption].atWhiteSpace;
    return {words.first, words.count - std::min(words.count, static_cast<std::uint32_t>(order))};
}

/// The runs of each caption, those that it has several times once, where they stand first.
struct ReferenceSet::OrderCounting {
    struct Run {
        std::uint32_t number = 0, count = 0;
    };
    /// Where a run was met last.
    struct Met {
        std::uint32_t caption = 0, place = 0;
    };
    std::vector<Run> runs;
    std::vector<std::size_t> firstRun{0}; ///< of each caption, and behind the last
    std::vector<Met> met;                 ///< by number

    void add(GramTable::Gram& gram, std::uint32_t firstOfSegment, std::uint32_t caption)
    {
        if (gram.number == met.size())
            met.emplace_back();
        Met& last = met[gram.number];
        if (gram.segments != 0 && last.caption == caption) {
            ++runs[last.place].count;
            return;
        }
        if (gram.segments == 0 || last.caption < firstOfSegment)
            ++gram.segments;
        last = {caption, static_cast<std::uint32_t>(runs.size())};
        runs.push_back({gram.number, 1});
    }
};

void ReferenceSet::countOrder(std::size_t order, Numbers& pairs)
{
    GramTable& grams = m_grams[order];
    grams.clear(m_words.size() / 8); // people say the same things
    OrderCounting counting;
    counting.runs.reserve(m_words.size());
    const auto eachRun = [&](std::size_t caption, const auto& visit) {
        const Stretch runs = runsOf(caption, order);
        for (std::size_t at = runs.first; at < runs.first + runs.count; ++at)
            visit(at, keyAt(at, order, m_words, pairs));
    };
    for (std::uint32_t segment = 0; segment < segments(); ++segment) {
        for (std::uint32_t caption = m_firstCaption[segment]; caption < m_firstCaption[segment + 1]; ++caption) {
            if (caption + 1 < m_captions.size())
                eachRun(caption + 1, [&](std::size_t, std::uint64_t key) { grams.prepare(key); });
            eachRun(caption, [&](std::size_t at, std::uint64_t key) {
                GramTable::Gram& gram = grams.add(key);
                counting.add(gram, m_firstCaption[segment], caption);
                if (order == 1)
                    pairs[at] = gram.number;
            });
            counting.firstRun.push_back(counting.runs.size());
        }
    }
    addNorms(order, counting);
}

void ReferenceSet::addNorms(std::size_t order, const OrderCounting& counting)
{
    std::vector<double> rarities(counting.met.size());
    m_grams[order].visit([&](const GramTable::Gram& gram) { rarities[gram.number] = m_rarities[gram.segments]; });
    m_norms[order].reserve(m_captions.size());
    for (std::size_t caption = 0; caption < m_captions.size(); ++caption) {
        double sum = 0;
        for (std::size_t run = counting.firstRun[caption]; run < counting.firstRun[caption + 1]; ++run) {
            const double weight = counting.runs[run].count * rarities[counting.runs[run].number];
            sum += weight * weight;
        }
        m_norms[order].push_back(std::sqrt(sum));
    }
}

std::vector<std::string> ReferenceSet::references(std::size_t segment) const
{
    std::vector<std::string> captions;
    for (std::size_t caption = m_firstCaption[segment]; caption < m_firstCaption[segment + 1]; ++caption) {
        std::string text;
        for (const std::uint32_t word : wordsOf(m_captions[caption].atBlanks)) {
            text += m_vocabulary.word(word);
            text += ' ';
        }
        text.pop_back(); // there is always one word, if an empty one
        captions.push_back(std::move(text));
    }
    return captions;
}

Result<std::vector<SegmentScore>> ReferenceSet::score(const std::vector<std::string>& candidates) const
{
    if (candidates.size() != segments())
        return fail(ErrorCode::InputInvalid, "the candidates", "there must be one for each segment of the references");
    std::vector<SegmentScore> scores(candidates.size());
    inParts(candidates.size(), kManyCandidates, [&](std::size_t first, std::size_t last) {
        CandidateScorer scorer(*this);
        for (std::size_t segment = first; segment < last; ++segment)
            scores[segment] = scorer.score(segment, candidates[segment]);
    });
    return scores;
}

} // namespace descant::metrics
