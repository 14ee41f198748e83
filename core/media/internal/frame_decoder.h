// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_table.h"
#include "core/media/internal/ffmpeg.h"

#include <list>
#include <optional>
#include <stop_token>
#include <unordered_map>

namespace descant::media {

/// Decodes presented frames by number: continues where it is, or seeks to a keyframe and decodes on. Keeps what it
/// decoded, the most recently used first, within kCacheBytes.
class FrameDecoder {
public:
    static Outcome<std::unique_ptr<FrameDecoder>> open(const std::filesystem::path& path, std::stop_token stop);

    const FrameTable& table() const { return m_table; }
    const AVStream& stream() const { return *m_input->streams[m_stream]; }
    /// The decoded frame; owned by the cache, valid until the next call.
    Outcome<const AVFrame*> decode(std::int64_t number, std::stop_token stop);

private:
    static constexpr std::size_t kCacheBytes = 256u << 20;

    struct Cached {
        std::int64_t number = 0;
        FramePointer frame;
        std::size_t bytes = 0;
    };

    FrameDecoder() = default;
    Result<void> seekBefore(std::int64_t number);
    /// To the very first packet, where seeking by time does not get there.
    Result<void> rewind();
    void startDecodingHere();
    /// The next frame in decoding order that is presented; its number, or nothing at the end of the file.
    Outcome<std::optional<std::int64_t>> next(std::stop_token stop);
    bool feed();
    const AVFrame* cached(std::int64_t number);
    void keep(std::int64_t number, FramePointer frame);

    std::filesystem::path m_path;
    InputPointer m_input;
    CodecPointer m_codec;
    PacketPointer m_packet = newPacket();
    FrameTable m_table;
    int m_stream = -1;
    std::int64_t m_position = -1;      ///< number of the frame that was decoded last; -1 after opening or seeking
    bool m_needsSeek = true;           ///< true until the input stands where decoding can go on
    bool m_flushed = false;
    std::list<Cached> m_cache;
    std::unordered_map<std::int64_t, std::list<Cached>::iterator> m_cacheIndex;
    std::size_t m_cacheBytes = 0;
};

} // namespace descant::media
