// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/clip_encoders.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace descant::media {
namespace {

constexpr int kMpeg4Quantizer = 2;
constexpr int kMostMpeg4Ticks = 60'000; ///< a second: MPEG-4 has 16 bits for it
constexpr std::size_t kPcmPiece = 4096;
constexpr std::int64_t kAacBitsOfChannel = 96'000;

bool isRgb(AVPixelFormat format)
{
    const AVPixFmtDescriptor* what = av_pix_fmt_desc_get(format);
    return what != nullptr && (what->flags & AV_PIX_FMT_FLAG_RGB) != 0;
}

bool isFullRange(const AVFrame& frame)
{
    return frame.color_range == AVCOL_RANGE_JPEG || frame.format == AV_PIX_FMT_YUVJ420P
        || frame.format == AV_PIX_FMT_YUVJ422P || frame.format == AV_PIX_FMT_YUVJ444P;
}

int coefficientsOf(AVColorSpace space)
{
    return space == AVCOL_SPC_BT709                                     ? SWS_CS_ITU709
        : space == AVCOL_SPC_BT2020_NCL || space == AVCOL_SPC_BT2020_CL ? SWS_CS_BT2020
                                                                        : SWS_CS_ITU601;
}

/// Gives the encoder a frame, or nothing for its end, and writes what comes out, made ready by `prepare`.
template <typename Prepare>
Result<void> encodeInto(MediaOutput& output, AVCodecContext& codec, AVStream& stream, AVPacket& packet,
                        const AVFrame* frame, const Prepare& prepare)
{
    if (const int code = avcodec_send_frame(&codec, frame); code < 0)
        return fail(output.error(code));
    while (true) {
        const int code = avcodec_receive_packet(&codec, &packet);
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
            return {};
        if (code < 0)
            return fail(output.error(code));
        prepare(packet);
        DESCANT_CHECK(output.write(packet, codec.time_base, stream));
    }
}

/// Opens the encoder and gives it a stream of the output.
Result<AVStream*> openInto(MediaOutput& output, AVCodecContext& codec, AVDictionary** settings)
{
    codec.thread_count = 1;
    codec.flags |= AV_CODEC_FLAG_BITEXACT;
    if (output.wantsGlobalHeader())
        codec.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    const int opened = avcodec_open2(&codec, codec.codec, settings);
    av_dict_free(settings);
    if (opened < 0)
        return fail(output.error(opened));
    DESCANT_TRY(AVStream* const stream, output.addStream());
    if (avcodec_parameters_from_context(stream->codecpar, &codec) < 0)
        return fail(ErrorCode::OutOfMemory, output.path().string());
    stream->time_base = codec.time_base;
    return stream;
}

} // namespace

Result<PictureEncoder> PictureEncoder::create(MediaOutput& output, const AVStream& source, const AVFrame& first,
                                              int quality, const std::string& coder)
{
    const AVCodec* encoder = avcodec_find_encoder_by_name(coder.empty() ? "libx264" : coder.c_str());
    if (!encoder && coder.empty())
        encoder = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
    if (!encoder)
        return fail(ErrorCode::EncodingFailed, output.path().string(), "this FFmpeg has no encoder for pictures");
    PictureEncoder made(output);
    made.m_codec.reset(avcodec_alloc_context3(encoder));
    if (!made.m_codec)
        return fail(ErrorCode::OutOfMemory, output.path().string());
    made.describe(source, first);
    DESCANT_CHECK(made.open(quality));
    copyPresentation(source, *made.m_stream);
    return made;
}

void PictureEncoder::describe(const AVStream& source, const AVFrame& first)
{
    const bool isEven = first.width % 2 == 0 && first.height % 2 == 0;
    const bool isRgbSource = isRgb(static_cast<AVPixelFormat>(first.format));
    m_codec->width = first.width;
    m_codec->height = first.height;
    // What every program plays; halved chroma cannot hold an odd size.
    m_codec->pix_fmt = isEven || m_codec->codec_id != AV_CODEC_ID_H264 ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_YUV444P;
    m_codec->sample_aspect_ratio =
        source.sample_aspect_ratio.num > 0 ? source.sample_aspect_ratio : source.codecpar->sample_aspect_ratio;
    m_codec->color_range = isFullRange(first) ? AVCOL_RANGE_JPEG : first.color_range;
    m_codec->colorspace = isRgbSource ? AVCOL_SPC_SMPTE170M : first.colorspace;
    m_codec->color_primaries = first.color_primaries;
    m_codec->color_trc = first.color_trc;
    if (isRgbSource)
        m_codec->color_range = AVCOL_RANGE_MPEG;
    m_codec->framerate = source.avg_frame_rate;
    m_sourceBase = source.time_base;
    m_codec->time_base = source.time_base;
    if (m_codec->codec_id == AV_CODEC_ID_MPEG4 && source.time_base.den > kMostMpeg4Ticks)
        m_codec->time_base = {1, kMostMpeg4Ticks};
}

Result<void> PictureEncoder::open(int quality)
{
    AVDictionary* settings = nullptr;
    if (m_codec->codec_id == AV_CODEC_ID_MPEG4) {
        m_codec->flags |= AV_CODEC_FLAG_QSCALE;
        m_codec->global_quality = FF_QP2LAMBDA * kMpeg4Quantizer;
    } else {
        av_dict_set(&settings, "preset", "fast", 0);
        av_dict_set_int(&settings, "crf", quality, 0);
    }
    DESCANT_TRY(m_stream, openInto(*m_output, *m_codec, &settings));
    return {};
}

/// The picture as the encoder takes it: as it is where it fits, else converted with its own colours.
Result<FramePointer> PictureEncoder::fitting(const AVFrame& picture)
{
    const bool isJ420 = picture.format == AV_PIX_FMT_YUVJ420P;
    const auto format = isJ420 ? AV_PIX_FMT_YUV420P : static_cast<AVPixelFormat>(picture.format);
    FramePointer frame = newFrame();
    if (format == m_codec->pix_fmt && picture.width == m_codec->width && picture.height == m_codec->height) {
        if (!frame || av_frame_ref(frame.get(), &picture) < 0)
            return fail(ErrorCode::OutOfMemory, m_output->path().string());
        frame->format = format;
        return frame;
    }
    m_scaler.reset(sws_getCachedContext(m_scaler.release(), picture.width, picture.height, format, m_codec->width,
                                        m_codec->height, m_codec->pix_fmt, SWS_BICUBIC | SWS_ACCURATE_RND, nullptr,
                                        nullptr, nullptr));
    if (!m_scaler)
        return fail(ErrorCode::UnsupportedCodec, m_output->path().string(), "its pixel format cannot be converted");
    const int* from = sws_getCoefficients(coefficientsOf(picture.colorspace));
    const int* to = sws_getCoefficients(coefficientsOf(m_codec->colorspace));
    const int toFull = m_codec->color_range == AVCOL_RANGE_JPEG ? 1 : 0;
    sws_setColorspaceDetails(m_scaler.get(), from, isFullRange(picture) || isRgb(format) ? 1 : 0, to, toFull, 0,
                             1 << 16, 1 << 16);
    frame->format = m_codec->pix_fmt;
    frame->width = m_codec->width;
    frame->height = m_codec->height;
    if (av_frame_get_buffer(frame.get(), 0) < 0)
        return fail(ErrorCode::OutOfMemory, m_output->path().string());
    sws_scale(m_scaler.get(), picture.data, picture.linesize, 0, picture.height, frame->data, frame->linesize);
    return frame;
}

Result<void> PictureEncoder::add(const AVFrame& picture, std::int64_t pts, std::int64_t length)
{
    DESCANT_TRY(const FramePointer frame, fitting(picture));
    frame->pts = av_rescale_q(pts, m_sourceBase, m_codec->time_base);
    // What the source's encoder did is no order to this one.
    frame->pict_type = AV_PICTURE_TYPE_NONE;
    m_lengths[frame->pts] = std::max<std::int64_t>(1, av_rescale_q(length, m_sourceBase, m_codec->time_base));
    return encode(frame.get());
}

Result<void> PictureEncoder::finish() { return encode(nullptr); }

Result<void> PictureEncoder::encode(const AVFrame* frame)
{
    // Without a length the last frame would end when it begins, and the container's edit list hide it.
    return encodeInto(*m_output, *m_codec, *m_stream, *m_packet, frame, [this](AVPacket& packet) {
        if (const auto found = m_lengths.find(packet.pts); found != m_lengths.end()) {
            packet.duration = found->second;
            m_lengths.erase(found);
        }
    });
}

int aacRateFor(int sampleRate)
{
    constexpr std::array kRates{96000, 88200, 64000, 48000, 44100, 32000, 24000,
                                22050, 16000, 12000, 11025, 8000,  7350};
    const auto found = std::find_if(kRates.begin(), kRates.end(), [&](int rate) { return rate <= sampleRate; });
    return found == kRates.end() ? kRates.back() : *found;
}

Result<SoundEncoder> SoundEncoder::create(MediaOutput& output, AVCodecID codec, int sampleRate, int channels,
                                          const AVStream* source)
{
    const AVCodec* encoder = avcodec_find_encoder(codec);
    if (!encoder)
        return fail(ErrorCode::EncodingFailed, output.path().string(), "this FFmpeg has no encoder for sound");
    SoundEncoder made(output);
    made.m_codec.reset(avcodec_alloc_context3(encoder));
    if (!made.m_codec)
        return fail(ErrorCode::OutOfMemory, output.path().string());
    made.m_codec->sample_fmt = codec == AV_CODEC_ID_AAC ? AV_SAMPLE_FMT_FLTP
        : codec == AV_CODEC_ID_PCM_S16LE                ? AV_SAMPLE_FMT_S16
                                                        : AV_SAMPLE_FMT_S32;
    made.m_codec->sample_rate = sampleRate;
    made.m_codec->time_base = {1, sampleRate};
    av_channel_layout_default(&made.m_codec->ch_layout, channels);
    if (codec == AV_CODEC_ID_AAC)
        made.m_codec->bit_rate = kAacBitsOfChannel * channels;
    AVDictionary* settings = nullptr;
    DESCANT_TRY(made.m_stream, openInto(output, *made.m_codec, &settings));
    if (source != nullptr)
        copyPresentation(*source, *made.m_stream);
    return made;
}

Result<void> SoundEncoder::add(std::span<const float> samples)
{
    const auto channels = static_cast<std::size_t>(m_codec->ch_layout.nb_channels);
    m_pending.insert(m_pending.end(), samples.begin(), samples.end());
    m_added += static_cast<std::int64_t>(samples.size() / channels);
    const std::size_t piece = m_codec->frame_size > 0 ? static_cast<std::size_t>(m_codec->frame_size) : kPcmPiece;
    while (m_pending.size() >= piece * channels)
        DESCANT_CHECK(encodePending(piece));
    return {};
}

Result<void> SoundEncoder::finish()
{
    if (!m_pending.empty())
        DESCANT_CHECK(encodePending(m_pending.size() / static_cast<std::size_t>(m_codec->ch_layout.nb_channels)));
    return encode(nullptr);
}

void SoundEncoder::fill(AVFrame& frame) const
{
    const auto channels = static_cast<std::size_t>(m_codec->ch_layout.nb_channels);
    const std::size_t count = static_cast<std::size_t>(frame.nb_samples) * channels;
    const auto scaled = [](float value, double full) {
        return std::llround(std::clamp(double(value) * full, -full, full - 1.0));
    };
    for (std::size_t i = 0; i < count; ++i) {
        const float value = m_pending[i];
        if (m_codec->sample_fmt == AV_SAMPLE_FMT_FLTP)
            reinterpret_cast<float*>(frame.extended_data[i % channels])[i / channels] = value;
        else if (m_codec->sample_fmt == AV_SAMPLE_FMT_S16)
            reinterpret_cast<std::int16_t*>(frame.data[0])[i] = static_cast<std::int16_t>(scaled(value, 32768.0));
        else
            reinterpret_cast<std::int32_t*>(frame.data[0])[i] =
                static_cast<std::int32_t>(scaled(value, 8388608.0) * 256);
    }
}

Result<void> SoundEncoder::encodePending(std::size_t samples)
{
    const FramePointer frame = newFrame();
    frame->format = m_codec->sample_fmt;
    frame->sample_rate = m_codec->sample_rate;
    av_channel_layout_copy(&frame->ch_layout, &m_codec->ch_layout);
    frame->nb_samples = static_cast<int>(samples);
    if (av_frame_get_buffer(frame.get(), 0) < 0)
        return fail(ErrorCode::OutOfMemory, m_output->path().string());
    fill(*frame);
    const auto taken = samples * static_cast<std::size_t>(m_codec->ch_layout.nb_channels);
    m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(taken));
    frame->pts = m_encoded;
    m_encoded += static_cast<std::int64_t>(samples);
    return encode(frame.get());
}

Result<void> SoundEncoder::encode(const AVFrame* frame)
{
    return encodeInto(*m_output, *m_codec, *m_stream, *m_packet, frame, [](AVPacket&) {});
}

} // namespace descant::media
