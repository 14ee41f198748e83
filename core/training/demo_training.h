// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::training {

/// How the demo model is taught. Steps of 0 leave a stage out.
struct DemoTraining {
    std::filesystem::path work;    ///< checkpoints and cached features; a run that was interrupted goes on from here
    std::filesystem::path package; ///< where the model is written
    std::uint64_t seed = 1;
    std::int64_t seeingSteps = 6000;  ///< of 64 scattered pictures
    std::int64_t hearingSteps = 1000; ///< of 32 sounds of 5.12 s
    std::int64_t captionSteps = 4400; ///< of 64 clips
    std::int64_t clips = 24000;
    std::int64_t testClips = 400;
};

/// How captions of held-out clips do. The first five are shares: of the facts of that kind that stand in the captions, and of
/// the clips whose caption names a thing or a place that has no part in them.
struct ScoreCard {
    std::int64_t clips = 0;
    double seen = 0;  ///< things
    double heard = 0; ///< sounds, with their source where it is not seen
    double both = 0;  ///< what neither sense tells alone
    double place = 0;
    double invented = 0;
    double ciderD = 0;
    std::vector<std::string> captions; ///< of the first ten clips
};

struct TrainingSummary {
    std::int64_t steps = 0;
    double loss = 0;
    double patchesRight = 0; ///< of things, on looks of places that were kept
    double soundsRight = 0;
    ScoreCard both, silenced, blanked;
};

/// Teaches the demo model from nothing and writes its package. Each log step is told as one JSON line.
/// CatalogueMissing without the pictures and sounds of the demo world; TrainingFailed.
Outcome<TrainingSummary> trainDemoModel(const DemoTraining& training, std::stop_token stop, const ProgressSink& progress);

} // namespace descant::training
