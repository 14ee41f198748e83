// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/pillow_taps.h"
#include "core/inference/preprocessing.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace descant::inference {
namespace {

/// Keys' cubic convolution kernel with a = -0.5.
double cubic(double x)
{
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
    if (x < 2.0)
        return (((x - 5.0) * x + 8.0) * x - 4.0) * a;
    return 0.0;
}

} // namespace

std::vector<PillowTap> pillowTaps(int from, int to)
{
    const double scale = static_cast<double>(from) / to;
    const double stretch = std::max(scale, 1.0);
    const double support = 2.0 * stretch;
    const double inverse = 1.0 / stretch;
    std::vector<PillowTap> taps(static_cast<std::size_t>(to));
    for (int index = 0; index < to; ++index) {
        const double centre = (index + 0.5) * scale;
        const int first = std::max(0, static_cast<int>(centre - support + 0.5));
        const int last = std::min(from, static_cast<int>(centre + support + 0.5));
        std::vector<double> weights;
        double total = 0.0;
        for (int x = first; x < last; ++x) {
            weights.push_back(cubic((x - centre + 0.5) * inverse));
            total += weights.back();
        }
        PillowTap& tap = taps[static_cast<std::size_t>(index)];
        tap.first = first;
        for (double weight : weights) {
            if (total != 0.0)
                weight /= total;
            tap.weights.push_back(
                static_cast<std::int32_t>(weight * (1 << kPillowFraction) + (weight < 0 ? -0.5 : 0.5)));
        }
    }
    return taps;
}

namespace {

std::uint8_t rounded(std::int64_t sum)
{
    return static_cast<std::uint8_t>(std::clamp<std::int64_t>(sum >> kPillowFraction, 0, 255));
}

Image horizontally(ImageView source, int width)
{
    const std::vector<PillowTap> taps = pillowTaps(source.width, width);
    Image result(width, source.height);
    for (int y = 0; y < source.height; ++y) {
        const std::uint8_t* in = source.row(y);
        std::uint8_t* out = result.row(y);
        for (const PillowTap& tap : taps) {
            for (int channel = 0; channel < 3; ++channel) {
                std::int64_t sum = std::int64_t(1) << (kPillowFraction - 1);
                const std::uint8_t* pixel = in + tap.first * 3 + channel;
                for (const std::int32_t weight : tap.weights) {
                    sum += std::int64_t(*pixel) * weight;
                    pixel += 3;
                }
                *out++ = rounded(sum);
            }
        }
    }
    return result;
}

Image vertically(const Image& source, int height)
{
    const std::vector<PillowTap> taps = pillowTaps(source.height, height);
    Image result(source.width, height);
    const std::size_t bytes = static_cast<std::size_t>(source.width) * 3;
    std::vector<std::int64_t> sums(bytes);
    for (int y = 0; y < height; ++y) {
        const PillowTap& tap = taps[static_cast<std::size_t>(y)];
        std::fill(sums.begin(), sums.end(), std::int64_t(1) << (kPillowFraction - 1));
        for (std::size_t row = 0; row < tap.weights.size(); ++row) {
            const std::uint8_t* in = source.row(tap.first + static_cast<int>(row));
            for (std::size_t x = 0; x < bytes; ++x)
                sums[x] += std::int64_t(in[x]) * tap.weights[row];
        }
        std::transform(sums.begin(), sums.end(), result.row(y), rounded);
    }
    return result;
}

Image copyOf(ImageView source)
{
    Image image(source.width, source.height);
    for (int y = 0; y < source.height; ++y)
        std::copy_n(source.row(y), static_cast<std::size_t>(source.width) * 3, image.row(y));
    return image;
}

} // namespace

Image resizePillowBicubic(ImageView source, int width, int height)
{
    if (source.empty() || width <= 0 || height <= 0)
        return {};
    Image image = source.width == width ? copyOf(source) : horizontally(source, width);
    return image.height == height ? std::move(image) : vertically(image, height);
}

} // namespace descant::inference
