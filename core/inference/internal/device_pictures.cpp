// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/device_pictures.h"

#include "core/inference/internal/pillow_taps.h"

#include <c10/core/DeviceGuard.h>

#include <algorithm>

namespace descant::inference {
namespace {

template <typename Number> at::Tensor uploaded(const std::vector<Number>& numbers, at::Device device)
{
    const auto type = c10::CppTypeToScalarType<Number>::value;
    // from_blob wants a pointer that it could write through; the copy to the device only reads.
    return at::from_blob(const_cast<Number*>(numbers.data()), {static_cast<std::int64_t>(numbers.size())}, type)
        .to(device);
}

} // namespace

PackedTaps packedTaps(int from, int to)
{
    const std::vector<PillowTap> taps = pillowTaps(from, to);
    std::size_t stride = 0;
    for (const PillowTap& tap : taps)
        stride = std::max(stride, tap.weights.size());
    PackedTaps packed{std::vector<std::int32_t>(taps.size() * (2 + stride)), to, static_cast<std::int32_t>(stride)};
    for (std::size_t index = 0; index < taps.size(); ++index) {
        packed.numbers[index] = taps[index].first;
        packed.numbers[taps.size() + index] = static_cast<std::int32_t>(taps[index].weights.size());
        std::copy(taps[index].weights.begin(), taps[index].weights.end(),
                  packed.numbers.begin() + static_cast<std::ptrdiff_t>(2 * taps.size() + index * stride));
    }
    return packed;
}

cuda::PictureBatch batchFor(ImageView frame, const Preprocessing& preprocessing, int size)
{
    cuda::PictureBatch batch;
    batch.count = 1;
    batch.height = frame.height;
    batch.width = frame.width;
    batch.size = size;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        batch.mean[channel] = static_cast<float>(preprocessing.mean[channel]);
        batch.deviation[channel] = static_cast<float>(preprocessing.deviation[channel]);
    }
    return batch;
}

bool kernelResizes(ResizeRecipe recipe, ImageView frame, int size)
{
    return !frame.empty() && (recipe == ResizeRecipe::PillowBicubic || (frame.width == size && frame.height == size));
}

Result<at::Tensor> devicePixelValues(const CudaPlugin& plugin, const Image& frame, const Preprocessing& preprocessing,
                                     int size, at::Device device)
{
    const c10::DeviceGuard guard(device);
    const PackedTaps columns = packedTaps(frame.width, size);
    const PackedTaps rows = packedTaps(frame.height, size);
    const at::Tensor pixels = uploaded(frame.pixels, device);
    const at::Tensor columnNumbers = uploaded(columns.numbers, device);
    const at::Tensor rowNumbers = uploaded(rows.numbers, device);
    at::Tensor values = at::empty({1, 3, size, size}, at::TensorOptions(device).dtype(at::kFloat));

    cuda::PictureBatch batch = batchFor(frame.view(), preprocessing, size);
    batch.pixels = pixels.data_ptr<std::uint8_t>();
    batch.columns = columns.in(columnNumbers.data_ptr<std::int32_t>());
    batch.rows = rows.in(rowNumbers.data_ptr<std::int32_t>());
    batch.values = values.data_ptr<float>();
    if (const char* problem = plugin.preparePictures(&batch))
        return fail(ErrorCode::ModelFailed, device.str(), problem);
    return values;
}

} // namespace descant::inference
