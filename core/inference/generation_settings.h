// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace descant::inference {

/// Two rules for beam search that choose different captions now and then: "old" as in transformers up to 4.3x (the
/// authors' runs), "new" as in the vectorised code of 4.50 and later.
enum class Scorer { Old, New };
/// When a search with enough finished captions stops: when no other looks better (No), at once (Yes), or only when none
/// can be better however long it gets (Never).
enum class EarlyStopping { No, Yes, Never };

/// Drawing at random instead of searching.
struct Sampling {
    double temperature = 1.0;
    std::int64_t topK = 0;  ///< 0 = all
    double topP = 1.0;      ///< 1 = all
    std::uint64_t seed = 0; ///< the same seed gives the same captions
    bool operator==(const Sampling&) const = default;
};

/// How captions are decoded. All lengths count tokens; minLength counts the start token too, as the reference does.
struct GenerationSettings {
    std::int64_t beams = 6; ///< 1 = greedy
    std::int64_t maxNewTokens = 50;
    std::int64_t minLength = 5;
    double lengthPenalty = 0.8;
    double repetitionPenalty = 1.15;
    std::int64_t noRepeatNgram = 0; ///< 0 = off
    EarlyStopping earlyStopping = EarlyStopping::No;
    Scorer scorer = Scorer::Old;
    std::int64_t beamGroups = 1;   ///< beams are divided among so many groups that avoid each other's words
    double diversityPenalty = 0.5; ///< what a token costs for each time that an earlier group chose it
    std::int64_t candidates = 1;   ///< at most so many are given back
    std::optional<Sampling> sampling;
    bool operator==(const GenerationSettings&) const = default;
};

/// The "generation" object of a package; missing values keep those of `defaults`.
Result<GenerationSettings> generationFromJson(const nlohmann::json& json, const GenerationSettings& defaults = {});
nlohmann::json generationToJson(const GenerationSettings& settings);
/// The settings with a search that is wide enough for the candidates, its groups of equal size.
GenerationSettings holdingCandidates(GenerationSettings settings);
/// InputInvalid where a value makes no sense (no beams, more candidates than beams, a negative length…).
Result<void> checkGeneration(const GenerationSettings& settings);

} // namespace descant::inference
