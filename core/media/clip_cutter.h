// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace descant::media {

/// Copy takes the coded stream as it is: quick and without loss, from the keyframe at or before the start until every
/// picture before the end is whole. Encode is exact: the frames and samples of the stretch and no others.
enum class CutMode { Copy, Encode };

struct CutOrder {
    std::filesystem::path source;
    TimeRange range;              ///< on the source's time line; its end may lie beyond the medium's
    std::filesystem::path target; ///< without ending: the coding says which
    CutMode mode = CutMode::Encode;
    int quality = 18; ///< of encoding: x264's constant rate factor, less is better and larger
};

/// A clip that was cut.
struct CutClip {
    std::filesystem::path path;   ///< .mp4, .mkv, .wav, .mp3, .m4a or .mka
    CutMode mode = CutMode::Copy; ///< Encode also where the source cannot be copied in a part
    TimeRange held;               ///< the stretch of the source that it holds: it starts at its time 0
    std::int64_t frames = 0;      ///< presented ones
    std::int64_t samples = 0;     ///< of each channel, when encoded
};

/// Cuts the best picture and sound of a file into a file of its own; sound alone gives a sound file, a picture without
/// sound a silent one. Encoding keeps size, aspect, rotation, colours and the frames' own times, with H.264 (MPEG-4
/// where this FFmpeg has no x264) and AAC; sound alone becomes WAV, bit for bit. A source whose packets do not say when
/// they are shown, or whose edit list hides the keyframe, is encoded in either mode. The file has its name when it is
/// whole; before, and when it fails or is stopped, there is none. Any thread; looks at the token for every frame.
/// Errors: those of opening a file, EmptyRange, FileNotWritable, DiskFull, EncodingFailed, MediaTruncated.
Outcome<CutClip> cutClip(const CutOrder& order, std::stop_token stop = {});

} // namespace descant::media
