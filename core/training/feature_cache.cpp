// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/feature_cache.h"

#include "core/inference/networks/beats.h"
#include "core/inference/networks/vit.h"
#include "core/training/internal/encoder_stages.h"

#include <ATen/core/grad_mode.h>

#include <fmt/format.h>

namespace descant::training {

using inference::Architecture;
using inference::Preprocessing;
using inference::Weights;

namespace {

at::Tensor mapped(const std::filesystem::path& path, std::initializer_list<std::int64_t> shape)
{
    const std::int64_t count = c10::multiply_integers(shape);
    return at::from_file(path.string(), true, count, at::TensorOptions(at::kHalf)).view(shape);
}

at::Tensor windowOf(std::vector<float> waveform, const Preprocessing& preprocessing)
{
    waveform.resize(static_cast<std::size_t>(preprocessing.windowSamples), 0.0F);
    Audio audio;
    audio.sampleRate = inference::kModelSampleRate;
    audio.samples = std::move(waveform);
    return melsOf({&audio});
}

} // namespace

Outcome<FeatureCache> cacheFeatures(const Weights& weights, const Architecture& architecture,
                                    const Preprocessing& preprocessing, ClipSource& source,
                                    const std::filesystem::path& folder, std::stop_token stop,
                                    const ProgressSink& progress)
try {
    std::filesystem::create_directories(folder);
    const at::NoGradGuard noGrad;
    const inference::Vit vit(weights, architecture.vit);
    const inference::Beats beats(weights, architecture.beats);
    FeatureCache cache;
    for (std::int64_t index = 0; index < source.size(); ++index) {
        DESCANT_TRY(TrainingClip clip, source.clip(index, stop));
        const at::Tensor seen = vit.blocks(pixelsOf(clip.frames, preprocessing)).flatten(0, 1);
        const at::Tensor heard = beats.blocks(windowOf(std::move(clip.waveform), preprocessing)).squeeze(0);
        if (index == 0) {
            cache.seen = mapped(folder / "seen.half", {source.size(), seen.size(0), seen.size(1)});
            cache.heard = mapped(folder / "heard.half", {source.size(), heard.size(0), heard.size(1)});
        }
        cache.seen.select(0, index).copy_(seen);
        cache.heard.select(0, index).copy_(heard);
        cache.captions.push_back(std::move(clip.captions));
        cache.seenCaptions.push_back(std::move(clip.seenCaptions));
        cache.heardCaptions.push_back(std::move(clip.heardCaptions));
        report(progress, fmt::format("Encoding clip {} of {}", index + 1, source.size()),
               static_cast<double>(index + 1) / static_cast<double>(source.size()));
    }
    return cache;
} catch (const std::exception& problem) {
    return fail(ErrorCode::TrainingFailed, folder.string(), std::string(problem.what()).substr(0, 200));
}

} // namespace descant::training
