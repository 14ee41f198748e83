// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/internal/media_output.h"

#include <map>
#include <span>
#include <string>

namespace descant::media {

/// Encodes decoded pictures of one stream into an output: H.264, or MPEG-4 where this FFmpeg has no x264. One thread
/// and no chance: the same pictures give the same bytes.
class PictureEncoder {
public:
    /// As `first` is: its size, aspect and colours; times are in `source`'s time base. `coder` is FFmpeg's name of the
    /// encoder, empty for the best there is.
    static Result<PictureEncoder> create(MediaOutput& output, const AVStream& source, const AVFrame& first, int quality,
                                         const std::string& coder = {});

    /// Shows the picture from `pts` on for `length` ticks; pts must grow.
    Result<void> add(const AVFrame& picture, std::int64_t pts, std::int64_t length);
    Result<void> finish();

private:
    explicit PictureEncoder(MediaOutput& output) : m_output(&output) { }
    void describe(const AVStream& source, const AVFrame& first);
    Result<void> open(int quality);
    Result<FramePointer> fitting(const AVFrame& picture);
    Result<void> encode(const AVFrame* frame);

    MediaOutput* m_output;
    CodecPointer m_codec;
    AVStream* m_stream = nullptr;
    ScalerPointer m_scaler;
    PacketPointer m_packet = newPacket();
    std::map<std::int64_t, std::int64_t> m_lengths; ///< of pictures whose packets have not come out, by pts
    AVRational m_sourceBase{0, 1};
};

/// Encodes floats into an output: AAC, or PCM of 16 or 24 bits.
class SoundEncoder {
public:
    static Result<SoundEncoder> create(MediaOutput& output, AVCodecID codec, int sampleRate, int channels,
                                       const AVStream* source);

    /// More sound, interleaved.
    Result<void> add(std::span<const float> samples);
    Result<void> finish();
    /// Samples of each channel that were added.
    std::int64_t added() const { return m_added; }

private:
    explicit SoundEncoder(MediaOutput& output) : m_output(&output) { }
    Result<void> encodePending(std::size_t samples);
    void fill(AVFrame& frame) const;
    Result<void> encode(const AVFrame* frame);

    MediaOutput* m_output;
    CodecPointer m_codec;
    AVStream* m_stream = nullptr;
    PacketPointer m_packet = newPacket();
    std::vector<float> m_pending;
    std::int64_t m_added = 0, m_encoded = 0;
};

/// The highest rate that AAC has at or below this one, or its lowest.
int aacRateFor(int sampleRate);

} // namespace descant::media
