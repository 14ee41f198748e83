// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/encoder_stages.h"

#include "core/demo_world/world.h"
#include "core/inference/networks/beats.h"
#include "core/inference/networks/layers.h"
#include "core/inference/networks/model_inputs.h"
#include "core/inference/networks/vit.h"
#include "core/training/internal/parameters.h"
#include "core/training/internal/prefetch.h"

#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace descant::training {

using demo_world::Catalogue;
using demo_world::Split;
using inference::Architecture;
using inference::Preprocessing;
using inference::Scope;
using inference::Weights;

namespace {

/// [B, F, 128] of rendered sounds of one length.
at::Tensor melsOf(const std::vector<const Audio*>& sounds)
{
    std::vector<at::Tensor> mels;
    for (const Audio* sound : sounds) {
        const auto mel = inference::melPicture(sound->samples);
        if (!mel)
            throw std::runtime_error(describe(mel.error()));
        mels.push_back(at::from_blob(const_cast<float*>(mel->values.data()), {mel->frames, inference::MelPicture::kBands}).clone());
    }
    return at::stack(mels);
}

/// Other light: a place must be known by what it is made of, not by the exact colours of the looks that were shown.
void changeLight(Image& image, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    const auto between = [&](float low, float high) {
        return low + (high - low) * static_cast<float>(random() >> 40) * 0x1.0p-24F;
    };
    const std::array<float, 3> gain{between(0.75F, 1.25F), between(0.75F, 1.25F), between(0.75F, 1.25F)};
    const float lift = between(-20.0F, 20.0F);
    const float colourful = between(0.6F, 1.3F);
    for (std::size_t pixel = 0; pixel < image.pixels.size(); pixel += 3) {
        std::uint8_t* const rgb = image.pixels.data() + pixel;
        const float grey = 0.3F * rgb[0] + 0.59F * rgb[1] + 0.11F * rgb[2];
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const float value = gain[channel] * std::lerp(grey, static_cast<float>(rgb[channel]), colourful) + lift;
            rgb[channel] = static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F));
        }
    }
}

struct SeeingBatch {
    at::Tensor pixels;    ///< [B, 3, S, S]
    at::Tensor patches;   ///< [B, P]
    at::Tensor places;    ///< [B]
};

SeeingBatch seeingBatch(const Catalogue& catalogue, const Preprocessing& preprocessing, const StageSettings& settings, Split split,
                        std::int64_t first)
{
    std::vector<Image> images;
    std::vector<std::int64_t> patches;
    std::vector<std::int64_t> places;
    for (std::int64_t i = 0; i < settings.batch; ++i) {
        demo_world::ScatterPicture picture = renderScatter(catalogue, settings.seed, split, first + i);
        if (split == Split::Train && i % 2 == 0)
            changeLight(picture.image, static_cast<std::uint64_t>(first + i) * 31 + settings.seed);
        images.push_back(std::move(picture.image));
        patches.insert(patches.end(), picture.patches.begin(), picture.patches.end());
        places.push_back(picture.place);
    }
    return {inference::pixelValues(images, preprocessing), at::tensor(patches).view({settings.batch, -1}), at::tensor(places)};
}

/// [B, P + 1, hidden] → the scores of every patch and of the place.
std::pair<at::Tensor, at::Tensor> seen(const Weights& weights, const Architecture& architecture, const at::Tensor& pixels)
{
    const inference::Vit vit(weights, architecture.vit);
    const at::Tensor tokens = vit.finalNorm(vit.blocks(pixels));
    return {inference::linear(Scope(weights, "head.patch"), tokens.slice(1, 1)),
            inference::linear(Scope(weights, "head.place"), tokens.select(1, 0))};
}

struct HearingBatch {
    at::Tensor mels;      ///< [B, F, 128]
    at::Tensor sounds;    ///< [B, steps, sounds], 0 or 1
    at::Tensor weather;   ///< [B]
    std::vector<int> sound;
};

HearingBatch hearingBatch(const Catalogue& catalogue, const StageSettings& settings, Split split, std::int64_t first)
{
    const auto sounds = static_cast<std::int64_t>(demo_world::world().sounds.size());
    std::vector<demo_world::Clip> clips;
    std::vector<const Audio*> audio;
    HearingBatch batch;
    batch.sounds = at::zeros({settings.batch, demo_world::kSoundSteps, sounds});
    std::vector<std::int64_t> weather;
    for (std::int64_t i = 0; i < settings.batch; ++i)
        clips.push_back(renderSound(demo_world::planClip(settings.seed, split, first + i), catalogue));
    for (std::int64_t i = 0; i < settings.batch; ++i) {
        const demo_world::DenseLabels& labels = clips[static_cast<std::size_t>(i)].labels;
        audio.push_back(&clips[static_cast<std::size_t>(i)].audio);
        weather.push_back(static_cast<std::int64_t>(labels.weather));
        batch.sound.push_back(labels.sound);
        auto marks = batch.sounds.accessor<float, 3>();
        for (std::int64_t step = 0; step < demo_world::kSoundSteps; ++step) {
            for (std::int64_t sound = 0; sound < sounds; ++sound)
                marks[i][step][sound] = (labels.sounds[static_cast<std::size_t>(step)] >> sound) & 1 ? 1.0F : 0.0F;
        }
    }
    batch.mels = melsOf(audio);
    batch.weather = at::tensor(weather);
    return batch;
}

/// [B, F, 128] → the scores of every sound in each step, [B, steps, sounds], and of the weather, [B, 3].
std::pair<at::Tensor, at::Tensor> heard(const Weights& weights, const Architecture& architecture, const at::Tensor& mels)
{
    const inference::Beats beats(weights, architecture.beats);
    const at::Tensor tokens = beats.finalNorm(beats.blocks(mels));
    const at::Tensor steps = tokens.view({tokens.size(0), -1, architecture.bandsPerStep(), tokens.size(2)}).mean(2);
    return {inference::linear(Scope(weights, "head.sound"), steps), inference::linear(Scope(weights, "head.weather"), steps.mean(1))};
}

bool belongsTo(const std::string& name, std::initializer_list<const char*> prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const char* prefix) { return name.starts_with(prefix); });
}

} // namespace

Outcome<void> teachSeeing(Weights& weights, const Architecture& architecture, const Preprocessing& preprocessing,
                          const Catalogue& catalogue, const StageSettings& settings, std::stop_token stop, const StepSink& told)
{
    const auto trainable = chooseTrainable(weights, [](const std::string& name) {
        return belongsTo(name, {"vision_model.", "head.patch", "head.place"});
    });
    Prefetch<SeeingBatch> batches([&](std::int64_t step) {
        return seeingBatch(catalogue, preprocessing, settings, Split::Train, step * settings.batch);
    }, 8);
    return runStage(settings, weights, trainable, [&](std::int64_t step) {
        const SeeingBatch batch = batches.take(step);
        const auto [patches, places] = seen(weights, architecture, batch.pixels);
        return at::cross_entropy_loss(patches.flatten(0, 1), batch.patches.flatten())
            + 0.2 * at::cross_entropy_loss(places, batch.places);
    }, stop, told);
}

std::pair<double, double> scoreSeeing(const Weights& weights, const Architecture& architecture, const Preprocessing& preprocessing,
                                      const Catalogue& catalogue)
{
    const at::NoGradGuard noGrad;
    const SeeingBatch batch = seeingBatch(catalogue, preprocessing, {"", {}, 256, {}, 9}, Split::Test, 0);
    const auto [patches, places] = seen(weights, architecture, batch.pixels);
    const at::Tensor things = batch.patches < static_cast<std::int64_t>(demo_world::world().things.size());
    const at::Tensor right = (patches.argmax(-1) == batch.patches).masked_select(things);
    return {right.to(at::kDouble).mean().item<double>(), (places.argmax(-1) == batch.places).to(at::kDouble).mean().item<double>()};
}

Outcome<void> teachHearing(Weights& weights, const Architecture& architecture, const Catalogue& catalogue,
                           const StageSettings& settings, std::stop_token stop, const StepSink& told)
{
    const auto trainable = chooseTrainable(weights, [](const std::string& name) {
        return belongsTo(name, {"audio_encoder.", "ln_audio.", "head.sound", "head.weather"});
    });
    Prefetch<HearingBatch> batches([&](std::int64_t step) {
        return hearingBatch(catalogue, settings, Split::Train, step * settings.batch);
    }, 8);
    return runStage(settings, weights, trainable, [&](std::int64_t step) {
        const HearingBatch batch = batches.take(step);
        const auto [sounds, weather] = heard(weights, architecture, batch.mels);
        // Few of the labels are 1: their errors count more.
        const at::Tensor weight = at::full({1}, 5.0);
        return 10.0 * at::binary_cross_entropy_with_logits(sounds, batch.sounds, {}, weight)
            + 0.3 * at::cross_entropy_loss(weather, batch.weather);
    }, stop, told);
}

double scoreHearing(const Weights& weights, const Architecture& architecture, const Catalogue& catalogue)
{
    const at::NoGradGuard noGrad;
    const HearingBatch batch = hearingBatch(catalogue, {"", {}, 200, {}, 9}, Split::Test, 0);
    const at::Tensor best = std::get<0>(heard(weights, architecture, batch.mels).first.max(1)).argmax(-1);
    int asked = 0;
    int right = 0;
    for (std::size_t i = 0; i < batch.sound.size(); ++i) {
        asked += batch.sound[i] >= 0 ? 1 : 0;
        right += batch.sound[i] >= 0 && best[static_cast<std::int64_t>(i)].item<std::int64_t>() == batch.sound[i] ? 1 : 0;
    }
    return asked > 0 ? static_cast<double>(right) / asked : 0.0;
}

} // namespace descant::training
