// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/token_scores.h"
#include "core/inference/internal/token_search.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace descant::inference {
namespace {

/// A caption that grows by one token at a time.
struct Row {
    std::vector<std::int64_t> sequence = {kStartId};
    std::vector<float> logProbabilities;
    std::optional<std::mt19937_64> random; ///< none: the most likely token each time
    bool ended = false;
};

/// Numbers of its own for each caption, so that the first of four is the only one of one (SplitMix64, Steele et al.
/// 2014).
std::mt19937_64 randomFor(std::uint64_t seed, std::uint64_t caption)
{
    std::uint64_t mixed = seed + (caption + 1) * 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    return std::mt19937_64(mixed ^ (mixed >> 31));
}

/// One caption by the most likely tokens, or several that are drawn. The log-probabilities are the model's own, before
/// penalties.
class FollowingSearch : public TokenSearch {
public:
    explicit FollowingSearch(const SearchTask& task) : m_task(task)
    {
        const auto& sampling = task.settings.sampling;
        m_rows.resize(sampling ? static_cast<std::size_t>(task.settings.candidates) : 1);
        for (std::size_t row = 0; sampling && row < m_rows.size(); ++row)
            m_rows[row].random = randomFor(sampling->seed, row);
    }

    NextRows advance(std::span<float> logits) override
    {
        const std::size_t given = logits.size() / m_task.vocabulary;
        NextRows next;
        for (std::size_t index = 0; index < m_rows.size(); ++index) {
            Row& row = m_rows[index];
            const std::size_t parent = std::min(index, given - 1); // all begin with the one first row
            if (!row.ended)
                extend(row, logits.subspan(parent * m_task.vocabulary, m_task.vocabulary));
            next.parents.push_back(parent);
            next.tokens.push_back(row.sequence.back());
        }
        const bool over = std::all_of(m_rows.begin(), m_rows.end(), [](const Row& row) { return row.ended; });
        return over ? NextRows() : next;
    }

    std::vector<Hypothesis> finish() override
    {
        std::vector<Hypothesis> found;
        for (const Row& row : m_rows) {
            double total = 0.0;
            for (const float logProbability : row.logProbabilities)
                total += logProbability;
            const auto length = static_cast<double>(row.logProbabilities.size());
            found.push_back({{row.sequence.begin() + 1, row.sequence.end()},
                             row.logProbabilities,
                             total / std::pow(length, m_task.settings.lengthPenalty)});
        }
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
        return found;
    }

private:
    void extend(Row& row, std::span<const float> logits)
    {
        std::vector<float> scores(logits.begin(), logits.end());
        process(scores, row.sequence);
        const std::size_t id = row.random ? draw(scores, *m_task.settings.sampling, *row.random) : highest(scores);
        scores.assign(logits.begin(), logits.end());
        logSoftmax(scores, scores.size());
        row.logProbabilities.push_back(scores[id]);
        row.sequence.push_back(static_cast<std::int64_t>(id));
        row.ended = row.sequence.back() == kEndId || row.sequence.size() >= m_task.maxLength();
    }

    void process(std::span<float> scores, std::span<const std::int64_t> sequence) const
    {
        penaliseRepetition(scores, sequence, static_cast<float>(m_task.settings.repetitionPenalty));
        applyLimits(m_task, scores, sequence);
    }

    SearchTask m_task;
    std::vector<Row> m_rows;
};

} // namespace

std::unique_ptr<TokenSearch> makeFollowingSearch(const SearchTask& task)
{
    return std::make_unique<FollowingSearch>(task);
}

} // namespace descant::inference
