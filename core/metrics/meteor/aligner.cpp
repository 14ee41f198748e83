// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor/aligner.h"

#include "core/metrics/meteor/match_finder.h"

#include <algorithm>
#include <optional>

namespace descant::metrics {
namespace {

constexpr std::size_t kBeam = 40;
constexpr std::array<double, kMeteorStages> kSearchWeights{1.0, 0.5, 0.5, 0.5};

using Chosen = std::vector<std::optional<WordMatch>>; ///< by where they begin in the reference

/// One way to align the beginning of the reference.
struct Path {
    Chosen chosen;
    std::vector<char> referenceUsed, candidateUsed;
    std::size_t next = 0;            ///< the word of the reference that comes next
    std::optional<std::size_t> open; ///< where the last match ended in the candidate, while its chunk goes on
    int candidateWeight = 0, referenceWeight = 0, chunks = 0;
    std::size_t distance = 0;
};

bool better(const Path& one, const Path& other)
{
    const int weight = one.candidateWeight + one.referenceWeight,
              otherWeight = other.candidateWeight + other.referenceWeight;
    if (weight != otherWeight)
        return weight > otherWeight;
    return one.chunks != other.chunks ? one.chunks < other.chunks : one.distance < other.distance;
}

void use(Path& path, const WordMatch& match)
{
    std::fill_n(path.referenceUsed.begin() + static_cast<std::ptrdiff_t>(match.referenceStart), match.referenceLength,
                1);
    std::fill_n(path.candidateUsed.begin() + static_cast<std::ptrdiff_t>(match.candidateStart), match.candidateLength,
                1);
}

/// Weights are whole numbers: METEOR cuts them off after each match, so a single word that is not equal adds nothing.
void take(Path& path, const WordMatch& match)
{
    const double weight = kSearchWeights[match.stage];
    path.candidateWeight = static_cast<int>(path.candidateWeight + static_cast<double>(match.candidateLength) * weight);
    path.referenceWeight = static_cast<int>(path.referenceWeight + static_cast<double>(match.referenceLength) * weight);
    if (path.open && *path.open != match.candidateStart)
        ++path.chunks;
    path.next = match.referenceStart + match.referenceLength;
    path.open = match.candidateStart + match.candidateLength;
    path.chosen[match.referenceStart] = match;
}

std::size_t distanceOf(const WordMatch& match)
{
    return match.referenceStart > match.candidateStart ? match.referenceStart - match.candidateStart
                                                       : match.candidateStart - match.referenceStart;
}

bool isFree(const Path& path, const WordMatch& match)
{
    const auto none = [](const std::vector<char>& used, std::size_t start, std::size_t length) {
        const auto begin = used.begin() + static_cast<std::ptrdiff_t>(start);
        return std::none_of(begin, begin + static_cast<std::ptrdiff_t>(length), [](char word) { return word != 0; });
    };
    return none(path.referenceUsed, match.referenceStart, match.referenceLength)
        && none(path.candidateUsed, match.candidateStart, match.candidateLength);
}

class Search {
public:
    Search(const PossibleMatches& matches, std::size_t referenceWords, std::size_t candidateWords)
        : m_matches(matches), m_words(referenceWords), m_fixed(referenceWords)
    {
        Path start;
        start.chosen.resize(referenceWords);
        start.referenceUsed.resize(referenceWords);
        start.candidateUsed.resize(candidateWords);
        for (std::size_t word = 0; word < referenceWords; ++word) {
            if (isFixed(word)) {
                m_fixed[word] = matches.at[word].front();
                use(start, *m_fixed[word]);
            }
        }
        m_paths.push_back(std::move(start));
    }

    Chosen best()
    {
        for (std::size_t position = 0; position <= m_words; ++position) {
            std::ranges::stable_sort(m_paths, better);
            m_paths.resize(std::min(m_paths.size(), kBeam));
            std::vector<Path> next;
            for (Path& path : m_paths)
                step(std::move(path), position, next);
            m_paths = std::move(next);
        }
        std::ranges::stable_sort(m_paths, better);
        return m_paths.empty() ? Chosen(m_words) : std::move(m_paths.front().chosen);
    }

private:
    /// The only match of its words on both sides is taken without a search.
    bool isFixed(std::size_t word) const
    {
        if (m_matches.at[word].size() != 1)
            return false;
        const WordMatch& match = m_matches.at[word].front();
        const auto once = [](const std::vector<int>& counts, std::size_t start, std::size_t length) {
            const auto begin = counts.begin() + static_cast<std::ptrdiff_t>(start);
            return std::all_of(begin, begin + static_cast<std::ptrdiff_t>(length),
                               [](int count) { return count == 1; });
        };
        return once(m_matches.onReference, match.referenceStart, match.referenceLength)
            && once(m_matches.onCandidate, match.candidateStart, match.candidateLength);
    }

    void step(Path path, std::size_t position, std::vector<Path>& next) const
    {
        if (position == m_words) {
            path.chunks += path.open ? 1 : 0;
            next.push_back(std::move(path));
        } else if (path.referenceUsed[position] != 0) {
            goOnAlongUsed(std::move(path), position, next);
        } else {
            branch(std::move(path), position, next);
        }
    }

    void goOnAlongUsed(Path path, std::size_t position, std::vector<Path>& next) const
    {
        if (position >= path.next) {
            if (!m_fixed[path.next])
                return;
            const WordMatch& match = *m_fixed[path.next];
            take(path, match);
            path.distance += distanceOf(match);
        }
        next.push_back(std::move(path));
    }

    void branch(Path path, std::size_t position, std::vector<Path>& next) const
    {
        for (const WordMatch& match : m_matches.at[position]) {
            if (!isFree(path, match))
                continue;
            Path taken = path;
            take(taken, match);
            use(taken, match);
            path.distance += distanceOf(match); // not the copy's: METEOR has it so
            next.push_back(std::move(taken));
        }
        path.chunks += path.open ? 1 : 0;
        path.open.reset();
        ++path.next;
        next.push_back(std::move(path));
    }

    const PossibleMatches& m_matches;
    std::size_t m_words;
    Chosen m_fixed;
    std::vector<Path> m_paths;
};

double chunksOf(const Chosen& chosen)
{
    int chunks = 0;
    std::optional<std::size_t> open;
    for (std::size_t word = 0; word < chosen.size();) {
        if (!chosen[word]) {
            chunks += open ? 1 : 0;
            open.reset();
            ++word;
            continue;
        }
        const WordMatch& match = *chosen[word];
        if (open && *open != match.candidateStart)
            ++chunks;
        open = match.candidateStart + match.candidateLength;
        word += match.referenceLength;
    }
    return chunks + (open ? 1 : 0);
}

void countWords(const WordNumbers& words, std::size_t start, std::size_t length, const Vocabulary& vocabulary,
                double& content, double& function)
{
    for (std::size_t word = start; word < start + length; ++word)
        (vocabulary.isFunctionWord(words[word]) ? function : content) += 1;
}

} // namespace

MeteorCounts align(const WordNumbers& reference, const WordNumbers& candidate, const Vocabulary& vocabulary,
                   const ParaphraseTable* paraphrases)
{
    const PossibleMatches matches = findMatches(reference, candidate, vocabulary, paraphrases);
    const Chosen chosen = Search(matches, reference.size(), candidate.size()).best();
    MeteorCounts counts;
    counts.candidateWords = static_cast<double>(candidate.size());
    counts.referenceWords = static_cast<double>(reference.size());
    double content = 0; // counted by stage below
    countWords(candidate, 0, candidate.size(), vocabulary, content, counts.candidateFunctionWords);
    countWords(reference, 0, reference.size(), vocabulary, content, counts.referenceFunctionWords);
    for (const auto& match : chosen) {
        if (!match)
            continue;
        countWords(candidate, match->candidateStart, match->candidateLength, vocabulary,
                   counts.candidateContent[match->stage], counts.candidateFunction[match->stage]);
        countWords(reference, match->referenceStart, match->referenceLength, vocabulary,
                   counts.referenceContent[match->stage], counts.referenceFunction[match->stage]);
        counts.candidateMatched += static_cast<double>(match->candidateLength);
        counts.referenceMatched += static_cast<double>(match->referenceLength);
    }
    counts.chunks = chunksOf(chosen);
    return counts;
}

} // namespace descant::metrics
