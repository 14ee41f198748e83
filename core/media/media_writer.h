// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"
#include "core/base/media_time.h"
#include "core/base/result.h"
#include "core/media/frame_reader.h"

#include <filesystem>
#include <memory>
#include <span>

namespace descant::media {

struct MediaWriterOptions {
    PixelSize size{640, 360};          ///< even numbers
    Rational frameRate{25, 1};
    int sampleRate = 0;                ///< 0 = no sound
    int channels = 1;
    int quality = 20;                  ///< x264's constant rate factor: less is better and larger
    int keyframeEvery = 48;            ///< at most so many frames from keyframe to keyframe
};

/// Writes H.264 and AAC into an MP4. One thread; encoding uses one thread too, so that the same pictures and samples
/// give the same bytes. The file has its name only after finish(); before, and when it fails, there is none.
class MediaWriter {
public:
    /// FileNotWritable, EncodingFailed (no such encoder, odd size).
    static Result<std::unique_ptr<MediaWriter>> create(const std::filesystem::path& path, const MediaWriterOptions& options);
    ~MediaWriter();

    /// The next picture, of the size that was given at the start.
    Result<void> addFrame(ImageView image);
    /// The next picture `ticks` of 1/frameRate after the first: for variable rates. Ticks must grow.
    Result<void> addFrameAt(ImageView image, std::int64_t ticks);
    /// More sound, interleaved floats.
    Result<void> addAudio(std::span<const float> samples);
    /// Writes what is still held and gives the file its name. DiskFull, EncodingFailed.
    Result<void> finish();

private:
    struct State;
    explicit MediaWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace descant::media
