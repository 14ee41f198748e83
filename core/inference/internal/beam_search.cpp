// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/beam_search.h"

#include "core/inference/internal/token_scores.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace descant::inference {
namespace {

/// The unused beams of the first step: so far behind that they never win.
constexpr float kUnused = -1.0e9F;

/// The best `count` continuations of all beams, best first; of equals the one of the earlier beam and lower token.
std::vector<Continuation> bestContinuations(const std::vector<Beam>& beams, const std::vector<float>& scores,
                                            std::size_t vocabulary, std::size_t count)
{
    std::vector<Continuation> all;
    all.reserve(scores.size());
    for (std::size_t beam = 0; beam < beams.size(); ++beam) {
        for (std::size_t token = 0; token < vocabulary; ++token) {
            const float logProbability = scores[beam * vocabulary + token];
            all.push_back({beam, static_cast<std::int64_t>(token), beams[beam].total + logProbability, logProbability});
        }
    }
    const auto better = [](const Continuation& a, const Continuation& b) {
        return a.total != b.total ? a.total > b.total : std::pair(a.beam, a.token) < std::pair(b.beam, b.token);
    };
    count = std::min(count, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(), better);
    all.resize(count);
    return all;
}

DecodingStep stepFor(const std::vector<Continuation>& going)
{
    DecodingStep step;
    for (const Continuation& continuation : going) {
        step.parents.push_back(static_cast<std::int64_t>(continuation.beam));
        step.tokens.push_back(continuation.token);
    }
    return step;
}

} // namespace

Beam extended(const Beam& beam, const Continuation& continuation)
{
    Beam longer = beam;
    longer.sequence.push_back(continuation.token);
    longer.logProbabilities.push_back(continuation.logProbability);
    longer.total = continuation.total;
    return longer;
}

Outcome<std::vector<Hypothesis>> searchBeams(const DecodingModel& model, std::int64_t vocabulary,
                                             const GenerationSettings& settings, Beam start, std::vector<float> logits,
                                             std::stop_token stop, const ProgressSink& progress)
{
    const auto width = static_cast<std::size_t>(vocabulary);
    const auto count = static_cast<std::size_t>(settings.beams);
    const std::size_t promptLength = start.sequence.size();
    const SearchLimits limits{count, promptLength, promptLength + static_cast<std::size_t>(settings.maxNewTokens),
                              settings.lengthPenalty, settings.earlyStopping};
    const auto scorer = settings.scorer == Scorer::Old ? makeOldScorer(limits) : makeNewScorer(limits);

    std::vector<Beam> beams(count, start);
    for (std::size_t beam = 1; beam < count; ++beam)
        beams[beam].total = kUnused;
    // The model has one row so far; the other beams begin as its copies.
    std::vector<float> scores;
    for (std::size_t beam = 0; beam < count; ++beam)
        scores.insert(scores.end(), logits.begin(), logits.end());
    bool oneRow = true;
    while (true) {
        if (stop.stop_requested())
            return cancelled();
        for (std::size_t beam = 0; beam < count; ++beam) {
            const std::span<float> row(scores.data() + beam * width, width);
            logSoftmax(row);
            applyProcessors(row, beams[beam].sequence, settings);
        }
        const std::vector<Continuation> going =
            scorer->advance(beams, bestContinuations(beams, scores, width, 2 * count));
        if (going.empty())
            break;
        std::vector<Beam> next;
        for (const Continuation& continuation : going)
            next.push_back(extended(beams[continuation.beam], continuation));
        beams = std::move(next);
        const std::size_t length = beams.front().sequence.size();
        report(progress, fmt::format("Writing word piece {}", length - promptLength), -1.0);
        if (length >= limits.maxLength)
            break;
        DecodingStep step = stepFor(going);
        if (oneRow)
            std::fill(step.parents.begin(), step.parents.end(), 0);
        oneRow = false;
        DESCANT_TRY(scores, model(step));
    }
    return scorer->finish(beams);
}

} // namespace descant::inference
