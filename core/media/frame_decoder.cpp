// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/frame_decoder.h"

#include "core/media/internal/packet_scan.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace descant::media {

Outcome<std::unique_ptr<FrameDecoder>> FrameDecoder::open(const std::filesystem::path& path, std::stop_token stop)
{
    std::unique_ptr<FrameDecoder> decoder(new FrameDecoder);
    decoder->m_path = path;
    DESCANT_TRY(decoder->m_input, openInput(path));
    decoder->m_stream = bestStream(*decoder->m_input, AVMEDIA_TYPE_VIDEO);
    if (decoder->m_stream < 0)
        return fail(ErrorCode::NoVideoStream, path.string());
    DESCANT_TRY(decoder->m_codec, openDecoder(decoder->stream(), path));
    DESCANT_TRY(auto tables, frameTables(*decoder->m_input, {decoder->m_stream}, std::move(stop)));
    decoder->m_table = std::move(tables[decoder->m_stream]);
    if (decoder->m_table.count() == 0)
        return fail(ErrorCode::MediaTruncated, path.string(), "it holds no frame");
    return decoder;
}

Result<void> FrameDecoder::seekBefore(std::int64_t number)
{
    const std::int64_t key = m_table.keyframeBefore(number);
    const std::int64_t target = key == 0 ? INT64_MIN : m_table.ptsOf(key);
    int code = avformat_seek_file(m_input.get(), m_stream, INT64_MIN, key == 0 ? m_table.ptsOf(0) : target,
                                  key == 0 ? m_table.ptsOf(0) : target, 0);
    if (code < 0)
        code = av_seek_frame(m_input.get(), m_stream, m_table.ptsOf(0), AVSEEK_FLAG_BACKWARD);
    if (code < 0)
        return fail(errorFromFfmpeg(code, m_path, ErrorCode::MediaTruncated));
    startDecodingHere();
    return {};
}

Result<void> FrameDecoder::rewind()
{
    // Transport and program streams have no index: a seek by time lands on the packets around it, behind the first picture.
    const bool seeksByTimeOnly = (m_input->iformat->flags & AVFMT_TS_DISCONT) == 0;
    const int code = seeksByTimeOnly ? av_seek_frame(m_input.get(), m_stream, INT64_MIN, AVSEEK_FLAG_BACKWARD)
                                     : av_seek_frame(m_input.get(), -1, 0, AVSEEK_FLAG_BYTE);
    if (code < 0)
        return fail(errorFromFfmpeg(code, m_path, ErrorCode::MediaTruncated));
    startDecodingHere();
    return {};
}

void FrameDecoder::startDecodingHere()
{
    avcodec_flush_buffers(m_codec.get());
    m_position = -1;
    m_needsSeek = false;
    m_flushed = false;
}

/// Gives the decoder one more packet, or at the end of the file the order to hand out what it still holds.
bool FrameDecoder::feed()
{
    while (!m_flushed) {
        if (av_read_frame(m_input.get(), m_packet.get()) < 0) {
            m_flushed = true;
            return avcodec_send_packet(m_codec.get(), nullptr) >= 0;
        }
        const bool ours = m_packet->stream_index == m_stream;
        // A packet that cannot be decoded is left out: what follows it may be whole again.
        if (ours)
            avcodec_send_packet(m_codec.get(), m_packet.get());
        av_packet_unref(m_packet.get());
        if (ours)
            return true;
    }
    return false;
}

Outcome<std::optional<std::int64_t>> FrameDecoder::next(std::stop_token stop)
{
    FramePointer frame = newFrame();
    while (true) {
        if (stop.stop_requested()) {
            // Where the decoder stands is unclear now: the next call seeks.
            m_needsSeek = true;
            return cancelled();
        }
        const int code = avcodec_receive_frame(m_codec.get(), frame.get());
        if (code == AVERROR(EAGAIN)) {
            if (!feed())
                return std::optional<std::int64_t>();
            continue;
        }
        if (code < 0)
            return std::optional<std::int64_t>();
        const std::int64_t pts = frame->pts != AV_NOPTS_VALUE ? frame->pts : frame->best_effort_timestamp;
        const std::int64_t number = m_table.frameOfPts(pts);
        if (number >= 0) {
            keep(number, std::move(frame));
            m_position = number;
            return std::optional<std::int64_t>(number);
        }
        av_frame_unref(frame.get());
    }
}

Outcome<const AVFrame*> FrameDecoder::decode(std::int64_t number, std::stop_token stop)
{
    if (number < 0 || number >= m_table.count())
        return fail(ErrorCode::EmptyRange, m_path.string(), "it has no frame " + std::to_string(number));
    if (const AVFrame* frame = cached(number))
        return frame;
    const bool ahead = !m_needsSeek && m_position >= 0 && m_position < number && m_position >= m_table.keyframeBefore(number);
    std::int64_t from = number;
    bool rewound = false;
    if (!ahead) {
        DESCANT_CHECK(seekBefore(from));
    }
    while (true) {
        DESCANT_TRY(const std::optional<std::int64_t> decoded, next(stop));
        if (decoded && *decoded < number)
            continue;
        if (const AVFrame* frame = cached(number))
            return frame;
        // Past it without having met it: the seek landed too late, or the file is damaged there. Go further back.
        from = m_table.keyframeBefore(std::max<std::int64_t>(from, 0)) - 1;
        m_needsSeek = true;
        if (rewound)
            return fail(ErrorCode::MediaTruncated, m_path.string(), "frame " + std::to_string(number) + " cannot be decoded");
        rewound = from < 0;
        DESCANT_CHECK(rewound ? rewind() : seekBefore(from));
    }
}

const AVFrame* FrameDecoder::cached(std::int64_t number)
{
    const auto found = m_cacheIndex.find(number);
    if (found == m_cacheIndex.end())
        return nullptr;
    m_cache.splice(m_cache.begin(), m_cache, found->second);
    return found->second->frame.get();
}

void FrameDecoder::keep(std::int64_t number, FramePointer frame)
{
    if (m_cacheIndex.contains(number))
        return;
    const int size = av_image_get_buffer_size(static_cast<AVPixelFormat>(frame->format), frame->width, frame->height, 1);
    const auto bytes = static_cast<std::size_t>(std::max(size, 1));
    m_cache.push_front({number, std::move(frame), bytes});
    m_cacheIndex[number] = m_cache.begin();
    m_cacheBytes += bytes;
    while (m_cacheBytes > kCacheBytes && m_cache.size() > 1) {
        m_cacheBytes -= m_cache.back().bytes;
        m_cacheIndex.erase(m_cache.back().number);
        m_cache.pop_back();
    }
}

} // namespace descant::media
