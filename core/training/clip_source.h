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

/// What people said about a clip.
struct ClipTexts {
    std::vector<std::string> captions; ///< at least one
    /// What can be said without sound, and without pictures. May be empty: then that sense is never left out.
    std::vector<std::string> seenCaptions;
    std::vector<std::string> heardCaptions;
};

/// What there is to see and to hear of a clip. One of the two may be missing.
struct ClipMedia {
    std::vector<Image> frames;   ///< at most the architecture's `frames`, square, of its image size, in order
    std::vector<float> waveform; ///< mono, 16 kHz, any length; cut or filled up to the model's window
};

/// A row of clips that a trainer asks for by number; the same number gives the same clip. Used by one thread.
class ClipSource {
public:
    virtual ~ClipSource() = default;
    virtual std::int64_t size() const = 0;
    /// Names what the clips are: features that were made of a source with the same fingerprint are used again.
    virtual std::string fingerprint() const = 0;
    /// What to call a clip when something is wrong with it.
    virtual std::string nameOf(std::int64_t index) const = 0;
    /// Cheap: nothing is decoded.
    virtual ClipTexts texts(std::int64_t index) const = 0;
    virtual Outcome<ClipMedia> media(std::int64_t index, std::stop_token stop) = 0;
};

} // namespace descant::training
