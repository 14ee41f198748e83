// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/internal/ffmpeg.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <unordered_map>
#include <vector>

namespace descant::media {

/// A packet as a scan of the file met it.
struct ScannedPacket {
    std::int64_t dts = 0;
    std::int64_t position = 0; ///< of its first byte in the file; -1 where the container does not tell
    int size = 0;
    bool keyframe = false;
};

/// The packets of a stream that does not say when its frames are presented (AVI, program streams, bare H.264), in the
/// order of decoding: packet k is the k-th of the file. Only decoding tells which frame each becomes. A value.
class PacketOrder {
public:
    PacketOrder() = default;
    /// `presented[n]` is the packet of frame n.
    PacketOrder(std::vector<ScannedPacket> packets, const std::vector<std::int64_t>& presented);

    bool empty() const { return m_packets.empty(); }
    /// The frame that packet k becomes; -1 for none.
    std::int64_t frameOf(std::int64_t packet) const;
    /// Decoding time stamp of the frame's packet; AV_NOPTS_VALUE where the file has none.
    std::int64_t dtsOf(std::int64_t frame) const;
    /// Which packet this is, most likely `expected`; -1 when it is not known.
    std::int64_t find(const AVPacket& packet, std::int64_t expected) const;

private:
    std::vector<ScannedPacket> m_packets;
    std::vector<std::int64_t> m_frames;  ///< by packet
    std::vector<std::int64_t> m_ordered; ///< packets by frame
    std::unordered_multimap<std::int64_t, std::int64_t> m_byDts;
};

/// The packets whose frames are presented, in the order of presentation: decodes the whole stream once, as cheaply as
/// its codec allows.
Outcome<std::vector<std::int64_t>> presentationOrder(const std::filesystem::path& path, int stream,
                                                     std::stop_token stop);

} // namespace descant::media
