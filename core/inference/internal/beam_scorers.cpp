// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/beam_search.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

namespace descant::inference {
namespace {

Hypothesis hypothesisOf(const Beam& beam, double score)
{
    return {{beam.sequence.begin() + 1, beam.sequence.end()}, beam.logProbabilities, score};
}

double penalised(float total, std::size_t length, double lengthPenalty)
{
    return total / std::pow(static_cast<double>(length), lengthPenalty);
}

/// Whether what still grows is judged as if it became as long as may be, which is what a length penalty favours.
bool hopesForLongest(const SearchLimits& limits)
{
    return limits.earlyStopping == EarlyStopping::Never && limits.lengthPenalty > 0.0;
}

/// The rule of transformers up to 4.3x (BeamSearchScorer): hypotheses are collected one by one, and one that is cut at
/// the end counts the start token in its length.
class OldScorer : public BeamScorer {
public:
    explicit OldScorer(const SearchLimits& limits) : m_limits(limits) { }

    std::vector<Continuation> advance(std::span<const Beam> beams, const std::vector<Continuation>& best) override
    {
        std::vector<Continuation> going;
        for (std::size_t rank = 0; rank < best.size() && going.size() < m_limits.beams; ++rank) {
            if (best[rank].token != kEndId)
                going.push_back(best[rank]);
            else if (rank < m_limits.beams)
                collect(extended(beams[best[rank].beam], best[rank]), best[rank].total, generated(beams) + 1);
        }
        const bool over = isOver(best.front().total, generated(beams) + 2);
        m_cut = !over;
        return over ? std::vector<Continuation>() : going;
    }

    std::vector<Hypothesis> finish(std::span<const Beam> beams) override
    {
        if (m_cut) {
            for (const Beam& beam : beams)
                collect(beam, beam.total, beam.sequence.size());
        }
        std::stable_sort(m_finished.begin(), m_finished.end(),
                         [](const auto& a, const auto& b) { return a.score < b.score; });
        std::reverse(m_finished.begin(), m_finished.end());
        return m_finished;
    }

private:
    static std::size_t generated(std::span<const Beam> beams) { return beams.front().sequence.size() - 1; }

    void collect(const Beam& beam, float total, std::size_t length)
    {
        const double score = penalised(total, length, m_limits.lengthPenalty);
        if (m_finished.size() == m_limits.kept && score <= worst())
            return;
        m_finished.push_back(hypothesisOf(beam, score));
        if (m_finished.size() > m_limits.kept)
            m_finished.erase(std::min_element(m_finished.begin(), m_finished.end(),
                                              [](const auto& a, const auto& b) { return a.score < b.score; }));
    }

    double worst() const
    {
        return std::min_element(m_finished.begin(), m_finished.end(),
                                [](const auto& a, const auto& b) { return a.score < b.score; })
            ->score;
    }

    bool isOver(float bestTotal, std::size_t length) const
    {
        if (m_finished.size() < m_limits.kept)
            return false;
        if (m_limits.earlyStopping == EarlyStopping::Yes)
            return true;
        const std::size_t likeliest = hopesForLongest(m_limits) ? m_limits.maxLength : length;
        return worst() >= penalised(bestTotal, likeliest, m_limits.lengthPenalty);
    }

    SearchLimits m_limits;
    std::vector<Hypothesis> m_finished;
    bool m_cut = true;
};

/// The same in 32 bits, as the vectorised search keeps its scores.
float rounded(float total, std::size_t length, double lengthPenalty)
{
    return total / static_cast<float>(std::pow(static_cast<double>(length), lengthPenalty));
}

constexpr float kVeryLow = -1.0e9F;

/// The rule of transformers 4.50 and later (vectorised search): finished and new hypotheses compete for the same
/// places, and what is cut at the end is judged by the tokens that were generated.
class NewScorer : public BeamScorer {
public:
    explicit NewScorer(const SearchLimits& limits) : m_limits(limits) { }

    std::vector<Continuation> advance(std::span<const Beam> beams, const std::vector<Continuation>& best) override
    {
        const std::size_t length = beams.front().sequence.size() + 1;
        const bool lastStep = length >= m_limits.maxLength;
        finishBest(beams, best, length - 1, lastStep);
        std::vector<Continuation> going;
        for (const Continuation& continuation : best) {
            if (!lastStep && continuation.token != kEndId && going.size() < m_limits.beams)
                going.push_back(continuation);
        }
        const bool full = m_finished.size() == m_limits.kept;
        if (going.empty() || (full && m_limits.earlyStopping == EarlyStopping::Yes))
            return {};
        const std::size_t likeliest = hopesForLongest(m_limits) ? m_limits.maxLength : length;
        const float hope = rounded(going.front().total, likeliest - 1, m_limits.lengthPenalty);
        const float worst = full ? static_cast<float>(m_finished.back().score) : kVeryLow;
        return hope > worst ? going : std::vector<Continuation>();
    }

    std::vector<Hypothesis> finish(std::span<const Beam> beams) override
    {
        if (m_finished.empty()) {
            for (const Beam& beam : beams)
                m_finished.push_back(hypothesisOf(beam, beam.total));
        }
        return m_finished;
    }

private:
    void finishBest(std::span<const Beam> beams, const std::vector<Continuation>& best, std::size_t generated,
                    bool lastStep)
    {
        for (std::size_t rank = 0; rank < best.size() && rank < m_limits.beams; ++rank) {
            if (best[rank].token == kEndId || lastStep)
                m_finished.push_back(hypothesisOf(extended(beams[best[rank].beam], best[rank]),
                                                  rounded(best[rank].total, generated, m_limits.lengthPenalty)));
        }
        std::stable_sort(m_finished.begin(), m_finished.end(),
                         [](const auto& a, const auto& b) { return a.score > b.score; });
        if (m_finished.size() > m_limits.kept)
            m_finished.resize(m_limits.kept);
    }

    SearchLimits m_limits;
    std::vector<Hypothesis> m_finished; ///< best first
};

} // namespace

std::unique_ptr<BeamScorer> makeOldScorer(const SearchLimits& limits) { return std::make_unique<OldScorer>(limits); }
std::unique_ptr<BeamScorer> makeNewScorer(const SearchLimits& limits) { return std::make_unique<NewScorer>(limits); }

} // namespace descant::inference
