// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench_clip.h"

#include "core/base/identifier.h"
#include "core/media/media_writer.h"

#include <cmath>
#include <numbers>
#include <system_error>

namespace descant::cli {
namespace {

constexpr int kWidth = 640, kHeight = 360, kRate = 25, kSeconds = 60, kSampleRate = 44100;

/// A gradient that drifts: neither still nor noise.
Image picture(int number)
{
    Image image(kWidth, kHeight);
    for (int y = 0; y < kHeight; ++y) {
        std::uint8_t* row = image.row(y);
        for (int x = 0; x < kWidth; ++x) {
            row[3 * x] = static_cast<std::uint8_t>((x + 3 * number) % 256);
            row[3 * x + 1] = static_cast<std::uint8_t>((y + number) % 256);
            row[3 * x + 2] = static_cast<std::uint8_t>((x + y) % 256);
        }
    }
    return image;
}

std::vector<float> tone()
{
    std::vector<float> samples(kSampleRate);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = 0.3F * static_cast<float>(std::sin(2.0 * std::numbers::pi * 440.0 * double(i) / kSampleRate));
    return samples;
}

Outcome<void> write(const std::filesystem::path& path, std::stop_token stop)
{
    media::MediaWriterOptions options;
    options.size = {kWidth, kHeight};
    options.frameRate = {kRate, 1};
    options.sampleRate = kSampleRate;
    DESCANT_TRY(const std::unique_ptr<media::MediaWriter> writer, media::MediaWriter::create(path, options));
    const std::vector<float> second = tone();
    for (int number = 0; number < kSeconds * kRate; ++number) {
        if (stop.stop_requested())
            return cancelled();
        DESCANT_CHECK(writer->addFrame(picture(number).view()));
        if (number % kRate == 0)
            DESCANT_CHECK(writer->addAudio(second));
    }
    DESCANT_CHECK(writer->finish());
    return {};
}

} // namespace

Outcome<std::shared_ptr<BenchClip>> BenchClip::get(const BenchSetting& setting, std::stop_token stop)
{
    if (!setting.media.empty())
        return std::shared_ptr<BenchClip>(new BenchClip(setting.media, Kept::Yes));
    std::error_code ignored;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(ignored);
    const std::shared_ptr<BenchClip> clip(
        new BenchClip(folder / ("descant-bench-" + newIdentifier() + ".mp4"), Kept::No));
    DESCANT_CHECK(write(clip->path(), stop));
    return clip;
}

BenchClip::~BenchClip()
{
    std::error_code ignored;
    if (m_kept == Kept::No)
        std::filesystem::remove(m_path, ignored);
}

} // namespace descant::cli
