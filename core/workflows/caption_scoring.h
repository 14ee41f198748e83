// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/caption_judging.h"

namespace descant::workflows {

/// What happens to a segment of the references that has no candidate.
enum class MissingCandidates { Refused, CountAsEmpty };

struct ScoringOptions : JudgingOptions {
    std::filesystem::path references, candidates;
    MissingCandidates missing = MissingCandidates::Refused;
    std::optional<metrics::BootstrapSetting> bootstrap;
};

/// Judges captions against those of people, as pycocoevalcap does. References that were judged against before are taken
/// from a cache on disk. InputInvalid names the ids that only one of the files has; errors of the files and of METEOR's
/// data pass through. WordNet that is not installed leaves METEOR out, with a warning. Any thread.
Outcome<ScoreReport> scoreCaptions(const ScoringOptions& options, std::stop_token stop, const ProgressSink& progress);

} // namespace descant::workflows
