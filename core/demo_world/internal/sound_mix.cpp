// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/internal/sound_mix.h"

#include "core/demo_world/clip.h"
#include "core/demo_world/internal/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace descant::demo_world {

namespace {

constexpr float kLevel = 0.1F;
constexpr float kPeak = 0.94F;
constexpr std::size_t kLongestCall = 3 * kSampleRate;
constexpr std::size_t kFade = kSampleRate / 100;

float peakOf(const std::vector<float>& samples)
{
    float peak = 0;
    for (const float sample : samples)
        peak = std::max(peak, std::abs(sample));
    return peak;
}

/// Root mean square of what is louder than a twentieth of the peak in its neighbourhood of 10 ms.
float loudness(const std::vector<float>& samples, float peak)
{
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t start = 0; start + kFade <= samples.size(); start += kFade) {
        double part = 0;
        for (std::size_t at = start; at < start + kFade; ++at)
            part += double(samples[at]) * samples[at];
        if (std::sqrt(part / kFade) < peak / 20)
            continue;
        sum += part;
        count += kFade;
    }
    return count > 0 ? static_cast<float>(std::sqrt(sum / static_cast<double>(count))) : peak;
}

/// A stretch of a recording at another speed, faded at both ends.
std::vector<float> call(const std::vector<float>& recording, double speed, Random& random)
{
    const std::size_t whole = static_cast<std::size_t>(static_cast<double>(recording.size()) / speed);
    const std::size_t length = std::min(whole, kLongestCall);
    const double offset = random.unit() * static_cast<double>(whole - length) * speed;
    std::vector<float> samples(length);
    for (std::size_t at = 0; at < length; ++at) {
        const double position = offset + static_cast<double>(at) * speed;
        const auto before = std::min(static_cast<std::size_t>(position), recording.size() - 1);
        const auto after = std::min(before + 1, recording.size() - 1);
        const auto part = static_cast<float>(position - static_cast<double>(before));
        const std::size_t edge = std::min(at, length - 1 - at);
        const float fade = edge < kFade ? static_cast<float>(edge) / kFade : 1.0F;
        samples[at] = fade * (recording[before] + part * (recording[after] - recording[before]));
    }
    return samples;
}

/// The clip's sound again and again, with pauses, to the end.
std::vector<float> calls(const SoundPlan& plan, const Catalogue& catalogue, Random& random)
{
    std::vector<float> track(kClipSamples);
    const std::vector<float>& recording = catalogue.recording(plan.sound, plan.recording);
    auto at = static_cast<std::size_t>(plan.firstSecond * kSampleRate);
    while (at + kSampleRate / 10 < track.size()) {
        const std::vector<float> samples = call(recording, plan.speed, random);
        const std::size_t length = std::min(samples.size(), track.size() - at);
        for (std::size_t n = 0; n < length; ++n)
            track[at + n] += static_cast<float>(plan.gain) * samples[n];
        const bool brief = samples.size() < kSampleRate / 2;
        at += samples.size()
            + static_cast<std::size_t>(kSampleRate * (brief ? random.between(0.12, 0.45) : random.between(0.25, 0.7)));
    }
    return track;
}

std::vector<std::uint64_t> audibleSteps(const std::vector<float>& track, int sound)
{
    constexpr double kAudible = 0.012;
    constexpr auto kStep = static_cast<std::size_t>(kSoundStepSeconds * kSampleRate);
    std::vector<std::uint64_t> steps(kSoundSteps, 0);
    for (std::size_t step = 0; step < steps.size(); ++step) {
        double sum = 0;
        for (std::size_t at = step * kStep; at < (step + 1) * kStep; ++at)
            sum += double(track[at]) * track[at];
        if (std::sqrt(sum / kStep) >= kAudible)
            steps[step] = std::uint64_t(1) << sound;
    }
    return steps;
}

float noise(Random& random) { return static_cast<float>(random.between(-1.0, 1.0)); }

void addRain(std::vector<float>& track, Random& random)
{
    float previous = 0;
    float drop = 0;
    for (float& sample : track) {
        const float white = noise(random);
        if (random.chance(0.004))
            drop = static_cast<float>(random.between(0.02, 0.09));
        // A difference of white noise has no low tones; each drop is a burst that dies away within 3 ms.
        sample += 0.016F * (white - previous) + drop * white;
        drop *= 0.98F;
        previous = white;
    }
}

void addWind(std::vector<float>& track, Random& random)
{
    const double phase = random.between(0, 2 * std::numbers::pi);
    const double gusts = random.between(0.25, 0.6);
    float slow = 0;
    float slower = 0;
    for (std::size_t at = 0; at < track.size(); ++at) {
        const double time = static_cast<double>(at) / kSampleRate;
        const double gust = 0.6 + 0.4 * std::sin(2 * std::numbers::pi * gusts * time + phase);
        const float openness = static_cast<float>(0.04 + 0.10 * gust);
        slow += openness * (noise(random) - slow);
        slower += openness * (slow - slower);
        track[at] += static_cast<float>(0.45 * gust) * slower;
    }
}

} // namespace

std::vector<float> levelled(std::vector<float> samples)
{
    const float peak = peakOf(samples);
    if (peak <= 0)
        return samples;
    const auto isLoud = [&](float sample) { return std::abs(sample) > peak / 50; };
    const auto first = std::find_if(samples.begin(), samples.end(), isLoud);
    const auto last = std::find_if(samples.rbegin(), samples.rend(), isLoud).base();
    std::vector<float> kept(first, last);
    const float gain = std::min(kLevel / loudness(kept, peak), kPeak / peak);
    for (float& sample : kept)
        sample *= gain;
    return kept;
}

SoundMix mixSound(const SoundPlan& plan, const Catalogue& catalogue)
{
    Random random(plan.seed);
    SoundMix mix{{kSampleRate, 1, std::vector<float>(kClipSamples)}, std::vector<std::uint64_t>(kSoundSteps, 0)};
    std::vector<float>& track = mix.audio.samples;
    if (plan.sound >= 0) {
        track = calls(plan, catalogue, random);
        mix.steps = audibleSteps(track, plan.sound);
    }
    const auto hush = static_cast<float>(random.between(0.0003, 0.002));
    for (float& sample : track)
        sample += hush * noise(random);
    if (plan.weather == Weather::Rain)
        addRain(track, random);
    else if (plan.weather == Weather::Wind)
        addWind(track, random);
    for (float& sample : track)
        sample = std::clamp(sample, -1.0F, 1.0F);
    return mix;
}

} // namespace descant::demo_world
