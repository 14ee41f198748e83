// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/frame_decoder.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace descant::media {
namespace {

/// How many frames before a wanted one are decoded in any case, for stepping back: few at first, for who only looks;
/// two seconds for who does step back.
constexpr std::int64_t kFirstLookBack = 6;
constexpr std::int64_t kLongLookBack = 50;

/// Whether every packet of the stream is a whole picture, and one that calls itself unused by others really is. A field
/// may be a packet of its own, and in HEVC "unused" holds only within a temporal layer.
bool hasWholePackets(const AVCodecParameters& coded)
{
    switch (coded.codec_id) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_MPEG4:
    case AV_CODEC_ID_MPEG1VIDEO:
    case AV_CODEC_ID_MPEG2VIDEO:
        return coded.field_order == AV_FIELD_PROGRESSIVE;
    default:
        return false;
    }
}

} // namespace

FrameDecoder::FrameDecoder(std::filesystem::path path, ScannedStream scanned, StreamDecoder decoder)
    : m_path(std::move(path)),
      m_scanned(std::move(scanned)),
      m_decoder(std::move(decoder)),
      m_wholePackets(hasWholePackets(*stream().codecpar))
{
    m_decoder.onPacket([this](AVPacket& packet) { return look(packet); });
}

Outcome<std::unique_ptr<FrameDecoder>> FrameDecoder::open(const std::filesystem::path& path, std::stop_token stop)
{
    DESCANT_TRY(InputPointer input, openInput(path, stop));
    const int stream = bestStream(*input, AVMEDIA_TYPE_VIDEO);
    if (stream < 0)
        return fail(ErrorCode::NoVideoStream, path.string());
    DESCANT_TRY(auto scanned, scanStreams(path, *input, {stream}, std::move(stop)));
    if (scanned[stream].table.count() == 0)
        return fail(ErrorCode::MediaTruncated, path.string(), "it holds no frame");
    DESCANT_TRY(StreamDecoder decoder, StreamDecoder::make(path, std::move(input), stream));
    return std::unique_ptr<FrameDecoder>(new FrameDecoder(path, std::move(scanned[stream]), std::move(decoder)));
}

StreamDecoder::After FrameDecoder::look(AVPacket& packet)
{
    if (!m_scanned.order.empty())
        label(packet);
    const std::int64_t number = numberAt(packet.pts);
    const bool leftOut = number >= 0 && number < m_wholeFrom;
    m_decoder.codec().skip_frame = leftOut ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
    return m_last >= 0 && number == m_last ? StreamDecoder::After::End : StreamDecoder::After::More;
}

/// Where packets carry no time of presentation they are numbered: the decoder hands the number on to their frames.
void FrameDecoder::label(AVPacket& packet)
{
    const std::int64_t number = m_scanned.order.find(packet, m_packet);
    packet.pts = number >= 0 ? number : AV_NOPTS_VALUE;
    m_packet = number >= 0 ? number + 1 : -1;
}

std::int64_t FrameDecoder::numberOf(const AVFrame& frame) const
{
    const bool stamped = !m_scanned.order.empty() || frame.pts != AV_NOPTS_VALUE;
    return numberAt(stamped ? frame.pts : frame.best_effort_timestamp);
}

std::int64_t FrameDecoder::numberAt(std::int64_t pts) const
{
    return m_scanned.order.empty() ? table().frameOfPts(pts) : m_scanned.order.frameOf(pts);
}

Result<void> FrameDecoder::goTo(std::int64_t keyframe)
{
    const std::int64_t target = m_scanned.order.empty() ? table().ptsOf(keyframe) : m_scanned.order.dtsOf(keyframe);
    AVFormatContext* const input = &m_decoder.input();
    const bool sought = target != AV_NOPTS_VALUE
        && (avformat_seek_file(input, stream().index, INT64_MIN, target, target, 0) >= 0
            || av_seek_frame(input, stream().index, target, AVSEEK_FLAG_BACKWARD) >= 0);
    if (!sought)
        return goToFront();
    m_decoder.startHere();
    m_position = -1;
    m_earliest = keyframe;
    m_packet = -1;
    m_needsSeek = false;
    return {};
}

Result<void> FrameDecoder::goToFront()
{
    DESCANT_CHECK(m_decoder.startAtFront());
    m_position = -1;
    m_earliest = 0;
    m_packet = 0;
    m_needsSeek = false;
    return {};
}

Outcome<std::optional<std::int64_t>> FrameDecoder::next(std::stop_token stop)
{
    while (true) {
        Outcome<FramePointer> frame = m_decoder.next(stop);
        if (!frame || !*frame) {
            // Where the decoder stands is unclear now, or at the end: the next call seeks.
            m_needsSeek = true;
            if (!frame)
                return fail(std::move(frame.error()));
            return std::optional<std::int64_t>();
        }
        const std::int64_t number = numberOf(**frame);
        if (number < m_earliest)
            continue;
        m_cache.keep(number, std::move(*frame));
        m_position = number;
        return std::optional<std::int64_t>(number);
    }
}

Outcome<FrameDecoder::Passage> FrameDecoder::passTo(std::int64_t number, std::stop_token stop)
{
    Passage passage;
    passage.first = passage.before = m_position;
    while (true) {
        DESCANT_TRY(const std::optional<std::int64_t> decoded, next(stop));
        const std::int64_t here = decoded.value_or(table().count());
        if (passage.first < 0 && decoded)
            passage.first = here;
        passage.met = here == number;
        if (here < number) {
            passage.before = std::max(passage.before, here);
            continue;
        }
        passage.after = here;
        return passage;
    }
}

Outcome<FrameDecoder::Passage> FrameDecoder::search(std::int64_t number, std::stop_token stop)
{
    const std::int64_t keyframe = table().keyframeBefore(number);
    const bool ahead = !m_needsSeek && m_position >= keyframe && m_position < number;
    std::int64_t from = keyframe;
    // Twice as far each time: what cannot be decoded at all must not be decoded over and over.
    for (std::int64_t step = 1; from > 0 || step == 1; step *= 2) {
        if (step > 1 || !ahead)
            DESCANT_CHECK(goTo(from));
        DESCANT_TRY(const Passage passage, passTo(number, stop));
        // Who came past the keyframe without meeting the frame will not meet it from further back.
        if (passage.met || (passage.first >= 0 && passage.first <= keyframe && passage.before >= 0))
            return passage;
        for (std::int64_t back = 0; back < step && from > 0; ++back)
            from = table().keyframeBefore(from - 1);
    }
    // No index leads to the pictures before a stream's first keyframe.
    DESCANT_CHECK(goToFront());
    return passTo(number, std::move(stop));
}

Outcome<std::optional<FrameDecoder::Passage>> FrameDecoder::searchQuickly(std::int64_t number, LookBack lookBack,
                                                                          std::stop_token stop)
{
    const std::int64_t keyframe = table().keyframeBefore(number);
    const bool steppingBack = number < m_asked && number >= m_asked - kFirstLookBack;
    const std::int64_t before = steppingBack ? kLongLookBack : kFirstLookBack;
    const std::int64_t wholeFrom = lookBack == LookBack::Yes ? number - before : number;
    if (!m_wholePackets || wholeFrom <= keyframe || m_damaged.contains(keyframe))
        return std::optional<Passage>();
    const std::int64_t failures = m_decoder.failures();
    m_wholeFrom = wholeFrom;
    const Outcome<Passage> passage = search(number, std::move(stop));
    m_wholeFrom = 0;
    if (!passage)
        return fail(passage.error());
    if (passage->met && m_decoder.failures() == failures)
        return std::optional(*passage);
    // How a decoder conceals what is lost depends on all pictures before it, and only what is missing on the whole way
    // is lost.
    m_damaged.insert(keyframe);
    m_cache.clear();
    m_needsSeek = true;
    return std::optional<Passage>();
}

Result<std::int64_t> FrameDecoder::standIn(std::int64_t number, const Passage& passage)
{
    const std::int64_t chosen = passage.before >= 0 ? passage.before : passage.after;
    if (chosen >= table().count())
        return fail(ErrorCode::MediaTruncated, m_path.string(), "none of its frames can be decoded");
    for (std::int64_t lost = passage.before + 1; lost < passage.after; ++lost)
        m_standIns[lost] = chosen;
    m_standIns[number] = chosen;
    return chosen;
}

Outcome<const AVFrame*> FrameDecoder::decodeAlone(std::int64_t keyframe, std::stop_token stop)
{
    if (const AVFrame* frame = m_cache.find(keyframe))
        return frame;
    if (!m_wholePackets || m_standIns.contains(keyframe))
        return decode(keyframe, LookBack::No, std::move(stop));
    DESCANT_CHECK(goTo(keyframe));
    m_last = keyframe;
    const Outcome<Passage> passage = passTo(keyframe, stop);
    m_last = -1;
    // The decoder was told that the film ends here.
    m_needsSeek = true;
    if (!passage)
        return fail(passage.error());
    return passage->met ? m_cache.find(keyframe) : decode(keyframe, LookBack::No, std::move(stop));
}

Outcome<const AVFrame*> FrameDecoder::decode(std::int64_t number, LookBack lookBack, std::stop_token stop)
{
    if (number < 0 || number >= table().count())
        return fail(ErrorCode::EmptyRange, m_path.string(), "it has no frame " + std::to_string(number));
    if (const auto known = m_standIns.find(number); known != m_standIns.end())
        number = known->second;
    if (const AVFrame* frame = m_cache.find(number)) {
        m_asked = number;
        return frame;
    }
    DESCANT_TRY(std::optional<Passage> passage, searchQuickly(number, lookBack, stop));
    m_asked = number;
    if (!passage) {
        DESCANT_TRY(passage, search(number, stop));
    }
    if (passage->met)
        return m_cache.find(number);
    DESCANT_TRY(const std::int64_t other, standIn(number, *passage));
    if (const AVFrame* frame = m_cache.find(other))
        return frame;
    DESCANT_TRY(const Passage again, search(other, std::move(stop)));
    if (!again.met)
        return fail(ErrorCode::MediaTruncated, m_path.string(),
                    "frame " + std::to_string(other) + " cannot be decoded");
    return m_cache.find(other);
}

} // namespace descant::media
