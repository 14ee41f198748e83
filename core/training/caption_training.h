// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/training/clip_source.h"
#include "core/training/step_report.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::training {

/// What learns: queries, Q-Former, projections and the norms in front of them, as the authors train; or T5 with them,
/// which pays for a small T5 that was made for other sentences.
enum class Learning { QFormer, QFormerAndLanguageModel };

/// Begin anew, or go on from the checkpoint in the work folder, or from the features alone.
enum class Begin { Fresh, Resume };

/// How a model package learns the captions of a corpus, by cross-entropy.
struct CaptionTraining {
    std::filesystem::path base; ///< the package to begin from
    std::filesystem::path out;  ///< the package that is written at the end
    std::filesystem::path work; ///< checkpoint and cached features
    std::string name;           ///< of the new package; empty: the base's
    std::string corpus;         ///< its name, for the new package's sources
    Learning learning = Learning::QFormer;
    Begin begin = Begin::Fresh;
    std::int64_t steps = 1000;
    std::int64_t batch = 16;
    double rate = 1e-4; ///< the highest; it rises for an eighth of the steps (112 at most), then falls by a cosine
    double dropout = 0.1;
    std::uint64_t seed = 1;
};

struct SkippedClip {
    std::string name;
    Error error;
};

/// How the model does on clips that it did not learn from, with greedy captions. The base on the same clips beside it.
struct ValidationCard {
    std::int64_t clips = 0;
    double loss = 0;
    double ciderD = 0;
    double baseLoss = 0;
    double baseCiderD = 0;
    std::vector<std::string> captions; ///< of the first ten clips
};

struct CaptionTrainingSummary {
    std::int64_t steps = 0;
    std::optional<double> loss; ///< mean of the last steps; nothing when the checkpoint had them all
    double samplesPerSecond = 0;
    std::optional<ValidationCard> validation;
    std::vector<SkippedClip> skipped;
};

/// Encodes both corpora once with the frozen encoders, learns, judges and writes the package. `validation` may be null.
/// Cancelled: checkpoint and features stay in the work folder, no package is written. Errors: those of the package and
/// of files, CorpusInvalid when no clip can be read, UsageWrong when the work folder holds an unfinished training that
/// is not to be resumed, TrainingFailed.
Outcome<CaptionTrainingSummary> trainCaptions(const CaptionTraining& training, ClipSource& clips,
                                              ClipSource* validation, std::stop_token stop,
                                              const ProgressSink& progress, const StepSink& told);

} // namespace descant::training
