// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/caption_training.h"

namespace descant::workflows {

/// A corpus and the part of it that is meant.
struct CorpusPart {
    std::filesystem::path file;  ///< MSR-VTT JSON
    std::filesystem::path media; ///< folder of the clips; empty: beside the file
    std::string split;           ///< empty: all
};

/// Whether a package at `out` may be written over.
enum class IfPackageThere { Refuse, Replace };

struct CorpusTraining {
    training::CaptionTraining how; ///< `steps` 0: as many as `epochs` take
    CorpusPart clips;
    std::optional<CorpusPart> validation; ///< nothing: the split "validate" of the same file, where it has one
    std::int64_t epochs = 10;
    std::int64_t validationClips = 200; ///< at most; the first ones
    IfPackageThere ifPackageThere = IfPackageThere::Refuse;
};

/// Teaches a model the captions of a corpus. Refuses, before any work: a corpus without clips of the split, an `out`
/// that is a folder of something else, the base itself, or a package that is not to be replaced. On the caller's
/// thread; errors also those of training::trainCaptions.
Outcome<training::CaptionTrainingSummary> trainOnCorpus(const CorpusTraining& training, std::stop_token stop,
                                                        const ProgressSink& progress, const training::StepSink& told);

} // namespace descant::workflows
