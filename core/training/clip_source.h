// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/audio.h"
#include "core/base/image.h"
#include "core/base/result.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::training {

/// What a trainer learns from: the frames of a clip at the model's size, its sound, and what people said about it.
struct TrainingClip {
    std::vector<Image> frames;         ///< as many as the architecture's `frames`, square, of its image size
    std::vector<float> waveform;       ///< mono, 16 kHz, any length; cut or filled up to the model's window
    std::vector<std::string> captions; ///< at least one
    /// What can be said without sound, and without pictures. May be empty: then that sense is never left out.
    std::vector<std::string> seenCaptions;
    std::vector<std::string> heardCaptions;
};

/// A row of clips that a trainer asks for by number; the same number gives the same clip. Used by one thread.
class ClipSource {
public:
    virtual ~ClipSource() = default;
    virtual std::int64_t size() const = 0;
    virtual Outcome<TrainingClip> clip(std::int64_t index, std::stop_token stop) = 0;
};

} // namespace descant::training
