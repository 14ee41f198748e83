// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace descant::training {

/// Told every 20 steps and at the end: the step, the mean loss since the last report, samples a second.
struct StepReport {
    std::string stage;
    std::int64_t step = 0;
    std::int64_t steps = 0;
    double loss = 0.0;
    double samplesPerSecond = 0.0;
};
using StepSink = std::function<void(const StepReport&)>;

} // namespace descant::training
