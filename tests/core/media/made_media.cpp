// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/media/made_media.h"

#include "core/media/media_writer.h"

#include <cmath>
#include <cstring>
#include <numbers>
#include <numeric>
#include <stdexcept>

namespace descant::test {
namespace {

constexpr int kBits = 8;
constexpr int kBar = 16;

Image numberPicture(int number)
{
    Image image(kBits * kBar, 64);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x)
            std::memset(image.row(y) + 3 * x, (number >> (x / kBar)) & 1 ? 220 : 30, 3);
    }
    return image;
}

} // namespace

std::vector<std::int64_t> evenTicks(std::int64_t count)
{
    std::vector<std::int64_t> ticks(static_cast<std::size_t>(count));
    std::iota(ticks.begin(), ticks.end(), 0);
    return ticks;
}

void makeClip(const std::filesystem::path& path, const std::vector<std::int64_t>& ticks, int sampleRate, int channels)
{
    media::MediaWriterOptions options;
    options.size = {kBits * kBar, 64};
    options.sampleRate = sampleRate;
    options.channels = channels;
    options.keyframeEvery = 12;
    auto writer = media::MediaWriter::create(path, options);
    if (!writer)
        throw std::runtime_error(describe(writer.error()));
    for (std::size_t n = 0; n < ticks.size(); ++n) {
        if (!(*writer)->addFrameAt(numberPicture(static_cast<int>(n)).view(), ticks[n]))
            throw std::runtime_error("no frame could be written");
    }
    std::vector<float> tone(static_cast<std::size_t>(channels * (sampleRate * (ticks.back() + 1) / 25)));
    for (std::size_t i = 0; i < tone.size(); ++i)
        tone[i] = 0.5F
            * static_cast<float>(
                      std::sin(2.0 * std::numbers::pi * 440.0 * double(i / std::size_t(channels)) / sampleRate));
    if (sampleRate > 0 && !(*writer)->addAudio(tone))
        throw std::runtime_error("no sound could be written");
    if (const auto finished = (*writer)->finish(); !finished)
        throw std::runtime_error(describe(finished.error()));
}

int readNumber(const Image& image)
{
    int number = 0;
    for (int bit = 0; bit < kBits; ++bit) {
        const int x = (bit * kBar + kBar / 2) * image.width / (kBits * kBar);
        if (image.row(image.height / 2)[3 * x] > 125)
            number |= 1 << bit;
    }
    return number;
}

} // namespace descant::test
