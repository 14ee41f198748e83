// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/options.h"

#include "core/workflows/caption_engine.h"

namespace descant::cli {

struct ProposeOptions {
    std::vector<std::string> media;
    std::string model, project, prompt, prefix, variant, device = "auto", precision = "auto";
    StretchOptions stretch;
    std::optional<double> every;
    std::optional<std::int64_t> candidates, beams, beamGroups;
    std::optional<double> diversityPenalty;
    std::int64_t batch = 8; ///< segments whose captions are written together
    inference::Sampling sampling;
    bool sample = false, evidence = false, shots = false;
};

void addProposeOptions(CLI::App* command, ProposeOptions& options);
/// What the options wish of the model. UsageWrong for a variant that there is not.
Result<workflows::CaptionWish> wishOf(const ProposeOptions& options);
/// The stretches of a file, in order of time.
Outcome<std::vector<TimeRange>> stretchesOf(const std::string& media, const ProposeOptions& options,
                                            const Context& context);

} // namespace descant::cli
