// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/inference/architecture.h"
#include "core/inference/networks/weights.h"
#include "core/inference/preprocessing.h"
#include "core/training/caption_training.h"
#include "core/training/clip_source.h"

#include <ATen/ATen.h>

#include <filesystem>

namespace descant::training {

/// What the frozen encoders made of every clip, before ln_vision and ln_audio, in 16 bits and mapped from files, so
/// that more clips than memory can be learnt from.
struct FeatureCache {
    at::Tensor seen;  ///< half [N, frames · tokens, vit.hidden]; undefined for a model that does not see
    at::Tensor heard; ///< half [N, audio tokens, beats.hidden]; undefined for a model that does not hear
    std::vector<bool> hasPicture;          ///< [N]
    std::vector<std::int64_t> heardTokens; ///< [N], tokens that stand for real sound; 0 = silent
    std::vector<ClipTexts> texts;          ///< [N]
    std::vector<SkippedClip> skipped;      ///< those that could not be read; they have neither picture nor sound
    std::int64_t clips() const { return std::ssize(texts); }
};

/// The encoders and what they are fed with.
struct Encoders {
    const inference::Weights* weights = nullptr;
    inference::Architecture architecture;
    inference::Preprocessing preprocessing;
};

/// Encodes every clip of the source into files in `folder`, and maps them. What lies there already from the same encoders
/// and the same source is used; an interrupted encoding goes on. A clip that cannot be read is skipped; CorpusInvalid with
/// the reasons when all are. DiskFull before anything is encoded when the files do not fit.
Outcome<FeatureCache> cacheFeatures(const Encoders& encoders, ClipSource& source, const std::filesystem::path& folder,
                                    std::stop_token stop, const ProgressSink& progress);

} // namespace descant::training
