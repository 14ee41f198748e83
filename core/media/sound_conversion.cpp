// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/sound_conversion.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace descant::media {
namespace {

/// `from`, or where it names no places the usual ones for as many channels.
void copyLayout(AVChannelLayout& to, const AVChannelLayout& from)
{
    av_channel_layout_uninit(&to);
    if (from.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&to, from.nb_channels);
    else
        av_channel_layout_copy(&to, &from);
}

/// A float holds 24 bits. The rest of 32 are cut off, not rounded: the upper 16 bits stay what the file has.
void cutToFloatPrecision(AVFrame& frame)
{
    const bool planar = frame.format == AV_SAMPLE_FMT_S32P;
    if ((!planar && frame.format != AV_SAMPLE_FMT_S32) || av_frame_make_writable(&frame) < 0)
        return;
    const int planes = planar ? frame.ch_layout.nb_channels : 1;
    const int count = frame.nb_samples * (planar ? 1 : frame.ch_layout.nb_channels);
    for (int plane = 0; plane < planes; ++plane) {
        auto* values = reinterpret_cast<std::uint32_t*>(frame.extended_data[plane]);
        std::for_each(values, values + count, [](std::uint32_t& value) { value &= 0xffffff00U; });
    }
}

} // namespace

SoundConversion::SoundConversion(const AVCodecContext& codec, int sampleRate, int channels) : m_outRate(sampleRate)
{
    if (channels == codec.ch_layout.nb_channels)
        copyLayout(m_out, codec.ch_layout);
    else
        av_channel_layout_default(&m_out, channels);
}

SoundConversion::SoundConversion(SoundConversion&& other) noexcept { *this = std::move(other); }

SoundConversion& SoundConversion::operator=(SoundConversion&& other) noexcept
{
    std::swap(m_resampler, other.m_resampler);
    std::swap(m_in, other.m_in);
    std::swap(m_out, other.m_out);
    m_inRate = other.m_inRate;
    m_inFormat = other.m_inFormat;
    m_outRate = other.m_outRate;
    return *this;
}

SoundConversion::~SoundConversion()
{
    av_channel_layout_uninit(&m_in);
    av_channel_layout_uninit(&m_out);
}

bool SoundConversion::fits(const AVFrame& frame) const
{
    AVChannelLayout layout{};
    copyLayout(layout, frame.ch_layout);
    const bool same = m_resampler && frame.sample_rate == m_inRate && frame.format == m_inFormat
        && av_channel_layout_compare(&layout, &m_in) == 0;
    av_channel_layout_uninit(&layout);
    return same;
}

bool SoundConversion::prepareFor(const AVFrame& frame)
{
    if (fits(frame))
        return true;
    copyLayout(m_in, frame.ch_layout);
    m_inRate = frame.sample_rate;
    m_inFormat = frame.format;
    SwrContext* made = nullptr;
    swr_alloc_set_opts2(&made, &m_out, AV_SAMPLE_FMT_FLT, m_outRate, &m_in, static_cast<AVSampleFormat>(m_inFormat),
                        m_inRate, 0, nullptr);
    m_resampler.reset(made);
    if (!m_resampler || swr_init(m_resampler.get()) < 0)
        m_resampler.reset();
    return m_resampler != nullptr;
}

void SoundConversion::append(AVFrame& frame, std::vector<float>& samples)
{
    if (!fits(frame))
        drain(samples);
    if (!prepareFor(frame))
        return;
    cutToFloatPrecision(frame);
    convert(&frame, samples);
}

void SoundConversion::drain(std::vector<float>& samples)
{
    if (m_resampler)
        convert(nullptr, samples);
    m_resampler.reset();
}

void SoundConversion::convert(const AVFrame* frame, std::vector<float>& samples)
{
    const int count = frame ? frame->nb_samples : 0;
    const int room = swr_get_out_samples(m_resampler.get(), count);
    if (room <= 0)
        return;
    const std::size_t before = samples.size();
    const auto channels = static_cast<std::size_t>(m_out.nb_channels);
    samples.resize(before + static_cast<std::size_t>(room) * channels);
    auto* out = reinterpret_cast<std::uint8_t*>(samples.data() + before);
    const auto** in = frame ? const_cast<const std::uint8_t**>(frame->extended_data) : nullptr;
    const int made = swr_convert(m_resampler.get(), &out, room, in, count);
    samples.resize(before + static_cast<std::size_t>(std::max(made, 0)) * channels);
}

std::int64_t SoundConversion::held() const { return m_resampler ? swr_get_delay(m_resampler.get(), m_outRate) : 0; }

} // namespace descant::media
