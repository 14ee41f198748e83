// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::media {

struct VideoStreamInfo {
    int index = 0;                     ///< in the file
    std::string codec;
    int width = 0, height = 0;         ///< coded, before rotation
    Rational sampleAspect{1, 1};
    int rotation = 0;                  ///< degrees clockwise for showing: 0, 90, 180, 270
    std::string pixelFormat;
    std::string colorRange;            ///< tv, pc or unknown
    Rational timeBase;
    Rational averageRate;
    std::int64_t frames = 0;           ///< presented ones
    std::int64_t keyframes = 0;
    bool variableRate = false;
};

struct AudioStreamInfo {
    int index = 0;
    std::string codec;
    int channels = 0;
    std::string layout;
    int sampleRate = 0;
    std::string language;              ///< "und" when the file does not say
};

struct SubtitleStreamInfo {
    int index = 0;
    std::string codec;
    std::string language;
};

/// What is in a media file.
struct MediaInfo {
    std::filesystem::path path;
    std::string container;             ///< FFmpeg's name of the format
    MediaTime duration{0};             ///< from time 0 to the end
    MediaTime start{0};                ///< the container's own timestamp of time 0
    std::string fingerprint;           ///< finds the file again when it moved
    std::vector<VideoStreamInfo> video;
    std::vector<AudioStreamInfo> audio;
    std::vector<SubtitleStreamInfo> subtitles;
    int bestVideo = -1;                ///< position in `video` of the stream that is shown; -1 = no picture
    int bestAudio = -1;                ///< position in `audio` of the stream that is heard; -1 = no sound
};

/// Reads the stream table and every packet header; decodes nothing. Any thread. Errors: FileNotFound, FileNotReadable,
/// EmptyMedia, NotMedia, MediaTruncated.
Outcome<MediaInfo> probe(const std::filesystem::path& path, std::stop_token stop = {});

} // namespace descant::media
