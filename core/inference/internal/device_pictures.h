// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/internal/cuda_plugin.h"
#include "core/inference/preprocessing.h"

#include <ATen/ATen.h>

namespace descant::inference {

/// The taps of one direction in one block of numbers: firsts, counts, then weights, `stride` of them for each pixel.
struct PackedTaps {
    std::vector<std::int32_t> numbers;
    std::int32_t size = 0;
    std::int32_t stride = 0;
    /// The taps in a copy of the numbers, wherever it lies.
    cuda::ResizeTaps in(const std::int32_t* copy) const { return {copy, copy + size, copy + 2 * size, stride}; }
};
PackedTaps packedTaps(int from, int to);

/// Everything of a batch but the memory: shapes and normalisation of one picture.
cuda::PictureBatch batchFor(ImageView frame, const Preprocessing& preprocessing, int size);

/// Whether the kernel can bring a frame to the model's size itself.
bool kernelResizes(ResizeRecipe recipe, ImageView frame, int size);

/// A frame resized, normalised and brought to a CUDA device in one go, float [1, 3, S, S]: only its bytes are sent.
/// Equal to pixelValues() of the resized frame. Throws what LibTorch throws. Errors: ModelFailed (the kernel does not
/// start).
Result<at::Tensor> devicePixelValues(const CudaPlugin& plugin, const Image& frame, const Preprocessing& preprocessing,
                                     int size, at::Device device);

} // namespace descant::inference
