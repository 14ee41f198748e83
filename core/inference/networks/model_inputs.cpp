// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/model_inputs.h"

#include <fmt/format.h>

#include <cstring>

namespace descant::inference {

at::Tensor pixelValues(const std::vector<Image>& frames, const Preprocessing& preprocessing)
{
    const auto count = static_cast<std::int64_t>(frames.size());
    at::Tensor bytes = at::empty({count, frames.front().height, frames.front().width, 3}, at::kByte);
    for (std::int64_t index = 0; index < count; ++index) {
        const std::vector<std::uint8_t>& pixels = frames[static_cast<std::size_t>(index)].pixels;
        std::memcpy(bytes.data_ptr<std::uint8_t>() + index * bytes.stride(0), pixels.data(), pixels.size());
    }
    at::Tensor mean = at::empty({3}, at::kFloat);
    at::Tensor deviation = at::empty({3}, at::kFloat);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        mean.data_ptr<float>()[channel] = static_cast<float>(preprocessing.mean[channel]);
        deviation.data_ptr<float>()[channel] = static_cast<float>(preprocessing.deviation[channel]);
    }
    return ((bytes.to(at::kFloat) / 255.0 - mean) / deviation).permute({0, 3, 1, 2}).contiguous();
}

Result<Image> resizeBy(ResizeRecipe recipe, const ResizeFunction& function, ImageView source, int size)
{
    if (source.empty() || !source.pixels)
        return fail(ErrorCode::InputInvalid, "frame", "a picture is empty");
    if (recipe == ResizeRecipe::PillowBicubic || (source.width == size && source.height == size))
        return resizePillowBicubic(source, size, size);
    if (!function)
        return fail(ErrorCode::NotSupported, resizeRecipeName(recipe),
                    fmt::format("the frames are {} x {} and no resizer was given", source.width, source.height));
    DESCANT_TRY(Image image, function(source, size, size));
    if (image.width != size || image.height != size)
        return fail(ErrorCode::Internal, resizeRecipeName(recipe), "the resizer gave another size");
    return image;
}

Result<AudioWindow> audioWindow(std::vector<float> waveform, const Architecture& architecture,
                                const Preprocessing& preprocessing)
{
    const std::int64_t window = preprocessing.windowSamples;
    const std::int64_t real = std::min<std::int64_t>(static_cast<std::int64_t>(waveform.size()), window);
    waveform.resize(static_cast<std::size_t>(window), 0.0F);
    DESCANT_TRY(MelPicture mel, melPicture(waveform));
    const std::int64_t patch = architecture.beats.patch;
    const std::int64_t tokens = mel.frames / patch * architecture.bandsPerStep();
    if (tokens == 0)
        return fail(ErrorCode::PackageInvalid, "preprocessing.audio.window_samples",
                    "the window is shorter than one patch");

    AudioWindow result;
    result.fbank = at::empty({1, mel.frames, MelPicture::kBands}, at::kFloat);
    std::memcpy(result.fbank.data_ptr<float>(), mel.values.data(), mel.values.size() * sizeof(float));
    if (real < window)
        result.sampleMask = at::cat({at::zeros({1, real}, at::kByte), at::ones({1, window - real}, at::kByte)}, 1);
    if (preprocessing.keyMask == KeyMask::Real) {
        const std::int64_t valid =
            std::min({real / architecture.samplesPerToken(), preprocessing.windowTokens, tokens});
        if (valid < tokens)
            result.keyMask = at::cat({at::ones({1, valid}, at::kByte), at::zeros({1, tokens - valid}, at::kByte)}, 1);
    }
    const std::int64_t stepSamples = 160 * patch;
    result.steps = std::min((real + stepSamples - 1) / stepSamples, mel.frames / patch);
    return result;
}

Result<AudioWindow> missingAudioWindow(const Architecture& architecture, const Preprocessing& preprocessing)
{
    DESCANT_TRY(AudioWindow window, audioWindow({}, architecture, preprocessing));
    window.sampleMask = at::Tensor();
    const std::int64_t tokens = window.fbank.size(1) / architecture.beats.patch * architecture.bandsPerStep();
    window.keyMask = at::zeros({1, tokens}, at::kByte);
    return window;
}

} // namespace descant::inference
