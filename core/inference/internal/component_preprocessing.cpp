// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/component_preprocessing.h"

#include "core/inference/networks/model_inputs.h"

#include <cstring>

namespace descant::inference {
namespace {

constexpr int kLargestSize = 4096;

/// All frames of [T, H, W, 3] at size × size.
Outcome<std::vector<Image>> resizedFrames(const at::Tensor& frames, ResizeRecipe recipe, const ResizeFunction& function,
                                          int size, const std::stop_token& stop)
{
    std::vector<Image> images;
    const auto width = static_cast<int>(frames.size(2));
    const auto height = static_cast<int>(frames.size(1));
    for (std::int64_t index = 0; index < frames.size(0); ++index) {
        if (stop.stop_requested())
            return cancelled();
        const ImageView view{frames.data_ptr<std::uint8_t>() + index * frames.stride(0), width, height,
                             std::ptrdiff_t(width) * 3};
        DESCANT_TRY(Image image, resizeBy(recipe, function, view, size));
        images.push_back(std::move(image));
    }
    return images;
}

at::Tensor bytesOf(const std::vector<Image>& images, int size)
{
    at::Tensor bytes = at::empty({std::ssize(images), size, size, 3}, at::kByte);
    for (std::size_t index = 0; index < images.size(); ++index)
        std::memcpy(bytes.data_ptr<std::uint8_t>() + static_cast<std::int64_t>(index) * bytes.stride(0),
                    images[index].pixels.data(), images[index].pixels.size());
    return bytes;
}

Outcome<void> preprocessFrames(const at::Tensor& frames, const ComponentRequest& request, const ModelPackage& package,
                               const std::stop_token& stop, Weights& outputs)
{
    const int size = request.size.value_or(static_cast<int>(package.architecture().imageSize));
    if (size < 1 || size > kLargestSize)
        return fail(ErrorCode::InputInvalid, "--size", "it is outside 1 … 4096");
    if (frames.size(0) == 0)
        return fail(ErrorCode::InputInvalid, "frames_rgb", "there are no frames");
    const ResizeRecipe recipe = request.resize.value_or(package.preprocessing().resize);
    DESCANT_TRY(const std::vector<Image> images, resizedFrames(frames, recipe, request.resizeFunction, size, stop));
    outputs.set("resized", bytesOf(images, size));
    outputs.set("pixel_values", pixelValues(images, package.preprocessing()));
    return {};
}

Outcome<void> preprocessSound(const at::Tensor& waveform, int rate, const std::stop_token& stop, Weights& outputs)
{
    const std::span<const float> samples(waveform.data_ptr<float>(), static_cast<std::size_t>(waveform.numel()));
    DESCANT_TRY(std::vector<float> heard, resample(samples, rate, stop));
    DESCANT_TRY(MelPicture mel, melPicture(heard));
    outputs.set("waveform16k", at::from_blob(heard.data(), {std::ssize(heard)}, at::kFloat).clone());
    outputs.set("fbank", at::from_blob(mel.values.data(), {mel.frames, MelPicture::kBands}, at::kFloat).clone());
    return {};
}

} // namespace

Outcome<Weights> preprocessComponent(const ComponentRequest& request, const ModelPackage& package,
                                     const ComponentTensors& inputs, const std::stop_token& stop)
{
    DESCANT_TRY(const at::Tensor frames, inputs.optional("frames_rgb", at::kByte, {-1, -1, -1, 3}));
    DESCANT_TRY(const at::Tensor waveform, inputs.optional("waveform", at::kFloat, {-1}));
    if (!frames.defined() && !waveform.defined())
        return inputs.lacks("frames_rgb or waveform");
    Weights outputs;
    if (frames.defined())
        DESCANT_CHECK(preprocessFrames(frames.cpu(), request, package, stop, outputs));
    if (waveform.defined())
        DESCANT_CHECK(preprocessSound(waveform.cpu(), request.sampleRate, stop, outputs));
    return outputs;
}

} // namespace descant::inference
