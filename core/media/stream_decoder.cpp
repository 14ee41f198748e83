// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/stream_decoder.h"

#include <utility>

namespace descant::media {

Result<StreamDecoder> StreamDecoder::make(const std::filesystem::path& path, InputPointer input, int stream)
{
    StreamDecoder decoder;
    decoder.m_path = path;
    decoder.m_stream = stream;
    decoder.m_input = std::move(input);
    readOnly(*decoder.m_input, {stream});
    DESCANT_TRY(decoder.m_codec, openDecoder(decoder.stream(), path));
    return decoder;
}

void StreamDecoder::startHere()
{
    avcodec_flush_buffers(m_codec.get());
    m_flushed = false;
}

Result<void> StreamDecoder::startAtFront()
{
    DESCANT_TRY(m_input, openInput(m_path));
    readOnly(*m_input, {m_stream});
    startHere();
    return {};
}

StreamDecoder::After StreamDecoder::send(AVPacket& packet)
{
    const After after = m_look ? m_look(packet) : After::More;
    if (avcodec_send_packet(m_codec.get(), &packet) < 0)
        ++m_failures;
    return after;
}

void StreamDecoder::sendEnd()
{
    m_flushed = true;
    avcodec_send_packet(m_codec.get(), nullptr);
}

void StreamDecoder::feed()
{
    while (av_read_frame(m_input.get(), m_packet.get()) >= 0) {
        const bool ours = m_packet->stream_index == m_stream;
        const After after = ours ? send(*m_packet) : After::More;
        av_packet_unref(m_packet.get());
        if (after == After::End)
            sendEnd();
        if (ours)
            return;
    }
    sendEnd();
}

Outcome<FramePointer> StreamDecoder::next(std::stop_token stop)
{
    FramePointer frame = newFrame();
    while (!stop.stop_requested()) {
        const int code = avcodec_receive_frame(m_codec.get(), frame.get());
        if (code >= 0)
            return frame;
        if (code == AVERROR_EOF || (code == AVERROR(EAGAIN) && m_flushed))
            return FramePointer();
        if (code == AVERROR(EAGAIN))
            feed();
        else
            ++m_failures;
    }
    return cancelled();
}

} // namespace descant::media
