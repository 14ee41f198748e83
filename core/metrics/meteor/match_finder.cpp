// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor/match_finder.h"

#include <algorithm>

namespace descant::metrics {
namespace {

class Finder {
public:
    Finder(const WordNumbers& reference, const WordNumbers& candidate) : m_reference(reference), m_candidate(candidate)
    {
        matches.at.resize(reference.size());
        matches.onReference.resize(reference.size());
        matches.onCandidate.resize(candidate.size());
    }

    PossibleMatches matches;

    template <typename Fits> void singleWords(std::size_t stage, const Fits& fits)
    {
        for (std::size_t j = 0; j < m_reference.size(); ++j) {
            for (std::size_t i = 0; i < m_candidate.size(); ++i) {
                if (fits(m_reference[j], m_candidate[i]))
                    add({stage, j, 1, i, 1});
            }
        }
    }

    /// Phrases of one side that the table has, and their paraphrases on the other: first from the reference, then back.
    void paraphrases(const ParaphraseTable& table)
    {
        eachPhrase(table, m_reference, m_candidate,
                   [this](std::size_t from, std::size_t length, std::size_t to, std::size_t other) {
                       add({3, from, length, to, other});
                   });
        eachPhrase(table, m_candidate, m_reference,
                   [this](std::size_t from, std::size_t length, std::size_t to, std::size_t other) {
                       add({3, to, other, from, length});
                   });
    }

private:
    template <typename Visit>
    static void eachPhrase(const ParaphraseTable& table, const WordNumbers& one, const WordNumbers& other,
                           const Visit& visit)
    {
        for (std::size_t start = 0; start < one.size(); ++start) {
            const std::size_t longest = std::min(table.longestPhrase(), one.size() - start);
            for (std::size_t length = 1; length <= longest; ++length) {
                const auto begin = one.begin() + static_cast<std::ptrdiff_t>(start);
                const auto* paraphrases = table.of(WordNumbers(begin, begin + static_cast<std::ptrdiff_t>(length)));
                if (paraphrases == nullptr)
                    continue;
                for (const WordNumbers& paraphrase : *paraphrases)
                    eachPlace(other, paraphrase,
                              [&](std::size_t place) { visit(start, length, place, paraphrase.size()); });
            }
        }
    }

    template <typename Visit>
    static void eachPlace(const WordNumbers& words, const WordNumbers& phrase, const Visit& visit)
    {
        for (std::size_t start = 0; start + phrase.size() <= words.size(); ++start) {
            if (std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(start)))
                visit(start);
        }
    }

    void add(const WordMatch& match)
    {
        matches.at[match.referenceStart].push_back(match);
        for (std::size_t word = 0; word < match.referenceLength; ++word)
            ++matches.onReference[match.referenceStart + word];
        for (std::size_t word = 0; word < match.candidateLength; ++word)
            ++matches.onCandidate[match.candidateStart + word];
    }

    const WordNumbers& m_reference;
    const WordNumbers& m_candidate;
};

} // namespace

PossibleMatches findMatches(const WordNumbers& reference, const WordNumbers& candidate, const Vocabulary& vocabulary,
                            const ParaphraseTable* paraphrases)
{
    Finder finder(reference, candidate);
    finder.singleWords(0, [](std::uint32_t a, std::uint32_t b) { return a == b; });
    if (reference == candidate)
        return std::move(finder.matches);
    finder.singleWords(1, [&](std::uint32_t a, std::uint32_t b) { return a != b && vocabulary.sameStem(a, b); });
    finder.singleWords(2, [&](std::uint32_t a, std::uint32_t b) { return a != b && vocabulary.shareMeaning(a, b); });
    if (paraphrases != nullptr)
        finder.paraphrases(*paraphrases);
    return std::move(finder.matches);
}

} // namespace descant::metrics
