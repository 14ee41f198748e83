// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <vector>

namespace descant::media {

enum class PeakChannels { Averaged, Split };
enum class PeakBits { Eight = 8, Sixteen = 16 };

struct PeakOptions {
    int samplesPerPixel = 256;
    PeakBits bits = PeakBits::Sixteen;
    PeakChannels channels = PeakChannels::Averaged;
};

/// The waveform at a glance: lowest and highest 16-bit sample of each stretch of samplesPerPixel samples.
struct Peaks {
    int sampleRate = 0;
    int samplesPerPixel = 0;
    int channels = 1;
    PeakBits bits = PeakBits::Sixteen;
    std::vector<std::int16_t> values;   ///< min, max, channel by channel, pixel by pixel

    std::size_t pixels() const { return values.size() / (2 * static_cast<std::size_t>(channels)); }
};

/// Decodes the sound at its own rate. Channels are averaged as audiowaveform does (integer mean of the 16-bit samples).
/// NoAudioStream when there is none.
Outcome<Peaks> computePeaks(const std::filesystem::path& path, const PeakOptions& options = {}, std::stop_token stop = {},
                            const ProgressSink& progress = {});
/// audiowaveform's binary format: version 1 for one channel, 2 for several.
std::string encodePeaks(const Peaks& peaks);
Result<void> writePeaks(const Peaks& peaks, const std::filesystem::path& path);

} // namespace descant::media
