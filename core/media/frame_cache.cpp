// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/frame_cache.h"

#include <algorithm>
#include <utility>

namespace descant::media {

const AVFrame* FrameCache::find(std::int64_t number)
{
    const auto found = m_index.find(number);
    if (found == m_index.end())
        return nullptr;
    m_frames.splice(m_frames.begin(), m_frames, found->second);
    return found->second->frame.get();
}

void FrameCache::keep(std::int64_t number, FramePointer frame)
{
    if (m_index.contains(number))
        return;
    const int size =
        av_image_get_buffer_size(static_cast<AVPixelFormat>(frame->format), frame->width, frame->height, 1);
    const auto bytes = static_cast<std::size_t>(std::max(size, 1));
    m_frames.push_front({number, std::move(frame), bytes});
    m_index[number] = m_frames.begin();
    m_bytes += bytes;
    while (m_bytes > kBytes && m_frames.size() > 1) {
        m_bytes -= m_frames.back().bytes;
        m_index.erase(m_frames.back().number);
        m_frames.pop_back();
    }
}

void FrameCache::clear()
{
    m_frames.clear();
    m_index.clear();
    m_bytes = 0;
}

} // namespace descant::media
