// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/decoding.h"

#include "core/inference/internal/token_scores.h"
#include "core/inference/internal/token_search.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::inference {
namespace {

constexpr std::int64_t kMostRows = 48;

using Found = Outcome<std::vector<Hypothesis>>;

/// Clips that are decoded in step: those that still grow, and what came of the others.
class Batch {
public:
    Batch(const GenerationSettings& settings, std::span<const PrefixConstraint> prefixes, std::size_t vocabulary)
        : m_settings(settings), m_vocabulary(vocabulary), m_found(prefixes.size())
    {
        for (const PrefixConstraint& prefix : prefixes) {
            const SearchTask task{settings, prefix, vocabulary};
            m_searches.push_back(settings.beams > 1 && !settings.sampling ? makeBeamSearch(task)
                                                                          : makeFollowingSearch(task));
            m_growing.push_back(static_cast<std::int64_t>(m_growing.size()));
        }
    }

    DecodingStep firstStep() const { return {{}, std::vector<std::int64_t>(m_growing.size(), kStartId), m_growing}; }

    /// Gives each clip its part of the logits; the next step of those that go on.
    DecodingStep advance(std::span<float> logits)
    {
        const std::size_t part = logits.size() / m_growing.size();
        const std::size_t rows = part / m_vocabulary;
        DecodingStep next;
        for (std::size_t index = 0; index < m_growing.size(); ++index) {
            const std::int64_t clip = m_growing[index];
            const NextRows own = advanceOne(static_cast<std::size_t>(clip), logits.subspan(index * part, part));
            if (own.tokens.empty())
                continue;
            next.clips.push_back(clip);
            next.tokens.insert(next.tokens.end(), own.tokens.begin(), own.tokens.end());
            for (const std::size_t parent : own.parents)
                next.parents.push_back(static_cast<std::int64_t>(index * rows + parent));
        }
        m_growing = next.clips;
        return next;
    }

    void failGrowing(const Failure& failure)
    {
        for (const std::int64_t clip : m_growing)
            m_found[static_cast<std::size_t>(clip)] = Found(fail(failure));
        m_growing.clear();
    }

    std::vector<Found> take() { return std::move(m_found); }

private:
    NextRows advanceOne(std::size_t clip, std::span<float> logits)
    {
        if (!allFinite(logits)) {
            m_found[clip] = Found(fail(ErrorCode::ModelFailed, "T5 decoder", "its numbers are not finite",
                                       "check the package with \"model verify\""));
            return {};
        }
        NextRows next = m_searches[clip]->advance(logits);
        if (next.tokens.empty()) {
            std::vector<Hypothesis> best = m_searches[clip]->finish();
            best.resize(std::min(best.size(), static_cast<std::size_t>(m_settings.candidates)));
            m_found[clip] = std::move(best);
        }
        return next;
    }

    const GenerationSettings& m_settings;
    std::size_t m_vocabulary;
    std::vector<std::unique_ptr<TokenSearch>> m_searches;
    std::vector<std::int64_t> m_growing;
    std::vector<Found> m_found;
};

} // namespace

std::vector<Found> decodeBatch(const DecodingModel& model, std::int64_t vocabulary, const GenerationSettings& settings,
                               std::span<const PrefixConstraint> prefixes, std::stop_token stop,
                               const ProgressSink& progress)
{
    if (const Result<void> sensible = checkGeneration(settings); !sensible)
        return std::vector<Found>(prefixes.size(), Found(fail(sensible.error())));
    Batch batch(settings, prefixes, static_cast<std::size_t>(vocabulary));
    DecodingStep step = batch.firstStep();
    for (std::size_t length = 1; !step.tokens.empty(); ++length) {
        if (stop.stop_requested()) {
            batch.failGrowing(Cancelled{});
            break;
        }
        Outcome<std::vector<float>> logits = model(step);
        if (!logits) {
            batch.failGrowing(logits.error());
            break;
        }
        report(progress, fmt::format("Writing word piece {}", length), -1.0);
        step = batch.advance(*logits);
    }
    return batch.take();
}

Outcome<std::vector<Hypothesis>> decodeTokens(const DecodingModel& model, std::int64_t vocabulary,
                                              const GenerationSettings& settings, const PrefixConstraint& prefix,
                                              std::stop_token stop, const ProgressSink& progress)
{
    return std::move(
        decodeBatch(model, vocabulary, settings, std::span(&prefix, 1), std::move(stop), progress).front());
}

std::size_t clipsAtOnce(const GenerationSettings& settings)
{
    const std::int64_t rows = settings.sampling ? settings.candidates : settings.beams;
    return static_cast<std::size_t>(std::max<std::int64_t>(1, kMostRows / std::max<std::int64_t>(1, rows)));
}

} // namespace descant::inference
