// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/preprocessing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace descant::inference {
namespace {

constexpr double kFilterWidth = 6.0;
constexpr double kRollOff = 0.99;
constexpr int kHighestRate = 768'000;

/// How many output samples are made between two looks at the stop token.
constexpr std::int64_t kStopEvery = 4096;

/// A polyphase windowed-sinc filter: one row of taps for each output sample of a period, with only the taps that the
/// window leaves anything of.
struct Filter {
    std::int64_t sourceStep = 1;      ///< input samples a period
    std::int64_t targetStep = 1;      ///< output samples a period
    std::int64_t taps = 0;            ///< in a row
    std::vector<std::int64_t> starts; ///< of each row: the input sample of its first tap, from the period's first one
    std::vector<float> weights;       ///< targetStep × taps
};

/// The filter at a distance of t zero crossings from its middle.
double windowedSinc(double t)
{
    t = std::clamp(t, -kFilterWidth, kFilterWidth);
    const double window = std::cos(t * std::numbers::pi / kFilterWidth / 2.0);
    const double angle = t * std::numbers::pi;
    const double sinc = angle == 0.0 ? 1.0 : std::sin(angle) / angle;
    return sinc * window * window;
}

Filter designFilter(int rate, int targetRate)
{
    Filter filter;
    const int divisor = std::gcd(rate, targetRate);
    filter.sourceStep = rate / divisor;
    filter.targetStep = targetRate / divisor;
    const double base = static_cast<double>(std::min(filter.sourceStep, filter.targetStep)) * kRollOff;
    const auto source = static_cast<double>(filter.sourceStep);
    const auto reach = static_cast<std::int64_t>(std::ceil(kFilterWidth * source / base));
    filter.taps = 2 * reach + 2;
    filter.weights.reserve(static_cast<std::size_t>(filter.targetStep * filter.taps));
    for (std::int64_t phase = 0; phase < filter.targetStep; ++phase) {
        // The reference forms the phase in 32 bits before it joins the 64-bit grid.
        const double shift = -static_cast<float>(phase) / static_cast<float>(filter.targetStep);
        const std::int64_t start = static_cast<std::int64_t>(std::floor(-shift * source)) - reach;
        filter.starts.push_back(start);
        for (std::int64_t tap = 0; tap < filter.taps; ++tap) {
            const double t = (static_cast<double>(start + tap) / source + shift) * base;
            filter.weights.push_back(static_cast<float>(windowedSinc(t) * base / source));
        }
    }
    return filter;
}

float filtered(const float* weights, std::span<const float> samples, std::int64_t start, std::int64_t taps)
{
    const std::int64_t first = std::max<std::int64_t>(0, -start);
    const std::int64_t last = std::min<std::int64_t>(taps, static_cast<std::int64_t>(samples.size()) - start);
    double sum = 0.0;
    for (std::int64_t tap = first; tap < last; ++tap)
        sum += static_cast<double>(weights[tap]) * static_cast<double>(samples[static_cast<std::size_t>(start + tap)]);
    return static_cast<float>(sum);
}

/// How many samples the reference gives: it forms the quotient in 64 bits, rounds it to 32 bits, and only then up. Long
/// sound can so be a sample shorter than it should be; it is never longer than the periods that were computed.
std::int64_t resampledLength(const Filter& filter, std::int64_t length)
{
    const double exact =
        static_cast<double>(filter.targetStep) * static_cast<double>(length) / static_cast<double>(filter.sourceStep);
    const auto rounded = static_cast<std::int64_t>(std::ceil(static_cast<float>(exact)));
    return std::min(rounded, (length / filter.sourceStep + 1) * filter.targetStep);
}

} // namespace

Outcome<std::vector<float>> resample(std::span<const float> samples, int rate, const std::stop_token& stop,
                                     int targetRate)
{
    if (rate < 1 || rate > kHighestRate || targetRate < 1 || targetRate > kHighestRate)
        return fail(ErrorCode::InputInvalid, fmt::format("{} Hz", rate), "the sample rate is outside 1 … 768000");
    if (rate == targetRate)
        return std::vector<float>(samples.begin(), samples.end());
    const Filter filter = designFilter(rate, targetRate);
    const auto length = static_cast<std::int64_t>(samples.size());
    const std::int64_t count = resampledLength(filter, length);
    std::vector<float> result(static_cast<std::size_t>(count));
    for (std::int64_t index = 0; index < count; ++index) {
        if (index % kStopEvery == 0 && stop.stop_requested())
            return cancelled();
        const std::int64_t phase = index % filter.targetStep;
        const std::int64_t start =
            index / filter.targetStep * filter.sourceStep + filter.starts[static_cast<std::size_t>(phase)];
        result[static_cast<std::size_t>(index)] =
            filtered(filter.weights.data() + phase * filter.taps, samples, start, filter.taps);
    }
    return result;
}

Outcome<std::vector<float>> monoAtModelRate(const Audio& audio, const std::stop_token& stop)
{
    if (audio.channels < 1)
        return fail(ErrorCode::InputInvalid, "sound", "it has no channels");
    const auto channels = static_cast<std::size_t>(audio.channels);
    std::vector<float> mono(audio.frames());
    for (std::size_t frame = 0; frame < mono.size(); ++frame) {
        float sum = 0.0F;
        for (std::size_t channel = 0; channel < channels; ++channel)
            sum += audio.samples[frame * channels + channel];
        mono[frame] = sum / static_cast<float>(channels);
    }
    return resample(mono, audio.sampleRate, stop);
}

} // namespace descant::inference
