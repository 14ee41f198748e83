// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor/aligner.h"

#include "core/metrics/meteor/match_finder.h"

#include <algorithm>
#include <optional>

namespace descant::metrics {
namespace {

constexpr std::size_t kBeam = 40;
constexpr std::array<double, kMeteorStages> kSearchWeights{1.0, 0.5, 0.5, 0.5};

/// By where they begin in the reference; null where none does.
using Chosen = std::vector<const WordMatch*>;

/// How good a way to align the beginning of the reference is, and where it stands.
struct Standing {
    std::size_t next = 0;            ///< the word of the reference that comes next
    std::optional<std::size_t> open; ///< where the last match ended in the candidate, while its chunk goes on
    int candidateWeight = 0, referenceWeight = 0, chunks = 0;
    std::size_t distance = 0;
};

struct Path {
    Standing standing;
    Chosen chosen;
    std::vector<char> referenceUsed, candidateUsed;
};

/// What a path may become: only the best are made.
struct Step {
    std::size_t path = 0; ///< which path
    Standing standing;
    const WordMatch* taken = nullptr; ///< null: none
};

bool better(const Step& step, const Step& otherStep)
{
    const Standing &one = step.standing, &other = otherStep.standing;
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
Standing after(Standing standing, const WordMatch& match)
{
    const double weight = kSearchWeights[match.stage];
    standing.candidateWeight =
        static_cast<int>(standing.candidateWeight + static_cast<double>(match.candidateLength) * weight);
    standing.referenceWeight =
        static_cast<int>(standing.referenceWeight + static_cast<double>(match.referenceLength) * weight);
    if (standing.open && *standing.open != match.candidateStart)
        ++standing.chunks;
    standing.next = match.referenceStart + match.referenceLength;
    standing.open = match.candidateStart + match.candidateLength;
    return standing;
}

Standing withChunkClosed(Standing standing)
{
    standing.chunks += standing.open ? 1 : 0;
    standing.open.reset();
    return standing;
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
        Path start{{}, Chosen(referenceWords), std::vector<char>(referenceWords), std::vector<char>(candidateWords)};
        for (std::size_t word = 0; word < referenceWords; ++word) {
            if (isFixed(word)) {
                m_fixed[word] = &matches.at[word].front();
                use(start, *m_fixed[word]);
            }
        }
        m_paths.push_back(std::move(start));
    }

    /// Its matches are those that the search was made of.
    Chosen best()
    {
        for (std::size_t position = 0; position <= m_words; ++position) {
            m_steps.clear();
            for (std::size_t path = 0; path < m_paths.size(); ++path)
                addSteps(path, position);
            std::ranges::stable_sort(m_steps, better);
            m_steps.resize(std::min(m_steps.size(), kBeam));
            makeSteps();
        }
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

    void addSteps(std::size_t path, std::size_t position)
    {
        if (position == m_words)
            m_steps.push_back({path, withChunkClosed(m_paths[path].standing)});
        else if (m_paths[path].referenceUsed[position] != 0)
            goOnAlongUsed(path, position);
        else
            branch(path, position);
    }

    void goOnAlongUsed(std::size_t path, std::size_t position)
    {
        const Standing& standing = m_paths[path].standing;
        if (position < standing.next) {
            m_steps.push_back({path, standing});
        } else if (const WordMatch* match = m_fixed[standing.next]) {
            m_steps.push_back({path, after(standing, *match), match});
            m_steps.back().standing.distance += distanceOf(*match);
        }
    }

    void branch(std::size_t path, std::size_t position)
    {
        Standing standing = m_paths[path].standing;
        for (const WordMatch& match : m_matches.at[position]) {
            if (!isFree(m_paths[path], match))
                continue;
            m_steps.push_back({path, after(standing, match), &match});
            standing.distance += distanceOf(match); // not that of the step: METEOR has it so
        }
        standing = withChunkClosed(standing);
        ++standing.next;
        m_steps.push_back({path, standing});
    }

    void makeSteps()
    {
        m_made.resize(m_steps.size());
        for (std::size_t step = 0; step < m_steps.size(); ++step) {
            Path& path = m_made[step];
            path = m_paths[m_steps[step].path];
            path.standing = m_steps[step].standing;
            if (const WordMatch* match = m_steps[step].taken) {
                path.chosen[match->referenceStart] = match;
                use(path, *match);
            }
        }
        m_paths.swap(m_made); // which keeps its room
    }

    const PossibleMatches& m_matches;
    std::size_t m_words;
    Chosen m_fixed;
    std::vector<Path> m_paths, m_made;
    std::vector<Step> m_steps;
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
    for (const WordMatch* match : chosen) {
        if (match == nullptr)
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
