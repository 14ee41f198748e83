// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/packet_source.h"

#include <algorithm>

namespace descant::media {

Outcome<PacketSource> PacketSource::open(const std::filesystem::path& path, int stream, MediaTime from,
                                         const std::stop_token& stop)
{
    PacketSource source;
    DESCANT_TRY(source.m_input, openInput(path, stop));
    source.m_stream = stream;
    source.m_start = startOf(*source.m_input);
    readOnly(*source.m_input, {stream});
    const std::int64_t ticks = source.ticksAt(from);
    // Where a container cannot be sought in, everything before is read over.
    if (avformat_seek_file(source.m_input.get(), stream, INT64_MIN, ticks, ticks, 0) < 0
        && av_seek_frame(source.m_input.get(), stream, ticks, AVSEEK_FLAG_BACKWARD) < 0) {
        DESCANT_TRY(source.m_input, openInput(path, stop));
        readOnly(*source.m_input, {stream});
    }
    return source;
}

MediaTime PacketSource::end() const { return timeOf(m_packet->pts + std::max<std::int64_t>(m_packet->duration, 0)); }

std::int64_t PacketSource::ticksAt(MediaTime time) const
{
    return av_rescale_q((time + m_start).count(), {1, 1'000'000}, stream().time_base);
}

bool PacketSource::next()
{
    do {
        av_packet_unref(m_packet.get());
        if (av_read_frame(m_input.get(), m_packet.get()) < 0)
            return false;
        if (m_packet->pts == AV_NOPTS_VALUE)
            m_packet->pts = m_packet->dts;
    } while (m_packet->stream_index != m_stream || m_packet->pts == AV_NOPTS_VALUE);
    return true;
}

DecodingTimes::DecodingTimes(const AVStream& stream) : m_delay(std::max(stream.codecpar->video_delay, 1)), m_step(1)
{
    if (stream.avg_frame_rate.num > 0)
        m_step = std::max<std::int64_t>(1, av_rescale_q(1, av_inv_q(stream.avg_frame_rate), stream.time_base));
}

std::int64_t DecodingTimes::next(const AVPacket& packet)
{
    const bool isFirst = m_count == 0;
    std::int64_t time = packet.dts;
    if (time == AV_NOPTS_VALUE && m_count <= m_delay)
        time = isFirst ? packet.pts - m_delay * m_step : m_last + m_step;
    else if (time == AV_NOPTS_VALUE)
        time = m_last + 1;
    time = std::min(time, packet.pts);
    if (!isFirst)
        time = std::max(time, m_last + 1);
    ++m_count;
    m_last = time;
    return time;
}

} // namespace descant::media
