// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <stop_token>
#include <vector>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

namespace descant::media {

/// FFmpeg's objects with an owner.
struct FreeInput {
    void operator()(AVFormatContext* input) const;
};
struct FreeCodec { void operator()(AVCodecContext* p) const { avcodec_free_context(&p); } };
struct FreeFrame { void operator()(AVFrame* p) const { av_frame_free(&p); } };
struct FreePacket { void operator()(AVPacket* p) const { av_packet_free(&p); } };
struct FreeScaler { void operator()(SwsContext* p) const { sws_freeContext(p); } };
struct FreeResampler { void operator()(SwrContext* p) const { swr_free(&p); } };
using InputPointer = std::unique_ptr<AVFormatContext, FreeInput>;
using CodecPointer = std::unique_ptr<AVCodecContext, FreeCodec>;
using FramePointer = std::unique_ptr<AVFrame, FreeFrame>;
using PacketPointer = std::unique_ptr<AVPacket, FreePacket>;
using ScalerPointer = std::unique_ptr<SwsContext, FreeScaler>;
using ResamplerPointer = std::unique_ptr<SwrContext, FreeResampler>;

inline FramePointer newFrame() { return FramePointer(av_frame_alloc()); }
inline PacketPointer newPacket() { return PacketPointer(av_packet_alloc()); }
inline Rational rational(AVRational value) { return {value.num, value.den > 0 ? value.den : 1}; }

/// The Error of an FFmpeg result below zero.
Error errorFromFfmpeg(int code, const std::filesystem::path& path, ErrorCode otherwise);
/// Opens a file and reads its stream table; gives up when asked to stop meanwhile. FileNotFound, FileNotReadable,
/// EmptyMedia, NotMedia (also for pipes and devices, which cannot be read twice), MediaTruncated.
Outcome<InputPointer> openInput(const std::filesystem::path& path, const std::stop_token& stop);
Result<InputPointer> openInput(const std::filesystem::path& path);
/// Packets of the other streams are left out.
void readOnly(AVFormatContext& input, const std::vector<int>& streams);
/// A decoder for the stream; UnsupportedCodec when this FFmpeg has none.
Result<CodecPointer> openDecoder(const AVStream& stream, const std::filesystem::path& path);
/// The stream that a player would choose (cover pictures are none); -1 when there is none.
int bestStream(AVFormatContext& input, AVMediaType type);
bool isCoverPicture(const AVStream& stream);
/// Degrees clockwise that the picture must be turned for showing: 0, 90, 180 or 270.
int rotationOf(const AVStream& stream);
/// Timestamp of the container's time 0, in microseconds.
MediaTime startOf(const AVFormatContext& input);

} // namespace descant::media
