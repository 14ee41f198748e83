// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/cuda/picture_batch.h"
#include "core/inference/internal/pillow_taps.h"

#ifdef __CUDACC__
#define DESCANT_HOST_DEVICE __host__ __device__
#else
#define DESCANT_HOST_DEVICE
#endif

/// The arithmetic of the picture kernel. The same functions run on the device and, in the tests, on the CPU, where they
/// are compared with what LibTorch computes: most machines that build Descant have no GPU.
namespace descant::inference::cuda {

/// A fixed-point sum as 8 bits, rounded as Pillow does it.
DESCANT_HOST_DEVICE inline std::int32_t roundedToByte(std::int64_t sum)
{
    const std::int64_t value = sum >> kPillowFraction;
    return static_cast<std::int32_t>(value < 0 ? 0 : value > 255 ? 255 : value);
}

/// One byte of a line that was resized across.
DESCANT_HOST_DEVICE inline std::int32_t acrossLine(const std::uint8_t* line, int channel, const ResizeTaps& columns,
                                                   int x)
{
    std::int64_t sum = std::int64_t(1) << (kPillowFraction - 1);
    const std::uint8_t* pixel = line + std::int64_t(columns.first[x]) * 3 + channel;
    const std::int32_t* weights = columns.weights + std::int64_t(x) * columns.stride;
    for (int tap = 0; tap < columns.count[x]; ++tap)
        sum += std::int64_t(pixel[tap * 3]) * weights[tap];
    return roundedToByte(sum);
}

/// Element `index` of the values [count, 3, S, S]: resized across, then down, each rounded to 8 bits, then normalised.
DESCANT_HOST_DEVICE inline float pictureValue(const PictureBatch& batch, std::int64_t index)
{
    const std::int64_t plane = std::int64_t(batch.size) * batch.size;
    const auto x = static_cast<int>(index % batch.size);
    const auto y = static_cast<int>(index % plane / batch.size);
    const auto channel = static_cast<int>(index / plane % 3);
    const std::int64_t lineBytes = std::int64_t(batch.width) * 3;
    const std::uint8_t* line = batch.pixels + (index / (plane * 3) * batch.height + batch.rows.first[y]) * lineBytes;
    const std::int32_t* weights = batch.rows.weights + std::int64_t(y) * batch.rows.stride;
    std::int64_t sum = std::int64_t(1) << (kPillowFraction - 1);
    for (int tap = 0; tap < batch.rows.count[y]; ++tap, line += lineBytes)
        sum += std::int64_t(acrossLine(line, channel, batch.columns, x)) * weights[tap];
    return (static_cast<float>(roundedToByte(sum)) / 255.0F - batch.mean[channel]) / batch.deviation[channel];
}

} // namespace descant::inference::cuda
