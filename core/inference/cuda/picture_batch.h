// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace descant::inference::cuda {

/// One direction of a Pillow resize: pixel i of the result is made of pixels [first[i], first[i] + count[i]) of the
/// source with the fixed-point weights weights[i · stride …] (internal/pillow_taps.h).
struct ResizeTaps {
    const std::int32_t* first = nullptr;
    const std::int32_t* count = nullptr;
    const std::int32_t* weights = nullptr;
    std::int32_t stride = 0;
};

/// Pictures on their way into the model. Borrows all memory: the device's for the kernel, the host's for its
/// arithmetic.
struct PictureBatch {
    const std::uint8_t* pixels = nullptr; ///< [count, height, width, 3], 8-bit RGB
    std::int32_t count = 0;
    std::int32_t height = 0;
    std::int32_t width = 0;
    std::int32_t size = 0; ///< S: width and height of the result
    ResizeTaps columns;    ///< width → S
    ResizeTaps rows;       ///< height → S
    float mean[3] = {};
    float deviation[3] = {};
    float* values = nullptr; ///< [count, 3, S, S]
};

/// Raised when PictureBatch or a function of the plug-in changes: a library of another number is not used.
constexpr int kPluginVersion = 1;

/// What the plug-in exports, with C linkage. preparePictures starts the kernel on the current device's default stream
/// (the one that LibTorch uses) and returns without waiting: null, or why it could not start (a static text).
extern "C" {
using PluginVersion = int();
using PreparePictures = const char*(const PictureBatch*);
}
constexpr const char* kPluginVersionName = "descant_cuda_version";
constexpr const char* kPreparePicturesName = "descant_cuda_prepare_pictures";

} // namespace descant::inference::cuda
