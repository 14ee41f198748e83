// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/demo_training.h"

#include <nlohmann/json.hpp>

namespace descant::training {

/// The seed of the clips that judge; the trainer never sees them.
constexpr std::uint64_t kTestSeed = 9;

/// Judges captions of the first clips of the test split by what is known about those clips.
Result<ScoreCard> scoreDemoCaptions(const std::vector<std::string>& captions);

nlohmann::json toJson(const ScoreCard& card);

} // namespace descant::training
