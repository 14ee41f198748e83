// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/decoding.h"

#include "core/inference/internal/beam_search.h"
#include "core/inference/internal/token_scores.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace descant::inference {
namespace {

/// Feeds the start id and the prefix; the logits of the last of them.
Outcome<std::vector<float>> feedPrompt(const DecodingModel& model, std::span<const std::int64_t> prefix, Beam& start,
                                       const std::stop_token& stop)
{
    start.sequence = {kStartId};
    DESCANT_TRY(std::vector<float> logits, model({{}, {kStartId}}));
    for (const std::int64_t id : prefix) {
        if (stop.stop_requested())
            return cancelled();
        logSoftmax(logits);
        start.sequence.push_back(id);
        start.logProbabilities.push_back(logits[static_cast<std::size_t>(id)]);
        DESCANT_TRY(logits, model({{0}, {id}}));
    }
    return logits;
}

/// One caption token by token: the most likely one each time, or drawn. The log-probabilities are the model's own,
/// before penalties.
Outcome<Hypothesis> followOne(const DecodingModel& model, const GenerationSettings& settings, Beam beam,
                              std::vector<float> logits, std::mt19937_64* random, const std::stop_token& stop)
{
    const std::size_t promptLength = beam.sequence.size();
    for (std::int64_t count = 0; count < settings.maxNewTokens; ++count) {
        if (stop.stop_requested())
            return cancelled();
        std::vector<float> scores = logits;
        applyProcessors(scores, beam.sequence, settings);
        const std::size_t id = random ? draw(scores, *settings.sampling, *random) : highest(scores);
        logSoftmax(logits);
        const auto token = static_cast<std::int64_t>(id);
        beam = extended(beam, {0, token, beam.total + logits[id], logits[id]});
        if (token == kEndId || count + 1 == settings.maxNewTokens)
            break;
        DESCANT_TRY(logits, model({{0}, {token}}));
    }
    const auto length = static_cast<double>(beam.sequence.size() - promptLength);
    return Hypothesis{{beam.sequence.begin() + 1, beam.sequence.end()},
                      beam.logProbabilities,
                      beam.total / std::pow(length, settings.lengthPenalty)};
}

} // namespace

Outcome<std::vector<Hypothesis>> decodeTokens(const DecodingModel& model, std::int64_t vocabulary,
                                              const GenerationSettings& settings, std::span<const std::int64_t> prefix,
                                              std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_CHECK(checkGeneration(settings));
    std::vector<Hypothesis> found;
    if (!settings.sampling) {
        Beam start;
        DESCANT_TRY(std::vector<float> logits, feedPrompt(model, prefix, start, stop));
        if (settings.beams > 1) {
            DESCANT_TRY(found, searchBeams(model, vocabulary, settings, start, std::move(logits), stop, progress));
        } else {
            DESCANT_TRY(Hypothesis one, followOne(model, settings, start, std::move(logits), nullptr, stop));
            found.push_back(std::move(one));
        }
    } else {
        std::mt19937_64 random(settings.sampling->seed);
        for (std::int64_t count = 0; count < settings.candidates; ++count) {
            Beam start;
            DESCANT_TRY(std::vector<float> logits, feedPrompt(model, prefix, start, stop));
            DESCANT_TRY(Hypothesis one, followOne(model, settings, start, std::move(logits), &random, stop));
            found.push_back(std::move(one));
        }
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    }
    if (found.size() > static_cast<std::size_t>(settings.candidates))
        found.resize(static_cast<std::size_t>(settings.candidates));
    return found;
}

} // namespace descant::inference
