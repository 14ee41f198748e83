// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/internal/frame_cache.h"
#include "core/media/internal/packet_scan.h"
#include "core/media/internal/stream_decoder.h"

#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <unordered_map>

namespace descant::media {

/// Whether the frames before the one that is wanted are likely to be wanted next.
enum class LookBack { No, Yes };

/// Decodes presented frames by number: continues where it is, or seeks to a keyframe and decodes on; on a long way it
/// leaves out what nothing else builds on. A frame that cannot be decoded is stood in for by the one before it, as a
/// player would go on showing that.
class FrameDecoder {
public:
    static Outcome<std::unique_ptr<FrameDecoder>> open(const std::filesystem::path& path, std::stop_token stop);

    const FrameTable& table() const { return m_scanned.table; }
    const AVStream& stream() const { return m_decoder.stream(); }
    /// The decoded frame; owned by the cache, valid until the next call.
    Outcome<const AVFrame*> decode(std::int64_t number, LookBack lookBack, std::stop_token stop);
    /// The same for a keyframe that is wanted on its own and soon: nothing behind it is decoded.
    Outcome<const AVFrame*> decodeAlone(std::int64_t keyframe, std::stop_token stop);

private:
    /// What a stretch of decoding met on its way to a frame.
    struct Passage {
        std::int64_t first = -1;  ///< the first frame met; -1: none
        std::int64_t before = -1; ///< the last one before the frame that was looked for
        std::int64_t after = -1;  ///< the first one behind it; the table's count at the end of the file
        bool met = false;
    };

    FrameDecoder(std::filesystem::path path, ScannedStream scanned, StreamDecoder decoder);
    /// So that decoding goes on at the keyframe.
    Result<void> goTo(std::int64_t keyframe);
    Result<void> goToFront();
    /// From where the decoder stands until the frame or one behind it comes.
    Outcome<Passage> passTo(std::int64_t number, std::stop_token stop);
    /// Looks for it on the way that leaves out what it can; nothing where it must look again with everything.
    Outcome<std::optional<Passage>> searchQuickly(std::int64_t number, LookBack lookBack, std::stop_token stop);
    /// Looks for it from keyframes further and further back.
    Outcome<Passage> search(std::int64_t number, std::stop_token stop);
    /// Remembers who stands in for the frames between.
    Result<std::int64_t> standIn(std::int64_t number, const Passage& passage);
    /// The next frame that is in the table; nothing at the end of the file.
    Outcome<std::optional<std::int64_t>> next(std::stop_token stop);
    std::int64_t numberOf(const AVFrame& frame) const;
    std::int64_t numberAt(std::int64_t pts) const;
    StreamDecoder::After look(AVPacket& packet);
    void label(AVPacket& packet);

    std::filesystem::path m_path;
    ScannedStream m_scanned;
    StreamDecoder m_decoder;
    FrameCache m_cache;
    std::unordered_map<std::int64_t, std::int64_t> m_standIns; ///< of frames that cannot be decoded
    std::int64_t m_position = -1; ///< number of the frame that was decoded last; -1 after opening or seeking
    std::int64_t m_earliest = 0;  ///< decoding began at this frame: earlier ones that come lack what they build on
    std::int64_t m_packet = -1;   ///< number of the packet that comes next, where packets are labelled
    std::set<std::int64_t> m_damaged; ///< keyframes behind which a packet could not be decoded
    std::int64_t m_asked = -1;    ///< number of the frame that was asked for last
    std::int64_t m_wholeFrom = 0; ///< frames before this one are left out where nothing builds on them
    std::int64_t m_last = -1;     ///< number of the packet that is decoded on its own; -1: none is
    bool m_wholePackets = false;  ///< a packet is a whole picture, and "nothing builds on it" is said strictly
    bool m_needsSeek = true;      ///< true until the input stands where decoding can go on
};

} // namespace descant::media
