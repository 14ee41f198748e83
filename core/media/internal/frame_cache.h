// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/internal/ffmpeg.h"

#include <cstdint>
#include <list>
#include <unordered_map>

namespace descant::media {

/// Decoded frames by number, the most recently used ones, within kBytes.
class FrameCache {
public:
    /// The frame, or nothing; valid until the next keep().
    const AVFrame* find(std::int64_t number);
    void keep(std::int64_t number, FramePointer frame);
    void clear();

private:
    static constexpr std::size_t kBytes = 256u << 20;

    struct Kept {
        std::int64_t number = 0;
        FramePointer frame;
        std::size_t bytes = 0;
    };

    std::list<Kept> m_frames; ///< the one used last comes first
    std::unordered_map<std::int64_t, std::list<Kept>::iterator> m_index;
    std::size_t m_bytes = 0;
};

} // namespace descant::media
