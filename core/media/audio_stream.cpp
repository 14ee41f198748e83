// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/audio_stream.h"

#include "core/media/internal/ffmpeg.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace descant::media {

struct AudioStream::State {
    std::filesystem::path path;
    InputPointer input;
    CodecPointer codec;
    ResamplerPointer resampler;
    PacketPointer packet = newPacket();
    FramePointer frame = newFrame();
    int stream = -1;
    int sampleRate = 0;
    int channels = 0;
    MediaTime start{0};
    std::int64_t position = 0;         ///< sample that the next read begins with
    std::int64_t bufferStart = 0;      ///< sample of the buffer's first
    std::vector<float> buffer;         ///< decoded and not read yet, interleaved
    bool positioned = false;           ///< false until a decoded frame has told where the buffer begins
    bool ended = false;

    std::int64_t buffered() const { return static_cast<std::int64_t>(buffer.size()) / channels; }
    std::int64_t sampleAt(MediaTime time) const { return av_rescale_rnd(time.count(), sampleRate, 1'000'000, AV_ROUND_NEAR_INF); }
};

namespace {

/// Encoded sound needs what came before it: seek this much earlier and throw the difference away.
constexpr MediaTime kPreroll{300'000};

Result<ResamplerPointer> makeResampler(const AVCodecContext& codec, int sampleRate, int channels, const std::string& path)
{
    AVChannelLayout in{};
    if (codec.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
        av_channel_layout_default(&in, codec.ch_layout.nb_channels);
    else
        av_channel_layout_copy(&in, &codec.ch_layout);
    AVChannelLayout out{};
    if (channels == in.nb_channels)
        av_channel_layout_copy(&out, &in);
    else
        av_channel_layout_default(&out, channels);
    SwrContext* made = nullptr;
    swr_alloc_set_opts2(&made, &out, AV_SAMPLE_FMT_FLT, sampleRate, &in, codec.sample_fmt, codec.sample_rate, 0, nullptr);
    ResamplerPointer resampler(made);
    av_channel_layout_uninit(&in);
    av_channel_layout_uninit(&out);
    if (!resampler || swr_init(resampler.get()) < 0)
        return fail(ErrorCode::UnsupportedCodec, path, "its sound cannot be converted");
    return resampler;
}

} // namespace

AudioStream::AudioStream(std::unique_ptr<State> state) : m_state(std::move(state)) {}
AudioStream::~AudioStream() = default;
int AudioStream::sampleRate() const { return m_state->sampleRate; }
int AudioStream::channels() const { return m_state->channels; }

Result<std::unique_ptr<AudioStream>> AudioStream::open(const std::filesystem::path& path, AudioShape shape)
{
    auto state = std::make_unique<State>();
    state->path = path;
    DESCANT_TRY(state->input, openInput(path));
    state->stream = bestStream(*state->input, AVMEDIA_TYPE_AUDIO);
    if (state->stream < 0)
        return fail(ErrorCode::NoAudioStream, path.string());
    for (unsigned int i = 0; i < state->input->nb_streams; ++i)
        state->input->streams[i]->discard = static_cast<int>(i) == state->stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    DESCANT_TRY(state->codec, openDecoder(*state->input->streams[state->stream], path));
    state->sampleRate = shape.sampleRate > 0 ? shape.sampleRate : state->codec->sample_rate;
    state->channels = shape.channels > 0 ? shape.channels : state->codec->ch_layout.nb_channels;
    if (state->sampleRate <= 0 || state->channels <= 0)
        return fail(ErrorCode::NoAudioStream, path.string(), "its sound has no rate or no channels");
    DESCANT_TRY(state->resampler, makeResampler(*state->codec, state->sampleRate, state->channels, path.string()));
    state->start = startOf(*state->input);
    return std::unique_ptr<AudioStream>(new AudioStream(std::move(state)));
}

Result<void> AudioStream::seek(MediaTime time)
{
    State& s = *m_state;
    const AVStream& stream = *s.input->streams[s.stream];
    const MediaTime target = std::max(time - kPreroll, MediaTime{0}) + s.start;
    const std::int64_t ticks = av_rescale_q(target.count(), {1, 1'000'000}, stream.time_base);
    if (time - kPreroll <= MediaTime{0})
        avformat_seek_file(s.input.get(), s.stream, INT64_MIN, ticks, ticks, AVSEEK_FLAG_BACKWARD);
    else if (const int code = av_seek_frame(s.input.get(), s.stream, ticks, AVSEEK_FLAG_BACKWARD); code < 0)
        return fail(errorFromFfmpeg(code, s.path, ErrorCode::MediaTruncated));
    avcodec_flush_buffers(s.codec.get());
    swr_init(s.resampler.get());
    s.buffer.clear();
    s.positioned = false;
    s.ended = false;
    s.position = s.sampleAt(time);
    return {};
}

namespace {

/// Converts what was decoded and puts it behind the buffer; tells the buffer's place from the first time stamp.
template <typename State>
void append(State& s, const AVFrame* frame)
{
    if (frame && !s.positioned) {
        const std::int64_t pts = frame->pts != AV_NOPTS_VALUE ? frame->pts : frame->best_effort_timestamp;
        const Rational timeBase = rational(s.input->streams[s.stream]->time_base);
        s.bufferStart = pts == AV_NOPTS_VALUE ? 0 : s.sampleAt(fromTicks(pts, timeBase) - s.start);
        s.positioned = true;
    }
    const int samples = frame ? frame->nb_samples : 0;
    const int room = swr_get_out_samples(s.resampler.get(), samples);
    if (room <= 0)
        return;
    const std::size_t before = s.buffer.size();
    s.buffer.resize(before + static_cast<std::size_t>(room) * s.channels);
    auto* out = reinterpret_cast<std::uint8_t*>(s.buffer.data() + before);
    const auto** in = frame ? const_cast<const std::uint8_t**>(frame->extended_data) : nullptr;
    const int made = swr_convert(s.resampler.get(), &out, room, in, samples);
    s.buffer.resize(before + static_cast<std::size_t>(std::max(made, 0)) * s.channels);
}

/// One more decoded frame into the buffer; false at the end.
template <typename State>
bool decodeMore(State& s)
{
    while (true) {
        const int code = avcodec_receive_frame(s.codec.get(), s.frame.get());
        if (code >= 0) {
            append(s, s.frame.get());
            av_frame_unref(s.frame.get());
            return true;
        }
        if (code != AVERROR(EAGAIN)) {
            append(s, nullptr);
            return false;
        }
        const int read = av_read_frame(s.input.get(), s.packet.get());
        if (read < 0) {
            avcodec_send_packet(s.codec.get(), nullptr);
        } else {
            if (s.packet->stream_index == s.stream)
                avcodec_send_packet(s.codec.get(), s.packet.get());
            av_packet_unref(s.packet.get());
        }
    }
}

/// Drops what lies before the position.
template <typename State>
void dropRead(State& s)
{
    if (!s.positioned || s.bufferStart >= s.position)
        return;
    const std::int64_t drop = std::min(s.position - s.bufferStart, s.buffered());
    s.buffer.erase(s.buffer.begin(), s.buffer.begin() + static_cast<std::ptrdiff_t>(drop * s.channels));
    s.bufferStart += drop;
}

} // namespace

Outcome<std::size_t> AudioStream::read(std::span<float> samples, std::stop_token stop)
{
    State& s = *m_state;
    const auto wanted = static_cast<std::int64_t>(samples.size()) / s.channels;
    while (!s.ended && (!s.positioned || s.bufferStart + s.buffered() < s.position + wanted)) {
        if (stop.stop_requested())
            return cancelled();
        s.ended = !decodeMore(s);
        dropRead(s);
    }
    dropRead(s);
    std::fill(samples.begin(), samples.end(), 0.0F);
    // Zeros before the buffer begins (the sound starts later), then what is there.
    const std::int64_t lead = s.positioned ? std::clamp<std::int64_t>(s.bufferStart - s.position, 0, wanted) : 0;
    const std::int64_t there = s.positioned ? std::min(wanted - lead, s.buffered()) : 0;
    std::copy_n(s.buffer.begin(), there * s.channels, samples.begin() + static_cast<std::ptrdiff_t>(lead * s.channels));
    const std::int64_t given = there > 0 || lead == wanted ? lead + there : 0;
    s.position += given;
    return static_cast<std::size_t>(given);
}

} // namespace descant::media
