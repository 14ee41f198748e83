// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>

namespace descant::ui {

/// The sound of one medium as stereo samples, one stretch after the other. Lives on one thread; a seam, so that the
/// player can be tried without a decoder.
class SoundSource {
public:
    virtual ~SoundSource() = default;
    virtual int sampleRate() const = 0;
    /// The next read() begins exactly here.
    virtual Result<void> seek(MediaTime time) = 0;
    /// Fills interleaved left and right; gives the number of frames, less only at the end of the sound.
    virtual Outcome<std::size_t> read(std::span<float> samples, std::stop_token stop) = 0;
};

using SoundSourceOpener = std::function<Result<std::unique_ptr<SoundSource>>(const std::filesystem::path&)>;

/// The sound of real files, through core/media.
Result<std::unique_ptr<SoundSource>> openMediaSoundSource(const std::filesystem::path& path);

} // namespace descant::ui
