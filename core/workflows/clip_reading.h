// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/audio.h"
#include "core/inference/captioner.h"
#include "core/media/frame_sampling.h"

#include <filesystem>
#include <optional>

namespace descant::workflows {

/// Size and way of resizing of the pictures that a model gets. Without a size they stay as in the file.
struct PictureRecipe {
    std::optional<media::PixelSize> size;
    inference::ResizeRecipe resize = inference::ResizeRecipe::SwscaleBilinear;
};
PictureRecipe recipeOf(const inference::ModelPackage& package);

/// The frames of a stretch as media::sampleFrames chooses them, brought to size by the recipe. Any thread.
Outcome<media::SampledFrames> readFrames(const std::filesystem::path& path, TimeRange range, int count,
                                         const PictureRecipe& recipe, std::stop_token stop,
                                         const ProgressSink& progress);

/// Which senses are used of those that the model has.
enum class Senses { All, SightOnly, HearingOnly };

/// What a model is given of a stretch of a file.
struct Clip {
    media::SampledFrames pictures; ///< none for sound alone
    Audio sound; ///< from the start of the stretch, at most the model's window; empty for silent files
};

/// Reads pictures and sound for a model. A file may lack one of the two; EmptyRange or the file's own error when both.
Outcome<Clip> readClip(const std::filesystem::path& path, TimeRange range, const inference::ModelPackage& package,
                       double windowSeconds, Senses senses, std::stop_token stop, const ProgressSink& progress);

} // namespace descant::workflows
