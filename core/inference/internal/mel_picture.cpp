// SPDX-License-Identifier: GPL-3.0-or-later
// Kaldi's log mel filterbank, step by step as torchaudio's compliance module computes it in 32 bits, so that even the
// bins that hold nothing but rounding noise stay close.
#include "core/inference/preprocessing.h"

#include <ATen/ATen.h>

#include <c10/core/InferenceMode.h>

#include <cmath>

namespace descant::inference {
namespace {

constexpr std::int64_t kWindow = 400;
constexpr std::int64_t kShift = 160;
constexpr std::int64_t kFft = 512;
constexpr double kPreEmphasis = 0.97;
constexpr double kLowFrequency = 20.0;
constexpr double kHighFrequency = 8000.0;
constexpr double kBinWidth = 16000.0 / kFft;
/// Full scale of the 16-bit samples that the filterbank was defined for.
constexpr double kFullScale = 32768.0;
constexpr double kFloor = 1.1920928955078125e-07;
constexpr double kMean = 15.41663;
constexpr double kTwiceDeviation = 2 * 6.55582;
/// Frames that are computed at once: bounds the memory for long sounds.
constexpr std::int64_t kChunk = 4096;

double melOf(double frequency) { return 1127.0 * std::log(1.0 + frequency / 700.0); }

at::Tensor melFilters()
{
    const double low = melOf(kLowFrequency);
    const double step = (melOf(kHighFrequency) - low) / static_cast<double>(MelPicture::kBands + 1);
    const at::Tensor band = at::arange(MelPicture::kBands, at::kFloat).unsqueeze(1);
    const at::Tensor left = band * step + low;
    const at::Tensor centre = (band + 1.0) * step + low;
    const at::Tensor right = (band + 2.0) * step + low;
    const at::Tensor mel = ((at::arange(kFft / 2, at::kFloat) * kBinWidth / 700.0 + 1.0).log() * 1127.0).unsqueeze(0);
    const at::Tensor rising = (mel - left) / (centre - left);
    const at::Tensor falling = (right - mel) / (right - centre);
    const at::Tensor filters = at::clamp_min(at::minimum(rising, falling), 0.0);
    return at::constant_pad_nd(filters, {0, 1}).t().contiguous(); // the Nyquist bin has no weight
}

at::Tensor chunkOf(const at::Tensor& waveform, std::int64_t first, std::int64_t frames, const at::Tensor& window,
                   const at::Tensor& filters)
{
    at::Tensor x =
        waveform.slice(0, first * kShift, (first + frames - 1) * kShift + kWindow).unfold(0, kWindow, kShift);
    x = x - x.mean(1, true);
    const at::Tensor before = at::cat({x.slice(1, 0, 1), x.slice(1, 0, kWindow - 1)}, 1);
    x = (x - before * kPreEmphasis) * window;
    const at::Tensor power = at::fft_rfft(at::constant_pad_nd(x, {0, kFft - kWindow})).abs().pow(2.0);
    return at::clamp_min(at::mm(power, filters), kFloor).log();
}

} // namespace

std::int64_t melFrames(std::int64_t samples) { return 1 + (std::max(samples, kWindow) - kWindow) / kShift; }

Result<MelPicture> melPicture(std::span<const float> samples, MelScale scale)
{
    try {
        const c10::InferenceMode mode;
        const auto length = static_cast<std::int64_t>(samples.size());
        at::Tensor waveform = at::zeros({std::max(length, kWindow)}, at::kFloat);
        std::copy(samples.begin(), samples.end(), waveform.data_ptr<float>());
        waveform = waveform * kFullScale;

        MelPicture picture;
        picture.frames = melFrames(length);
        picture.values.resize(static_cast<std::size_t>(picture.frames * MelPicture::kBands));
        const at::Tensor window = at::hann_window(kWindow, false, at::TensorOptions(at::kFloat)).pow(0.85);
        const at::Tensor filters = melFilters();
        for (std::int64_t first = 0; first < picture.frames; first += kChunk) {
            const std::int64_t frames = std::min(kChunk, picture.frames - first);
            at::Tensor mel = chunkOf(waveform, first, frames, window, filters);
            if (scale == MelScale::Normalised)
                mel = (mel - kMean) / kTwiceDeviation;
            mel = mel.contiguous();
            std::copy_n(mel.data_ptr<float>(), mel.numel(), picture.values.begin() + first * MelPicture::kBands);
        }
        return picture;
    } catch (const std::exception& problem) {
        return fail(ErrorCode::OutOfMemory, "sound", problem.what());
    }
}

} // namespace descant::inference
