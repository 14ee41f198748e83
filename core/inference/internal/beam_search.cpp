// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/beam_search.h"

#include "core/inference/internal/token_scores.h"
#include "core/inference/internal/token_search.h"
#include "core/inference/internal/top_continuations.h"

#include <algorithm>

namespace descant::inference {
namespace {

/// The unused beams of the first step: so far behind that they never win.
constexpr float kUnused = -1.0e9F;

/// Beams in one group or several (Vijayakumar et al. 2016). The groups advance one after the other, and a later one
/// pays for each token that an earlier one chose at the same step.
class BeamSearch : public TokenSearch {
public:
    explicit BeamSearch(const SearchTask& task)
        : m_task(task),
          m_groups(static_cast<std::size_t>(task.settings.beamGroups)),
          m_size(static_cast<std::size_t>(task.settings.beams) / m_groups),
          m_beams(m_groups * m_size, Beam{{kStartId}, {}, kUnused}),
          m_over(m_groups, false)
    {
        for (std::size_t group = 0; group < m_groups; ++group)
            m_beams[group * m_size].total = 0.0F;
        makeScorers();
    }

    NextRows advance(std::span<float> logits) override
    {
        logSoftmax(logits, m_task.vocabulary);
        m_first = logits.size() == m_task.vocabulary;
        Step step;
        for (std::size_t group = 0; group < m_groups; ++group)
            advanceGroup(group, logits, step);
        const bool longest = ++m_length >= m_task.maxLength();
        if (isOver())
            return {};
        m_beams = std::move(step.grown);
        return longest ? NextRows() : step.next;
    }

    std::vector<Hypothesis> finish() override
    {
        if (m_scorers.size() == 1)
            return m_scorers.front()->finish(m_beams);
        std::vector<Hypothesis> all;
        for (std::size_t group = 0; group < m_groups; ++group) {
            const std::vector<Hypothesis> own = m_scorers[group]->finish(beamsOf(group));
            all.insert(all.end(), own.begin(), own.end());
        }
        std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
        return all;
    }

private:
    /// What a step makes of all groups, as far as they have advanced.
    struct Step {
        std::vector<Beam> grown;
        NextRows next;
        std::vector<std::int64_t> chosen; ///< tokens of the earlier groups
    };

    /// The old rule keeps one set of hypotheses for all groups and is over for all at once, as the reference; by the
    /// new one each group is a search of its own.
    void makeScorers()
    {
        const GenerationSettings& settings = m_task.settings;
        const bool old = settings.scorer == Scorer::Old;
        const SearchLimits limits{m_size, old ? m_groups * m_size : m_size, m_task.maxLength(), settings.lengthPenalty,
                                  settings.earlyStopping};
        for (std::size_t count = 0; count < (old ? 1 : m_groups); ++count)
            m_scorers.push_back(old ? makeOldScorer(limits) : makeNewScorer(limits));
    }

    bool isOver() const
    {
        return std::all_of(m_over.begin(), m_over.end(), [](bool over) { return over; });
    }

    std::span<const Beam> beamsOf(std::size_t group) const
    {
        return std::span(m_beams).subspan(group * m_size, m_size);
    }

    void advanceGroup(std::size_t group, std::span<const float> logProbabilities, Step& step)
    {
        std::vector<Continuation> going;
        if (!m_over[group]) {
            const std::vector<float> scores = scoresOf(group, logProbabilities, step.chosen);
            BeamScorer& scorer = *m_scorers[m_scorers.size() == 1 ? 0 : group];
            going = scorer.advance(beamsOf(group), bestContinuations(beamsOf(group), scores, 2 * m_size));
            if (going.empty() && m_scorers.size() == 1)
                m_over.assign(m_groups, true);
            m_over[group] = going.empty();
        }
        for (const Continuation& one : going) {
            step.grown.push_back(extended(beamsOf(group)[one.beam], one));
            addRow(step, group, one.beam, one.token);
            step.chosen.push_back(one.token);
        }
        // A group that is over keeps its rows: every step has as many. What comes of them is not looked at.
        for (std::size_t beam = 0; going.empty() && beam < m_size; ++beam) {
            step.grown.push_back(beamsOf(group)[beam]);
            addRow(step, group, beam, kStartId);
        }
    }

    void addRow(Step& step, std::size_t group, std::size_t beam, std::int64_t token) const
    {
        // The model has one row so far; the beams begin as its copies.
        step.next.parents.push_back(m_first ? 0 : group * m_size + beam);
        step.next.tokens.push_back(token);
    }

    /// The log-probabilities of a group's beams with all penalties, in the reference's order.
    std::vector<float> scoresOf(std::size_t group, std::span<const float> logProbabilities,
                                std::span<const std::int64_t> chosen) const
    {
        const std::size_t width = m_task.vocabulary;
        std::vector<float> scores(m_size * width);
        for (std::size_t beam = 0; beam < m_size; ++beam) {
            const std::size_t row = m_first ? 0 : group * m_size + beam;
            const std::span<float> own = std::span(scores).subspan(beam * width, width);
            std::copy_n(logProbabilities.begin() + static_cast<std::ptrdiff_t>(row * width), width, own.begin());
            const std::vector<std::int64_t>& sequence = beamsOf(group)[beam].sequence;
            // While a prefix is written every group writes the same: the penalty would only make it odd tokens.
            penaliseChosen(own, m_task.prefix.completing(chosen, sequence),
                           static_cast<float>(m_task.settings.diversityPenalty));
            penaliseRepetition(own, sequence, static_cast<float>(m_task.settings.repetitionPenalty));
            applyLimits(m_task, own, sequence);
        }
        return scores;
    }

    SearchTask m_task;
    std::size_t m_groups;
    std::size_t m_size;        ///< beams of a group
    std::vector<Beam> m_beams; ///< group after group
    std::vector<bool> m_over;
    std::vector<std::unique_ptr<BeamScorer>> m_scorers; ///< one for all groups, or one each
    std::size_t m_length = 1;
    bool m_first = true;
};

} // namespace

Beam extended(const Beam& beam, const Continuation& continuation)
{
    Beam longer = beam;
    longer.sequence.push_back(continuation.token);
    longer.logProbabilities.push_back(continuation.logProbability);
    longer.total = continuation.total;
    return longer;
}

void applyLimits(const SearchTask& task, std::span<float> scores, std::span<const std::int64_t> sequence)
{
    if (task.prefix.isWritten(sequence))
        forbidRepeatsAndEarlyEnd(scores, sequence, task.settings);
    else
        task.prefix.confine(scores, sequence, task.maxLength() - sequence.size() - 1);
}

std::unique_ptr<TokenSearch> makeBeamSearch(const SearchTask& task) { return std::make_unique<BeamSearch>(task); }

} // namespace descant::inference
