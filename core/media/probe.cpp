// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/probe.h"

#include "core/media/internal/fingerprint.h"
#include "core/media/internal/packet_scan.h"

#include <algorithm>
#include <array>

namespace descant::media {
namespace {

std::string languageOf(const AVStream& stream)
{
    const AVDictionaryEntry* entry = av_dict_get(stream.metadata, "language", nullptr, 0);
    return entry && *entry->value ? entry->value : "und";
}

VideoStreamInfo videoInfo(AVFormatContext& input, AVStream& stream, const FrameTable& table)
{
    const AVCodecParameters& coded = *stream.codecpar;
    VideoStreamInfo info;
    info.index = stream.index;
    info.codec = avcodec_get_name(coded.codec_id);
    info.width = coded.width;
    info.height = coded.height;
    const AVRational aspect = av_guess_sample_aspect_ratio(&input, &stream, nullptr);
    info.sampleAspect = aspect.num > 0 ? rational(aspect) : Rational{1, 1};
    info.rotation = rotationOf(stream);
    const char* pixels = av_get_pix_fmt_name(static_cast<AVPixelFormat>(coded.format));
    info.pixelFormat = pixels ? pixels : "unknown";
    const char* range = av_color_range_name(coded.color_range);
    info.colorRange = range ? range : "unknown";
    info.timeBase = rational(stream.time_base);
    info.averageRate = rational(stream.avg_frame_rate);
    info.frames = table.count();
    info.keyframes = table.keyframes();
    info.variableRate = table.isVariableRate();
    return info;
}

AudioStreamInfo audioInfo(const AVStream& stream)
{
    std::array<char, 128> layout{};
    av_channel_layout_describe(&stream.codecpar->ch_layout, layout.data(), layout.size());
    return {stream.index, avcodec_get_name(stream.codecpar->codec_id), stream.codecpar->ch_layout.nb_channels,
            layout.data(), stream.codecpar->sample_rate, languageOf(stream)};
}

/// What the container says, or the end of the last frame where that comes later.
MediaTime durationOf(const AVFormatContext& input, const std::map<int, ScannedStream>& scanned)
{
    MediaTime duration{std::max<std::int64_t>(input.duration, 0)};
    for (const auto& [index, stream] : scanned)
        duration = std::max(duration, stream.table.end());
    return duration;
}

void addStreams(MediaInfo& info, AVFormatContext& input, const std::map<int, ScannedStream>& scanned)
{
    const int bestVideo = bestStream(input, AVMEDIA_TYPE_VIDEO);
    const int bestAudio = bestStream(input, AVMEDIA_TYPE_AUDIO);
    for (unsigned int i = 0; i < input.nb_streams; ++i) {
        AVStream& stream = *input.streams[i];
        const auto index = static_cast<int>(i);
        if (const auto found = scanned.find(index); found != scanned.end()) {
            if (index == bestVideo)
                info.bestVideo = static_cast<int>(info.video.size());
            info.video.push_back(videoInfo(input, stream, found->second.table));
        } else if (stream.codecpar->codec_type == AVMEDIA_TYPE_AUDIO) {
            if (index == bestAudio)
                info.bestAudio = static_cast<int>(info.audio.size());
            info.audio.push_back(audioInfo(stream));
        } else if (stream.codecpar->codec_type == AVMEDIA_TYPE_SUBTITLE) {
            info.subtitles.push_back({index, avcodec_get_name(stream.codecpar->codec_id), languageOf(stream)});
        }
    }
}

} // namespace

Outcome<MediaInfo> probe(const std::filesystem::path& path, std::stop_token stop)
{
    DESCANT_TRY(const InputPointer input, openInput(path, stop));
    std::vector<int> videoStreams;
    for (unsigned int i = 0; i < input->nb_streams; ++i) {
        const AVStream& stream = *input->streams[i];
        if (stream.codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !isCoverPicture(stream))
            videoStreams.push_back(static_cast<int>(i));
    }
    DESCANT_TRY(const auto scanned, scanStreams(path, *input, videoStreams, std::move(stop)));
    MediaInfo info;
    info.path = path;
    info.container = input->iformat->name;
    info.start = startOf(*input);
    info.duration = durationOf(*input, scanned);
    DESCANT_TRY(info.fingerprint, fingerprintOf(path, *input));
    addStreams(info, *input, scanned);
    return info;
}

} // namespace descant::media
