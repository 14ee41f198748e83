// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::metrics {

inline constexpr std::size_t kMeteorStages = 4; ///< equal words, equal stems, shared meanings, paraphrases

/// What an alignment of a candidate with a reference comes to; sums over a set mean the same.
struct MeteorCounts {
    double candidateWords = 0, referenceWords = 0;
    double candidateFunctionWords = 0, referenceFunctionWords = 0;
    /// Words that met, by stage.
    std::array<double, kMeteorStages> candidateContent{}, referenceContent{}, candidateFunction{}, referenceFunction{};
    double chunks = 0;
    double candidateMatched = 0, referenceMatched = 0;

    /// Adds a segment to a set. Chunks of a perfect one are left out, as METEOR does.
    MeteorCounts& operator+=(const MeteorCounts& segment);
};

/// METEOR of what was counted, 0…1.
double meteorOf(const MeteorCounts& counts);

/// Where METEOR's data lies.
struct MeteorData {
    std::filesystem::path wordNet; ///< folder of WordNet 3.0
    std::optional<std::filesystem::path>
        paraphrases; ///< METEOR's table; without it scores are lower than published ones
};

struct MeteorScore {
    double corpus = 0;                ///< of the sums of what was counted, 0…1; not the mean of the segments
    std::vector<double> segments;     ///< 0…1
    std::vector<MeteorCounts> counts; ///< of each segment, with its best reference
};

/// METEOR 1.5 for English (Denkowski and Lavie 2014), with the settings of pycocoevalcap. Captions are words with
/// single blanks between them (PennTokenizer); `references` has the references of each candidate. FileNotFound without
/// WordNet, FormatInvalid for a damaged table. Any thread; stops within a segment.
Outcome<MeteorScore> meteor(const std::vector<std::string>& candidates,
                            const std::vector<std::vector<std::string>>& references, const MeteorData& data,
                            std::stop_token stop, const ProgressSink& progress);

} // namespace descant::metrics
