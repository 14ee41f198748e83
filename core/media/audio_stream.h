// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/audio.h"
#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>

namespace descant::media {

/// How the samples shall come: 0 = as the file has them.
struct AudioShape {
    int sampleRate = 0;
    int channels = 0;
};

/// What a file's samples are before they become floats.
enum class SampleForm { Integers, Floats };

/// The sound of a file's best audio stream, one stretch after the other, as a player or the model reads it. Sample
/// positions are counted from time 0 at the rate that is given out; where the file has nothing (its sound begins later,
/// a gap, sound that cannot be decoded), zeros are given, for a day at most. One thread at a time.
class AudioStream {
public:
    /// Errors as for probing, and NoAudioStream, UnsupportedCodec (also for more than 64 channels or a million hertz).
    static Result<std::unique_ptr<AudioStream>> open(const std::filesystem::path& path, AudioShape shape = {});
    ~AudioStream();

    int sampleRate() const;
    int channels() const;
    SampleForm form() const;
    /// The next read() begins exactly here.
    Result<void> seek(MediaTime time);
    /// Fills `samples` (interleaved) and gives the number of frames that were there; less only at the end of the sound.
    Outcome<std::size_t> read(std::span<float> samples, std::stop_token stop = {});

private:
    struct State;
    explicit AudioStream(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace descant::media
