// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/packet_order.h"

#include "core/media/internal/stream_decoder.h"

#include <unordered_set>
#include <utility>

namespace descant::media {

PacketOrder::PacketOrder(std::vector<ScannedPacket> packets, const std::vector<std::int64_t>& presented)
    : m_packets(std::move(packets)), m_frames(m_packets.size(), -1)
{
    for (const std::int64_t packet : presented) {
        if (packet < 0 || packet >= std::ssize(m_packets))
            continue;
        m_frames[static_cast<std::size_t>(packet)] = std::ssize(m_ordered);
        m_ordered.push_back(packet);
    }
    for (std::size_t packet = 0; packet < m_packets.size(); ++packet)
        m_byDts.emplace(m_packets[packet].dts, static_cast<std::int64_t>(packet));
}

std::int64_t PacketOrder::frameOf(std::int64_t packet) const
{
    return packet >= 0 && packet < std::ssize(m_frames) ? m_frames[static_cast<std::size_t>(packet)] : -1;
}

std::int64_t PacketOrder::dtsOf(std::int64_t frame) const
{
    return m_packets[static_cast<std::size_t>(m_ordered[static_cast<std::size_t>(frame)])].dts;
}

std::int64_t PacketOrder::find(const AVPacket& packet, std::int64_t expected) const
{
    const auto sameBytes = [&](std::int64_t known) {
        const ScannedPacket& scanned = m_packets[static_cast<std::size_t>(known)];
        return scanned.position == packet.pos && scanned.size == packet.size;
    };
    if (expected >= 0 && expected < std::ssize(m_packets) && sameBytes(expected))
        return expected;
    // Without time stamps nothing but the count from the beginning tells packets apart.
    if (packet.dts == AV_NOPTS_VALUE)
        return -1;
    const auto [first, last] = m_byDts.equal_range(packet.dts);
    for (auto known = first; known != last; ++known) {
        if (sameBytes(known->second))
            return known->second;
    }
    return -1;
}

Outcome<std::vector<std::int64_t>> presentationOrder(const std::filesystem::path& path, int stream,
                                                     std::stop_token stop)
{
    DESCANT_TRY(InputPointer input, openInput(path, stop));
    DESCANT_TRY(StreamDecoder decoder, StreamDecoder::make(path, std::move(input), stream));
    decoder.codec().skip_loop_filter = AVDISCARD_ALL;
    decoder.codec().skip_idct = AVDISCARD_ALL;
    std::int64_t count = 0;
    decoder.onPacket([&](AVPacket& packet) {
        packet.pts = count++;
        return StreamDecoder::After::More;
    });
    std::vector<std::int64_t> presented;
    std::unordered_set<std::int64_t> seen;
    while (true) {
        DESCANT_TRY(const FramePointer frame, decoder.next(stop));
        if (!frame)
            return presented;
        if (frame->pts != AV_NOPTS_VALUE && seen.insert(frame->pts).second)
            presented.push_back(frame->pts);
    }
}

} // namespace descant::media
