// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/clip_encoding.h"

#include "core/media/audio_stream.h"
#include "core/media/internal/clip_encoders.h"
#include "core/media/internal/frame_decoder.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace descant::media {
namespace {

constexpr std::int64_t kSoundPiece = 8192;
constexpr int kMostAacChannels = 8;

/// What was opened; nothing where the file has no such stream.
template <typename Opened> Outcome<Opened> ifThere(Outcome<Opened> opened, ErrorCode none)
{
    if (opened)
        return opened;
    const Error* const error = std::get_if<Error>(&opened.error());
    return error != nullptr && error->code == none ? Outcome<Opened>(Opened()) : std::move(opened);
}

std::int64_t sampleAt(MediaTime time, int rate)
{
    return av_rescale_rnd(time.count(), rate, 1'000'000, AV_ROUND_NEAR_INF);
}

/// 24 bits where the source has more than 16 of them, and where it was never coded with loss.
AVCodecID pcmFor(const AVStream& stream)
{
    const AVCodecParameters& coded = *stream.codecpar;
    const auto format = static_cast<AVSampleFormat>(coded.format);
    const bool isWide = format == AV_SAMPLE_FMT_S32 || format == AV_SAMPLE_FMT_S32P || format == AV_SAMPLE_FMT_DBL
        || (format == AV_SAMPLE_FMT_FLT && av_get_exact_bits_per_sample(coded.codec_id) > 16);
    return isWide ? AV_CODEC_ID_PCM_S24LE : AV_CODEC_ID_PCM_S16LE;
}

class ClipEncoding {
public:
    ClipEncoding(const CutOrder& order, std::stop_token stop) : m_order(order), m_stop(std::move(stop)) { }

    Outcome<CutClip> run()
    {
        DESCANT_CHECK(openSource());
        chooseFrames();
        DESCANT_CHECK(readSound());
        if (!m_hasFrames && m_piece.empty())
            return fail(ErrorCode::EmptyRange, m_order.source.string());
        m_clip.path = m_order.target.string() + (m_hasFrames ? ".mp4" : ".wav");
        DESCANT_TRY(MediaOutput output, MediaOutput::create(m_clip.path, m_hasFrames ? "mp4" : "wav"));
        DESCANT_CHECK(openEncoders(output));
        DESCANT_CHECK(output.begin());
        DESCANT_CHECK(encodeAll());
        DESCANT_CHECK(output.finish());
        m_clip.mode = CutMode::Encode;
        const MediaTime soundEnd = m_sound ? fromTicks(m_clip.samples, {1, m_sound->sampleRate()}) : MediaTime{0};
        m_clip.held = {m_order.range.start, m_order.range.start + std::max(m_picturesEnd, soundEnd)};
        return m_clip;
    }

private:
    Outcome<void> openSource()
    {
        DESCANT_TRY(m_input, openInput(m_order.source, m_stop));
        DESCANT_TRY(m_pictures, ifThere(FrameDecoder::open(m_order.source, m_stop), ErrorCode::NoVideoStream));
        const int sound = bestStream(*m_input, AVMEDIA_TYPE_AUDIO);
        if (sound < 0)
            return {};
        m_soundSource = m_input->streams[sound];
        const AVCodecParameters& coded = *m_soundSource->codecpar;
        AudioShape shape;
        if (m_pictures) { // its sound becomes AAC
            shape.sampleRate = coded.sample_rate > 0 ? aacRateFor(coded.sample_rate) : 0;
            shape.channels = coded.ch_layout.nb_channels > kMostAacChannels ? 2 : 0;
        }
        DESCANT_TRY(m_sound, AudioStream::open(m_order.source, shape));
        DESCANT_CHECK(m_sound->seek(m_order.range.start));
        const int rate = m_sound->sampleRate();
        m_samplesLeft = sampleAt(m_order.range.end, rate) - sampleAt(m_order.range.start, rate);
        return {};
    }

    /// Those that appear in the range; where none does, the one that is shown meanwhile.
    void chooseFrames()
    {
        if (!m_pictures)
            return;
        const FrameTable& table = m_pictures->table();
        m_first = table.firstFrom(m_order.range.start);
        m_end = table.firstFrom(m_order.range.end);
        if (m_first >= m_end && m_order.range.start < table.end()) {
            m_first = table.frameAt(m_order.range.start);
            m_end = m_first + 1;
        }
        m_hasFrames = m_first < m_end;
    }

    /// One more piece; empty at the end of the sound or the range.
    Outcome<void> readSound()
    {
        m_piece.clear();
        if (!m_sound || m_samplesLeft <= 0)
            return {};
        const std::int64_t wanted = std::min(m_samplesLeft, kSoundPiece);
        m_piece.resize(static_cast<std::size_t>(wanted * m_sound->channels()));
        DESCANT_TRY(const std::size_t got, m_sound->read(m_piece, m_stop));
        m_piece.resize(got * static_cast<std::size_t>(m_sound->channels()));
        m_samplesLeft = static_cast<std::int64_t>(got) < wanted ? 0 : m_samplesLeft - wanted;
        return {};
    }

    Outcome<void> openEncoders(MediaOutput& output)
    {
        if (m_hasFrames) {
            DESCANT_TRY(const AVFrame* const first, m_pictures->decode(m_first, LookBack::No, m_stop));
            DESCANT_TRY(m_pictureEncoder,
                        PictureEncoder::create(output, m_pictures->stream(), *first, m_order.quality));
        }
        if (!m_piece.empty()) {
            const AVCodecID codec = m_hasFrames ? AV_CODEC_ID_AAC : pcmFor(*m_soundSource);
            DESCANT_TRY(m_soundEncoder,
                        SoundEncoder::create(output, codec, m_sound->sampleRate(), m_sound->channels(), m_soundSource));
        }
        return {};
    }

    Outcome<void> encodeAll()
    {
        for (std::int64_t number = m_first; number < m_end; ++number) {
            const MediaTime time = std::max(m_pictures->table().timeOf(number) - m_order.range.start, MediaTime{0});
            DESCANT_CHECK(encodeSoundUntil(time));
            DESCANT_CHECK(encodeFrame(number));
        }
        DESCANT_CHECK(encodeSoundUntil(MediaTime::max()));
        if (m_pictureEncoder)
            DESCANT_CHECK(m_pictureEncoder->finish());
        if (m_soundEncoder) {
            DESCANT_CHECK(m_soundEncoder->finish());
            m_clip.samples = m_soundEncoder->added();
        }
        return {};
    }

    /// So that picture and sound lie side by side in the file.
    Outcome<void> encodeSoundUntil(MediaTime time)
    {
        while (!m_piece.empty() && fromTicks(m_soundEncoder->added(), {1, m_sound->sampleRate()}) <= time) {
            DESCANT_CHECK(m_soundEncoder->add(m_piece));
            DESCANT_CHECK(readSound());
        }
        return {};
    }

    Outcome<void> encodeFrame(std::int64_t number)
    {
        if (m_stop.stop_requested())
            return cancelled();
        DESCANT_TRY(const AVFrame* const frame, m_pictures->decode(number, LookBack::No, m_stop));
        const FrameTable& table = m_pictures->table();
        const MediaTime end =
            std::min(number + 1 < table.count() ? table.timeOf(number + 1) : table.end(), m_order.range.end);
        const std::int64_t from = ticksAt(m_order.range.start);
        const std::int64_t pts = std::max<std::int64_t>(table.ptsOf(number) - from, 0);
        const std::int64_t length = ticksAt(end) - from - pts;
        DESCANT_CHECK(m_pictureEncoder->add(*frame, pts, std::max<std::int64_t>(length, 1)));
        m_picturesEnd = end - m_order.range.start;
        ++m_clip.frames;
        return {};
    }

    /// In the time base of the pictures.
    std::int64_t ticksAt(MediaTime time) const
    {
        const MediaTime stamp = time + startOf(*m_input);
        return av_rescale_q(stamp.count(), {1, 1'000'000}, m_pictures->stream().time_base);
    }

    const CutOrder& m_order;
    std::stop_token m_stop;
    InputPointer m_input;
    AVStream* m_soundSource = nullptr; ///< of the input
    std::unique_ptr<FrameDecoder> m_pictures;
    std::unique_ptr<AudioStream> m_sound;
    std::optional<PictureEncoder> m_pictureEncoder;
    std::optional<SoundEncoder> m_soundEncoder;
    bool m_hasFrames = false;
    std::int64_t m_first = 0, m_end = 0; ///< frames
    std::int64_t m_samplesLeft = 0;
    std::vector<float> m_piece; ///< sound that was read and not encoded
    MediaTime m_picturesEnd{0};
    CutClip m_clip;
};

} // namespace

Outcome<CutClip> encodeClip(const CutOrder& order, std::stop_token stop)
{
    return ClipEncoding(order, std::move(stop)).run();
}

} // namespace descant::media
