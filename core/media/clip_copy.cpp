// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/clip_copy.h"

#include "core/media/internal/media_output.h"
#include "core/media/internal/packet_scan.h"
#include "core/media/internal/packet_source.h"

#include <algorithm>
#include <set>
#include <utility>

namespace descant::media {

using namespace std::chrono_literals;

namespace {

/// A container that the streams fit in, and the ending that readers know it by.
struct Container {
    const char* name;
    const char* ending;
};

bool fitsMp4(AVCodecID codec)
{
    static const std::set<AVCodecID> kFitting{AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_MPEG4, AV_CODEC_ID_AV1,
                                              AV_CODEC_ID_VP9,  AV_CODEC_ID_AAC,  AV_CODEC_ID_MP3,   AV_CODEC_ID_AC3,
                                              AV_CODEC_ID_EAC3, AV_CODEC_ID_OPUS, AV_CODEC_ID_ALAC};
    return kFitting.contains(codec);
}

Container containerOf(const AVStream* picture, const AVStream* sound)
{
    const AVCodecID coded = sound ? sound->codecpar->codec_id : AV_CODEC_ID_NONE;
    if (picture) {
        const bool fits = fitsMp4(picture->codecpar->codec_id) && (!sound || fitsMp4(coded));
        return fits ? Container{"mp4", ".mp4"} : Container{"matroska", ".mkv"};
    }
    switch (coded) {
    case AV_CODEC_ID_PCM_S16LE:
    case AV_CODEC_ID_PCM_S24LE:
    case AV_CODEC_ID_PCM_F32LE:
        return {"wav", ".wav"};
    case AV_CODEC_ID_MP3:
        return {"mp3", ".mp3"};
    case AV_CODEC_ID_AAC:
    case AV_CODEC_ID_ALAC:
        return {"ipod", ".m4a"};
    default:
        return {"matroska", ".mka"};
    }
}

class ClipCopy {
public:
    ClipCopy(const CutOrder& order, std::stop_token stop) : m_order(order), m_stop(std::move(stop)) { }

    Outcome<std::optional<CutClip>> run()
    {
        DESCANT_TRY(m_input, openInput(m_order.source, m_stop));
        const int picture = bestStream(*m_input, AVMEDIA_TYPE_VIDEO);
        const int sound = bestStream(*m_input, AVMEDIA_TYPE_AUDIO);
        m_clip.held = m_order.range;
        if (picture >= 0) {
            DESCANT_TRY(const bool canBeCopied, choosePictures(picture));
            if (!canBeCopied)
                return std::optional<CutClip>();
        }
        const Container container = containerOf(m_first >= 0 ? m_input->streams[picture] : nullptr,
                                                sound >= 0 ? m_input->streams[sound] : nullptr);
        m_clip.path = m_order.target.string() + container.ending;
        DESCANT_TRY(MediaOutput output, MediaOutput::create(m_clip.path, container.name));
        DESCANT_CHECK(openSources(picture, sound, output.hidesBeforeZero()));
        DESCANT_CHECK(addStreams(output));
        DESCANT_CHECK(output.begin());
        DESCANT_TRY(const bool isWhole, copyAll(output));
        if (!isWhole)
            return std::optional<CutClip>();
        DESCANT_CHECK(output.finish());
        return std::optional<CutClip>(m_clip);
    }

private:
    /// From which keyframe to which frame; false when the packets do not tell, or the keyframe is hidden.
    Outcome<bool> choosePictures(int stream)
    {
        DESCANT_TRY(auto scanned, scanStreams(m_order.source, *m_input, {stream}, m_stop));
        if (!scanned[stream].order.empty())
            return false;
        m_table = std::move(scanned[stream].table);
        if (m_order.range.start >= m_table.end())
            return true;
        m_end = m_table.firstFrom(m_order.range.end);
        const std::int64_t first = m_table.firstFrom(m_order.range.start);
        m_first = m_table.keyframeBefore(first < m_end ? first : m_table.frameAt(m_order.range.start));
        m_end = std::max(m_end, m_first + 1);
        m_clip.held.start = m_table.timeOf(m_first);
        return m_table.isKeyframe(m_first);
    }

    Outcome<void> openSources(int picture, int sound, bool hidesBeforeZero)
    {
        if (m_first >= 0)
            DESCANT_CHECK(findKeyframe(picture));
        if (sound >= 0) {
            DESCANT_CHECK(findSound(sound, hidesBeforeZero));
        }
        if (!m_picture && !m_sound)
            return fail(ErrorCode::EmptyRange, m_order.source.string());
        return {};
    }

    /// To the packet that the clip begins with. Containers without an index (MPEG-TS) may be sought too far.
    Outcome<void> findKeyframe(int stream)
    {
        for (const auto back : {0s, 3s, 20s, std::chrono::seconds(24h)}) {
            const MediaTime from = std::max(m_clip.held.start - MediaTime(back), MediaTime{0});
            DESCANT_TRY(m_picture, PacketSource::open(m_order.source, stream, from, m_stop));
            while ((m_hasPicture = m_picture->next())) {
                if (m_stop.stop_requested())
                    return cancelled();
                const std::int64_t number = m_table.frameOfPts(m_picture->packet().pts);
                if (number == m_first)
                    return {};
                if (number > m_first + kMostReordered)
                    break;
            }
        }
        return fail(ErrorCode::MediaTruncated, m_order.source.string(), "a keyframe is not found again");
    }

    /// To a packet at or before the start, or the first of all.
    Outcome<void> goBeforeSound(int stream)
    {
        for (const auto back :
             {std::chrono::milliseconds(500), std::chrono::milliseconds(5s), std::chrono::milliseconds(24h)}) {
            const MediaTime from = std::max(m_clip.held.start - MediaTime(back), MediaTime{0});
            DESCANT_TRY(m_sound, PacketSource::open(m_order.source, stream, from, m_stop));
            m_hasSound = m_sound->next();
            if (from == MediaTime{0} || (m_hasSound && m_sound->time() <= m_clip.held.start))
                break;
        }
        return {};
    }

    /// To the first packet that is heard. The one before it, which its decoder builds on, goes along where it can be
    /// hidden; without a picture the clip begins where the packet does.
    Outcome<void> findSound(int stream, bool hidesBeforeZero)
    {
        DESCANT_CHECK(goBeforeSound(stream));
        const bool mustNotBegin = m_picture && !hidesBeforeZero;
        for (; m_hasSound; m_hasSound = m_sound->next()) {
            if (m_stop.stop_requested())
                return cancelled();
            const MediaTime heard = mustNotBegin ? m_sound->time() + MediaTime{1} : m_sound->end();
            if (heard > m_clip.held.start)
                break;
            m_before = m_sound->copy();
        }
        if (!m_hasSound || m_sound->time() >= m_order.range.end)
            m_sound.reset();
        else if (!m_picture)
            m_clip.held.start = std::max(m_sound->time(), MediaTime{0});
        if (!hidesBeforeZero || !m_sound)
            m_before.reset();
        return {};
    }

    Outcome<void> addStreams(MediaOutput& output)
    {
        for (const auto& [source, stream] : {std::pair{&m_picture, &m_pictureStream}, {&m_sound, &m_soundStream}}) {
            if (!*source)
                continue;
            const AVStream& from = (*source)->stream();
            DESCANT_TRY(*stream, output.addStream());
            if (avcodec_parameters_copy((*stream)->codecpar, from.codecpar) < 0)
                return fail(ErrorCode::OutOfMemory, output.path().string());
            (*stream)->codecpar->codec_tag = 0; // the container's own name for the coding
            (*stream)->time_base = from.time_base;
            copyPresentation(from, **stream);
        }
        return {};
    }

    /// False when it turns out on the way that the packets cannot be taken.
    Outcome<bool> copyAll(MediaOutput& output)
    {
        if (m_before)
            DESCANT_CHECK(writeSound(output, *m_before));
        if (m_picture) {
            DESCANT_TRY(const bool isWhole, copyPictures(output));
            if (!isWhole)
                return false;
            const std::int64_t last = m_first + m_clip.frames - 1;
            m_clip.held.end = last + 1 < m_table.count() ? m_table.timeOf(last + 1) : m_table.end();
        }
        DESCANT_CHECK(copySoundUntil(output, m_picture ? m_clip.held.end : m_order.range.end));
        if (!m_picture)
            m_clip.held.end = m_soundEnd;
        return true;
    }

    /// From the keyframe on, until every frame of the range is there and none is missing between those that are.
    Outcome<bool> copyPictures(MediaOutput& output)
    {
        DecodingTimes times(m_picture->stream());
        std::int64_t last = m_first - 1;
        std::set<std::int64_t> written;
        for (; m_hasPicture && (last < m_end - 1 || std::ssize(written) < last - m_first + 1);
             m_hasPicture = m_picture->next()) {
            if (m_stop.stop_requested())
                return cancelled();
            AVPacket& packet = m_picture->packet();
            const std::int64_t number = m_table.frameOfPts(packet.pts);
            if (number < 0)
                return false; // hidden by an edit list, though others may build on it
            if (number < m_first)
                continue; // shown before the keyframe, built on what is not there
            written.insert(number);
            last = std::max(last, number);
            DESCANT_CHECK(copySoundUntil(output, m_table.timeOf(number)));
            DESCANT_CHECK(writePicture(output, packet, number, times.next(packet)));
        }
        m_clip.frames = std::ssize(written);
        return true;
    }

    Result<void> writePicture(MediaOutput& output, AVPacket& packet, std::int64_t number, std::int64_t decodingTime)
    {
        const std::int64_t zero = m_table.ptsOf(m_first);
        if (packet.duration <= 0 && number + 1 < m_table.count())
            packet.duration = m_table.ptsOf(number + 1) - m_table.ptsOf(number);
        packet.pts -= zero;
        packet.dts = decodingTime - zero;
        return output.write(packet, m_picture->stream().time_base, *m_pictureStream);
    }

    Outcome<void> copySoundUntil(MediaOutput& output, MediaTime end)
    {
        while (m_sound && m_hasSound && m_sound->time() < end) {
            if (m_stop.stop_requested())
                return cancelled();
            m_soundEnd = m_sound->end();
            DESCANT_CHECK(writeSound(output, m_sound->packet()));
            m_hasSound = m_sound->next();
        }
        return {};
    }

    Result<void> writeSound(MediaOutput& output, AVPacket& packet)
    {
        const std::int64_t zero = m_sound->ticksAt(m_clip.held.start);
        packet.pts -= zero;
        packet.dts = packet.pts;
        return output.write(packet, m_sound->stream().time_base, *m_soundStream);
    }

    /// Frames that may be coded before one that is shown earlier.
    static constexpr std::int64_t kMostReordered = 64;

    const CutOrder& m_order;
    std::stop_token m_stop;
    InputPointer m_input;
    FrameTable m_table;
    std::int64_t m_first = -1, m_end = -1; ///< frames; -1: there is no picture
    std::optional<PacketSource> m_picture, m_sound;
    bool m_hasPicture = false, m_hasSound = false; ///< a packet is at hand
    PacketPointer m_before;                        ///< the packet before it, hidden
    MediaTime m_soundEnd{0};
    AVStream* m_pictureStream = nullptr; ///< of the output
    AVStream* m_soundStream = nullptr;
    CutClip m_clip;
};

} // namespace

Outcome<std::optional<CutClip>> copyClip(const CutOrder& order, std::stop_token stop)
{
    return ClipCopy(order, std::move(stop)).run();
}

} // namespace descant::media
