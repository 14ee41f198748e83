// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"
#include "core/inference/preprocessing.h"

#include <ATen/ATen.h>

namespace descant::inference {

/// Pictures of the model's size as float [T, 3, S, S], normalised.
at::Tensor pixelValues(const std::vector<Image>& frames, const Preprocessing& preprocessing);
/// Pictures brought to size × size by a recipe; pictures of that size stay.
Result<Image> resizeBy(ResizeRecipe recipe, const ResizeFunction& function, ImageView source, int size);

/// One window of sound as the networks get it.
struct AudioWindow {
    at::Tensor fbank;       ///< [1, F, 128]
    at::Tensor sampleMask;  ///< [1, n], 1 = padding; undefined when there is none
    at::Tensor keyMask;     ///< [1, tokens], 1 = valid; undefined when all are
    std::int64_t steps = 0; ///< time steps of the mel patches that hold real sound, begun ones included
};

/// Cuts or pads 16 kHz mono sound to the package's window, as the authors' loaders do.
Result<AudioWindow> audioWindow(std::vector<float> waveform, const Architecture& architecture,
                                const Preprocessing& preprocessing);
/// What the authors feed where there is no sound: a window of zeros, none of it padding for BEATs, none of it valid for
/// the Q-Former. (Of two of their data sets it is noise of amplitude 1e-3; ours is the same every time.)
Result<AudioWindow> missingAudioWindow(const Architecture& architecture, const Preprocessing& preprocessing);

} // namespace descant::inference
