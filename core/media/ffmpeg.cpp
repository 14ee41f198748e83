// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/ffmpeg.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <string_view>

namespace descant::media {

namespace fs = std::filesystem;

namespace {

std::string words(int code)
{
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

/// An MP4 or Matroska that begins well and cannot be opened lost its end.
bool beginsLikeMedia(const fs::path& path)
{
    std::array<char, 12> head{};
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), head.size());
    const std::string_view bytes(head.data(), head.size());
    return bytes.substr(4, 4) == "ftyp" || bytes.substr(0, 4) == "\x1a\x45\xdf\xa3";
}

/// Formats that accept anything, text above all: what they "find" is no media.
bool acceptsAnything(const AVInputFormat& format)
{
    const std::string_view name = format.name;
    return name == "tty" || name == "bin" || name == "srt" || name == "webvtt" || name == "ass" || name == "lrc";
}

Result<void> checkFile(const fs::path& path)
{
    std::error_code problem;
    const fs::file_status status = fs::status(path, problem);
    if (!fs::exists(status))
        return fail(ErrorCode::FileNotFound, path.string());
    if (fs::is_directory(status))
        return fail(ErrorCode::NotMedia, path.string(), "it is a folder");
    // A pipe would be waited for without end, and what was read of it is gone.
    if (!fs::is_regular_file(status) && !fs::is_block_file(status))
        return fail(ErrorCode::NotMedia, path.string(), "it is a pipe or a device");
    if (fs::is_regular_file(status) && fs::file_size(path, problem) == 0)
        return fail(ErrorCode::EmptyMedia, path.string());
    if (!std::ifstream(path, std::ios::binary))
        return fail(ErrorCode::FileNotReadable, path.string());
    return {};
}

/// FFmpeg asks here whether to give up what it waits for.
int isStopped(void* token) { return static_cast<std::stop_token*>(token)->stop_requested() ? 1 : 0; }

} // namespace

void FreeInput::operator()(AVFormatContext* input) const
{
    auto* const token = static_cast<std::stop_token*>(input->interrupt_callback.opaque);
    avformat_close_input(&input);
    delete token;
}

Error errorFromFfmpeg(int code, const fs::path& path, ErrorCode otherwise)
{
    switch (code) {
    case AVERROR(ENOENT):
        return {ErrorCode::FileNotFound, path.string(), {}};
    case AVERROR(EACCES):
        return {ErrorCode::FileNotReadable, path.string(), {}};
    case AVERROR(ENOSPC):
        return {ErrorCode::DiskFull, path.string(), {}};
    case AVERROR(ENOMEM):
        return {ErrorCode::OutOfMemory, path.string(), {}};
    default:
        return {otherwise, path.string(), words(code)};
    }
}

Outcome<InputPointer> openInput(const fs::path& path, const std::stop_token& stop)
{
    av_log_set_level(AV_LOG_FATAL);
    DESCANT_CHECK(checkFile(path));
    // "file:" keeps a name with a colon from being taken for a protocol.
    const std::string url = "file:" + path.string();
    auto watched = std::make_unique<std::stop_token>(stop);
    AVFormatContext* opened = avformat_alloc_context();
    opened->interrupt_callback = {isStopped, watched.get()};
    const int openCode = avformat_open_input(&opened, url.c_str(), nullptr, nullptr);
    if (openCode < 0 && stop.stop_requested())
        return cancelled();
    if (openCode < 0)
        return fail(
            errorFromFfmpeg(openCode, path, beginsLikeMedia(path) ? ErrorCode::MediaTruncated : ErrorCode::NotMedia));
    // The input owns the token from now on; see FreeInput.
    std::stop_token& token = *watched.release();
    InputPointer input(opened);
    if (acceptsAnything(*input->iformat))
        return fail(ErrorCode::NotMedia, path.string());
    const int streamCode = avformat_find_stream_info(input.get(), nullptr);
    if (stop.stop_requested())
        return cancelled();
    if (streamCode < 0)
        return fail(errorFromFfmpeg(streamCode, path, ErrorCode::MediaTruncated));
    if (bestStream(*input, AVMEDIA_TYPE_VIDEO) < 0 && bestStream(*input, AVMEDIA_TYPE_AUDIO) < 0)
        return fail(ErrorCode::NotMedia, path.string(), "it has neither picture nor sound");
    // Later reading has stop tokens of its own.
    token = {};
    return input;
}

Result<InputPointer> openInput(const fs::path& path)
{
    Outcome<InputPointer> input = openInput(path, {});
    if (!input)
        return fail(std::get<Error>(input.error()));
    return std::move(*input);
}

void readOnly(AVFormatContext& input, const std::vector<int>& streams)
{
    for (unsigned int i = 0; i < input.nb_streams; ++i) {
        const bool wanted = std::find(streams.begin(), streams.end(), static_cast<int>(i)) != streams.end();
        input.streams[i]->discard = wanted ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
}

Result<CodecPointer> openDecoder(const AVStream& stream, const fs::path& path)
{
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (!codec)
        return fail(ErrorCode::UnsupportedCodec, path.string(), avcodec_get_name(stream.codecpar->codec_id));
    CodecPointer context(avcodec_alloc_context3(codec));
    if (!context || avcodec_parameters_to_context(context.get(), stream.codecpar) < 0)
        return fail(ErrorCode::OutOfMemory, path.string());
    context->pkt_timebase = stream.time_base;
    context->thread_count = 0;
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0)
        return fail(errorFromFfmpeg(code, path, ErrorCode::UnsupportedCodec));
    return context;
}

bool isCoverPicture(const AVStream& stream) { return (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) != 0; }

int bestStream(AVFormatContext& input, AVMediaType type)
{
    const int best = av_find_best_stream(&input, type, -1, -1, nullptr, 0);
    return best >= 0 && !isCoverPicture(*input.streams[best]) ? best : -1;
}

int rotationOf(const AVStream& stream)
{
#if LIBAVCODEC_VERSION_MAJOR >= 61
    const AVPacketSideData* data = av_packet_side_data_get(stream.codecpar->coded_side_data,
                                                           stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    const std::uint8_t* matrix = data ? data->data : nullptr;
#else
    const std::uint8_t* matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
#endif
    if (!matrix)
        return 0;
    std::array<std::int32_t, 9> values{};
    std::memcpy(values.data(), matrix, sizeof(values));
    const double anticlockwise = av_display_rotation_get(values.data());
    if (std::isnan(anticlockwise))
        return 0;
    const int clockwise = static_cast<int>(std::lround(-anticlockwise / 90.0)) * 90;
    return ((clockwise % 360) + 360) % 360;
}

MediaTime startOf(const AVFormatContext& input)
{
    MediaTime start = MediaTime::max();
    for (unsigned int i = 0; i < input.nb_streams; ++i) {
        const AVStream& stream = *input.streams[i];
        const AVMediaType type = stream.codecpar->codec_type;
        if ((type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO) && !isCoverPicture(stream)
            && stream.start_time != AV_NOPTS_VALUE)
            start = std::min(start, fromTicks(stream.start_time, rational(stream.time_base)));
    }
    return start == MediaTime::max() ? MediaTime{0} : start;
}

} // namespace descant::media
