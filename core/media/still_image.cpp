// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/still_image.h"

#include "core/base/file.h"
#include "core/media/internal/ffmpeg.h"

#include <algorithm>

namespace descant::media {
namespace {

Result<FramePointer> decodeFirst(const std::filesystem::path& path)
{
    DESCANT_TRY(const InputPointer input, openInput(path));
    const int stream = av_find_best_stream(input.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (stream < 0)
        return fail(ErrorCode::NoVideoStream, path.string());
    DESCANT_TRY(const CodecPointer codec, openDecoder(*input->streams[stream], path));
    const PacketPointer packet = newPacket();
    FramePointer frame = newFrame();
    while (av_read_frame(input.get(), packet.get()) >= 0) {
        if (packet->stream_index == stream)
            avcodec_send_packet(codec.get(), packet.get());
        av_packet_unref(packet.get());
        if (avcodec_receive_frame(codec.get(), frame.get()) >= 0)
            return frame;
    }
    avcodec_send_packet(codec.get(), nullptr);
    if (avcodec_receive_frame(codec.get(), frame.get()) < 0)
        return fail(ErrorCode::MediaTruncated, path.string(), "the picture cannot be decoded");
    return frame;
}

} // namespace

Result<TransparentImage> readStillImage(const std::filesystem::path& path)
{
    DESCANT_TRY(const FramePointer frame, decodeFirst(path));
    const ScalerPointer scaler(sws_getContext(frame->width, frame->height, static_cast<AVPixelFormat>(frame->format),
                                              frame->width, frame->height, AV_PIX_FMT_RGBA, SWS_POINT, nullptr, nullptr,
                                              nullptr));
    if (!scaler)
        return fail(ErrorCode::UnsupportedCodec, path.string(), "its pixel format cannot be converted");
    const int stride = (frame->width * 4 + 63) / 64 * 64;
    std::vector<std::uint8_t> padded(static_cast<std::size_t>(stride) * frame->height + 64);
    std::uint8_t* rows[] = {padded.data(), nullptr, nullptr, nullptr};
    const int strides[] = {stride, 0, 0, 0};
    sws_scale(scaler.get(), frame->data, frame->linesize, 0, frame->height, rows, strides);
    TransparentImage image{frame->width, frame->height, {}};
    image.pixels.resize(static_cast<std::size_t>(image.width) * image.height * 4);
    for (int y = 0; y < image.height; ++y)
        std::copy_n(padded.data() + std::ptrdiff_t(y) * stride, std::size_t(image.width) * 4,
                    image.pixels.data() + std::ptrdiff_t(y) * image.width * 4);
    return image;
}

Result<void> writePng(const std::filesystem::path& path, ImageView image)
{
    const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_PNG);
    CodecPointer codec(avcodec_alloc_context3(encoder));
    if (!encoder || !codec)
        return fail(ErrorCode::EncodingFailed, path.string(), "this FFmpeg writes no PNG");
    codec->width = image.width;
    codec->height = image.height;
    codec->pix_fmt = AV_PIX_FMT_RGB24;
    codec->time_base = {1, 1};
    codec->thread_count = 1;
    const FramePointer frame = newFrame();
    frame->format = AV_PIX_FMT_RGB24;
    frame->width = image.width;
    frame->height = image.height;
    frame->data[0] = const_cast<std::uint8_t*>(image.pixels);
    frame->linesize[0] = static_cast<int>(image.stride);
    const PacketPointer packet = newPacket();
    int code = avcodec_open2(codec.get(), encoder, nullptr);
    if (code >= 0)
        code = avcodec_send_frame(codec.get(), frame.get());
    if (code >= 0)
        code = avcodec_send_frame(codec.get(), nullptr);
    if (code >= 0)
        code = avcodec_receive_packet(codec.get(), packet.get());
    if (code < 0)
        return fail(errorFromFfmpeg(code, path, ErrorCode::EncodingFailed));
    return writeFileAtomically(path, {reinterpret_cast<const char*>(packet->data), static_cast<std::size_t>(packet->size)});
}

} // namespace descant::media
