// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/internal/ffmpeg.h"

namespace descant::media {

/// The packets of one stream of a file, from an input of its own. One thread.
class PacketSource {
public:
    /// Stands at or before `from` where the container can be sought in so exactly, else somewhere near or at the front.
    static Outcome<PacketSource> open(const std::filesystem::path& path, int stream, MediaTime from,
                                      const std::stop_token& stop);

    const AVStream& stream() const { return *m_input->streams[m_stream]; }
    /// The packet at hand; it has a time of presentation, or that of decoding in its place.
    AVPacket& packet() { return *m_packet; }
    PacketPointer copy() const { return PacketPointer(av_packet_clone(m_packet.get())); }
    /// When it begins and ends on the medium's time line.
    MediaTime time() const { return timeOf(m_packet->pts); }
    MediaTime end() const;
    /// A time in the stream's time base.
    std::int64_t ticksAt(MediaTime time) const;
    /// On to the next one; false at the end.
    bool next();

private:
    PacketSource() = default;
    MediaTime timeOf(std::int64_t ticks) const { return fromTicks(ticks, rational(stream().time_base)) - m_start; }

    MediaTime m_start{0};
    InputPointer m_input;
    PacketPointer m_packet = newPacket();
    int m_stream = -1;
};

/// Decoding times that grow and never pass the time of presentation; containers do not give every packet one.
class DecodingTimes {
public:
    explicit DecodingTimes(const AVStream& stream);
    std::int64_t next(const AVPacket& packet);

private:
    std::int64_t m_delay, m_step;
    std::int64_t m_count = 0, m_last = 0;
};

} // namespace descant::media
