// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <cstddef>
#include <vector>

namespace descant {

/// Sound that owns its samples: 32-bit float in [-1, 1], channels interleaved.
struct Audio {
    int sampleRate = 0;
    int channels = 1;
    std::vector<float> samples;   ///< frames() · channels values

    std::size_t frames() const { return channels > 0 ? samples.size() / static_cast<std::size_t>(channels) : 0; }
    bool empty() const { return samples.empty(); }
    MediaTime length() const
    {
        return sampleRate > 0 ? fromTicks(static_cast<std::int64_t>(frames()), {1, sampleRate}) : MediaTime{0};
    }
};

} // namespace descant
