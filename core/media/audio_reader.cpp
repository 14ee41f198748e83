// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/audio_reader.h"

#include <algorithm>
#include <utility>

namespace descant::media {
namespace {

/// A day: more is no segment, and a damaged time must not fill the memory.
constexpr MediaTime kLongest = std::chrono::hours(24);
constexpr std::size_t kPieceFrames = 65536;

} // namespace

Outcome<Audio> readAudio(const std::filesystem::path& path, TimeRange range, std::stop_token stop, AudioShape shape)
{
    DESCANT_TRY(const std::unique_ptr<AudioStream> stream, AudioStream::open(path, shape));
    if (range.empty())
        return fail(ErrorCode::EmptyRange, path.string());
    DESCANT_CHECK(stream->seek(range.start));
    Audio audio{stream->sampleRate(), stream->channels(), {}};
    const MediaTime length = std::min(range.length(), kLongest);
    const auto wanted = static_cast<std::size_t>((length.count() * audio.sampleRate + 500'000) / 1'000'000);
    std::vector<float> piece(kPieceFrames * static_cast<std::size_t>(audio.channels));
    for (std::size_t read = 0; read < wanted;) {
        const std::size_t frames = std::min(wanted - read, kPieceFrames);
        const std::span<float> room(piece.data(), frames * audio.channels);
        DESCANT_TRY(const std::size_t got, stream->read(room, stop));
        audio.samples.insert(audio.samples.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got * audio.channels));
        if (got < frames)
            break;
        read += got;
    }
    return audio;
}

Outcome<Audio> readAudio(const std::filesystem::path& path, std::stop_token stop, AudioShape shape)
{
    return readAudio(path, {MediaTime{0}, kLongest}, std::move(stop), shape);
}

Audio mixToMono(const Audio& audio)
{
    if (audio.channels == 1)
        return audio;
    Audio mono{audio.sampleRate, 1, std::vector<float>(audio.frames())};
    for (std::size_t i = 0; i < mono.samples.size(); ++i) {
        float sum = 0.0F;
        for (int channel = 0; channel < audio.channels; ++channel)
            sum += audio.samples[i * audio.channels + channel];
        mono.samples[i] = sum / static_cast<float>(audio.channels);
    }
    return mono;
}

} // namespace descant::media
