// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/training/internal/optimiser.h"
#include "core/training/step_report.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace descant::training {

/// How one stage is run; every stage has the same loop.
struct StageSettings {
    std::string name;
    Schedule schedule;
    std::int64_t batch = 64;
    std::filesystem::path
        checkpoint; ///< written every kCheckpointEvery steps or kLongestUnsaved, at the end and when stopped
    std::uint64_t seed = 1;
};

constexpr std::int64_t kCheckpointEvery = 200;
/// Steps of a large model take long: no more than this is lost when the machine goes down.
constexpr std::chrono::minutes kLongestUnsaved{5};

/// Runs the steps from where the checkpoint left off (a stage that is done does nothing): `loss(step)` gives the loss
/// of the step's batch, made from the step's number alone, so that a resumed run is the same run.
Outcome<void> runStage(const StageSettings& settings, inference::Weights& weights,
                       const std::vector<std::string>& trainable,
                       const std::function<at::Tensor(std::int64_t step)>& loss, std::stop_token stop,
                       const StepSink& told);

} // namespace descant::training
