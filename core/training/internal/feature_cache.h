// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/inference/architecture.h"
#include "core/inference/networks/weights.h"
#include "core/inference/preprocessing.h"
#include "core/training/clip_source.h"

#include <ATen/ATen.h>

#include <filesystem>

namespace descant::training {

/// What the frozen encoders made of every clip, before ln_vision and ln_audio, in 16 bits and mapped from files, so
/// that more clips than memory can be learnt from. The captions stay in memory.
struct FeatureCache {
    at::Tensor seen;  ///< half [N, frames · tokens, vit.hidden]
    at::Tensor heard; ///< half [N, audio tokens, beats.hidden]
    std::vector<std::vector<std::string>> captions, seenCaptions, heardCaptions;
    std::int64_t clips() const { return static_cast<std::int64_t>(captions.size()); }
};

/// Encodes every clip of the source into files in `folder` (replaced), and maps them.
Outcome<FeatureCache> cacheFeatures(const inference::Weights& weights, const inference::Architecture& architecture,
                                    const inference::Preprocessing& preprocessing, ClipSource& source,
                                    const std::filesystem::path& folder, std::stop_token stop,
                                    const ProgressSink& progress);

} // namespace descant::training
