// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/audio.h"
#include "core/base/image.h"
#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace descant::inference {

/// How pictures are brought to the model's size.
enum class ResizeRecipe { SwscaleBilinear, PillowBicubic };
std::string resizeRecipeName(ResizeRecipe recipe);
Result<ResizeRecipe> resizeRecipeFromName(const std::string& name);

/// Which audio tokens the Q-Former may look at: those that stand for real sound, or all of the window.
enum class KeyMask { Real, All };

/// What a model that hears gets for a clip without sound. LeaveOut: its audio queries take no part. Authors: a window
/// of silence of which the Q-Former may look at nothing, so that it looks at all of it alike, as the authors evaluate.
enum class MissingSound { LeaveOut, Authors };

/// The "preprocessing" object of a package.
struct Preprocessing {
    ResizeRecipe resize = ResizeRecipe::SwscaleBilinear;
    std::array<double, 3> mean = {0.48145466, 0.4578275, 0.40821073};
    std::array<double, 3> deviation = {0.26862954, 0.26130258, 0.27577711};
    std::int64_t windowSamples = 320250; ///< at 16 kHz
    std::int64_t windowTokens = 1000;
    KeyMask keyMask = KeyMask::Real;
    MissingSound missingSound = MissingSound::LeaveOut;
    bool operator==(const Preprocessing&) const = default;
};

Result<Preprocessing> preprocessingFromJson(const nlohmann::json& json);
nlohmann::json preprocessingToJson(const Preprocessing& preprocessing);

/// What BEATs may be given at once. Its attention needs memory by the square of the tokens: 4,096 (82 s at the
/// published size, where the authors take 20 s) need some gigabytes.
constexpr std::int64_t kMostAudioTokens = 4096;

/// Resizes to exactly width × height. Recipes that need FFmpeg come from outside as such a function.
using ResizeFunction = std::function<Result<Image>(ImageView, int width, int height)>;

/// Bit-exact with Pillow (< 13): two-pass 8-bit antialiased bicubic, a = -0.5, horizontal pass first.
Image resizePillowBicubic(ImageView source, int width, int height);

/// Rate of all sound that the model hears, in samples a second.
constexpr int kModelSampleRate = 16000;

/// Sample-exact with torchaudio's Resample at its defaults (windowed sinc, width 6, roll-off 0.99), mono. Equal rates
/// copy. InputInvalid for rates outside 1 … 768 000. Stops within a few thousand samples.
Outcome<std::vector<float>> resample(std::span<const float> samples, int rate, const std::stop_token& stop = {},
                                     int targetRate = kModelSampleRate);
/// Mean of the channels, then resampled to 16 kHz.
Outcome<std::vector<float>> monoAtModelRate(const Audio& audio, const std::stop_token& stop = {});

/// A mel picture: frames × 128 values, 10 ms a frame, normalised as BEATs expects.
struct MelPicture {
    static constexpr std::int64_t kBands = 128;
    std::int64_t frames = 0;
    std::vector<float> values;
};

/// Frames of a mel picture of so many samples.
std::int64_t melFrames(std::int64_t samples);

/// Kaldi's log mel filterbank of 16 kHz sound in [-1, 1] (25 ms windows, 10 ms apart, Povey window), before or after
/// BEATs' normalisation. Sound shorter than one window is padded with silence to one window. Errors: OutOfMemory.
enum class MelScale { Raw, Normalised };
Result<MelPicture> melPicture(std::span<const float> waveform, MelScale scale = MelScale::Normalised);

} // namespace descant::inference
