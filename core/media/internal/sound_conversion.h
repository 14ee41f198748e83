// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/internal/ffmpeg.h"

#include <vector>

namespace descant::media {

/// Turns decoded sound into interleaved floats of one rate and one layout, whatever comes: a stream may change its
/// rate, format and channels on the way (films after advertisements, joined files), and every frame is taken as it says
/// it is.
class SoundConversion {
public:
    SoundConversion() = default;
    /// What comes out: the rate, and the codec's own layout where it has as many channels.
    SoundConversion(const AVCodecContext& codec, int sampleRate, int channels);
    SoundConversion(SoundConversion&& other) noexcept;
    SoundConversion& operator=(SoundConversion&& other) noexcept;
    ~SoundConversion();

    /// Puts the frame's samples behind `samples`; a frame that cannot be converted gives none.
    void append(AVFrame& frame, std::vector<float>& samples);
    /// Puts what is still held behind `samples`; the next frame begins anew.
    void drain(std::vector<float>& samples);
    /// Forgets what is still held.
    void reset() { m_resampler.reset(); }
    /// How many frames of sound went in and have not come out yet.
    std::int64_t held() const;

private:
    bool fits(const AVFrame& frame) const;
    bool prepareFor(const AVFrame& frame);
    void convert(const AVFrame* frame, std::vector<float>& samples);

    ResamplerPointer m_resampler; ///< none until a frame comes
    AVChannelLayout m_in{};
    AVChannelLayout m_out{};
    int m_inRate = 0;
    int m_inFormat = AV_SAMPLE_FMT_NONE;
    int m_outRate = 0;
};

} // namespace descant::media
