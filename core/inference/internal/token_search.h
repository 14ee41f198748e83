// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/internal/decoding.h"

#include <memory>

namespace descant::inference {

/// What a search needs to know of its clip.
struct SearchTask {
    const GenerationSettings& settings;
    const PrefixConstraint& prefix;
    std::size_t vocabulary = 0;

    /// Ids of the longest sequence, the start id included.
    std::size_t maxLength() const
    {
        return 1 + prefix.fewestTokens() + static_cast<std::size_t>(settings.maxNewTokens);
    }
};

/// Keeps scores to the prefix; once that is written, forbids repeated n-grams and the end before the minimum length:
/// what a person wrote may repeat itself.
void applyLimits(const SearchTask& task, std::span<float> scores, std::span<const std::int64_t> sequence);

/// The rows that go on after a step: from which of the rows before, and with which token. None: the search is over.
struct NextRows {
    std::vector<std::size_t> parents;
    std::vector<std::int64_t> tokens;
};

/// The search for the captions of one clip, kept apart from the model so that several can share its steps. It begins
/// with one row, the start id, and has equally many rows in every later step.
class TokenSearch {
public:
    virtual ~TokenSearch() = default;
    /// Takes the logits after its rows, rows × vocabulary, and overwrites them.
    virtual NextRows advance(std::span<float> logits) = 0;
    /// The captions, best first; once the search is over.
    virtual std::vector<Hypothesis> finish() = 0;
};

/// Borrows settings and prefix of the task. Greedy and sampling:
std::unique_ptr<TokenSearch> makeFollowingSearch(const SearchTask& task);
/// Beam search, in groups or not.
std::unique_ptr<TokenSearch> makeBeamSearch(const SearchTask& task);

} // namespace descant::inference
