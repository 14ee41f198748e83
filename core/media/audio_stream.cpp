// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/audio_stream.h"

#include "core/media/internal/ffmpeg.h"
#include "core/media/internal/sound_conversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace descant::media {
namespace {

/// Encoded sound needs what came before it: seek this much earlier and throw the difference away.
constexpr MediaTime kPreroll{300'000};
/// Containers round time stamps; only what is further off is a gap, or sound that comes twice.
constexpr MediaTime kTolerance{20'000};
/// Who steps back further than this has not sent sound twice but begun to count anew (joined files).
constexpr MediaTime kMostOverlap = std::chrono::seconds(1);
/// No gap is longer, whatever a damaged file says.
constexpr MediaTime kMostSilence = std::chrono::hours(24);
// libswresample's own limit, and more than any device records: a header may claim anything.
constexpr int kMostChannels = 64;
constexpr int kHighestRate = 1'000'000;

/// Decoded sound without a gap.
struct Run {
    std::int64_t start = 0;     ///< sample of its first, counted from time 0
    std::vector<float> samples; ///< interleaved
};

MediaTime mostSilenceIn(const AVFormatContext& input)
{
    const bool known = input.duration > 0 && input.duration_estimation_method != AVFMT_DURATION_FROM_BITRATE;
    return known ? std::min(MediaTime{input.duration}, kMostSilence) : kMostSilence;
}

} // namespace

struct AudioStream::State {
    std::filesystem::path path;
    InputPointer input;
    CodecPointer codec;
    SoundConversion conversion;
    PacketPointer packet = newPacket();
    FramePointer frame = newFrame();
    int stream = -1;
    int sampleRate = 0;
    int channels = 0;
    MediaTime start{0};
    MediaTime mostSilence = kMostSilence;
    std::int64_t position = 0; ///< sample that the next read begins with
    std::deque<Run> runs;      ///< decoded and not read yet; the last one stays, to tell where sound goes on
    std::int64_t shift = 0;    ///< what to add to time stamps since they jumped without sense
    bool ended = false;

    std::int64_t sampleAt(MediaTime time) const
    {
        return av_rescale_rnd(time.count(), sampleRate, 1'000'000, AV_ROUND_NEAR_INF);
    }
    std::int64_t framesOf(const Run& run) const { return std::ssize(run.samples) / channels; }
    std::int64_t endOf(const Run& run) const { return run.start + framesOf(run); }
    /// Where the decoded sound ends.
    std::int64_t end() const { return runs.empty() ? 0 : endOf(runs.back()); }

    std::optional<std::int64_t> stampOf(const AVFrame& decoded) const;
    std::int64_t placeOf(const AVFrame& decoded);
    void append(AVFrame& decoded);
    bool decodeMore();
    void feed();
    void dropRead();
    void copyTo(std::span<float> samples) const;
};

AudioStream::AudioStream(std::unique_ptr<State> state) : m_state(std::move(state)) { }
AudioStream::~AudioStream() = default;
int AudioStream::sampleRate() const { return m_state->sampleRate; }
int AudioStream::channels() const { return m_state->channels; }
SampleForm AudioStream::form() const
{
    const AVSampleFormat format = av_get_packed_sample_fmt(m_state->codec->sample_fmt);
    return format == AV_SAMPLE_FMT_FLT || format == AV_SAMPLE_FMT_DBL ? SampleForm::Floats : SampleForm::Integers;
}

Result<std::unique_ptr<AudioStream>> AudioStream::open(const std::filesystem::path& path, AudioShape shape)
{
    auto state = std::make_unique<State>();
    state->path = path;
    DESCANT_TRY(state->input, openInput(path));
    state->stream = bestStream(*state->input, AVMEDIA_TYPE_AUDIO);
    if (state->stream < 0)
        return fail(ErrorCode::NoAudioStream, path.string());
    readOnly(*state->input, {state->stream});
    DESCANT_TRY(state->codec, openDecoder(*state->input->streams[state->stream], path));
    const AVCodecContext& codec = *state->codec;
    if (codec.sample_rate <= 0 || codec.ch_layout.nb_channels <= 0)
        return fail(ErrorCode::NoAudioStream, path.string(), "its sound has no rate or no channels");
    if (codec.sample_rate > kHighestRate || codec.ch_layout.nb_channels > kMostChannels)
        return fail(
            ErrorCode::UnsupportedCodec, path.string(),
            fmt::format("its sound claims {} channels at {} Hz", codec.ch_layout.nb_channels, codec.sample_rate),
            fmt::format("use sound of at most {} channels and {} Hz", kMostChannels, kHighestRate));
    state->sampleRate = shape.sampleRate > 0 ? shape.sampleRate : codec.sample_rate;
    state->channels = shape.channels > 0 ? shape.channels : codec.ch_layout.nb_channels;
    state->conversion = SoundConversion(codec, state->sampleRate, state->channels);
    state->start = startOf(*state->input);
    state->mostSilence = mostSilenceIn(*state->input);
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
    s.conversion.reset();
    s.runs.clear();
    s.shift = 0;
    s.ended = false;
    s.position = s.sampleAt(time);
    return {};
}

std::optional<std::int64_t> AudioStream::State::stampOf(const AVFrame& decoded) const
{
    const std::int64_t pts = decoded.pts != AV_NOPTS_VALUE ? decoded.pts : decoded.best_effort_timestamp;
    if (pts == AV_NOPTS_VALUE)
        return std::nullopt;
    return sampleAt(fromTicks(pts, rational(input->streams[stream]->time_base)) - start);
}

/// The sample that the frame begins with: what its time stamp says, unless that cannot be.
std::int64_t AudioStream::State::placeOf(const AVFrame& decoded)
{
    const std::optional<std::int64_t> stamp = stampOf(decoded);
    const bool first = runs.empty();
    const std::int64_t expected = first ? position : end() + conversion.held();
    if (!stamp)
        return first ? 0 : expected;
    const std::int64_t jump = *stamp + shift - expected;
    if (jump > sampleAt(mostSilence) || (!first && jump < -sampleAt(kMostOverlap)))
        shift -= jump;
    return *stamp + shift;
}

/// Puts the sound behind what there is: after a gap as a run of its own, and without what was there already.
void AudioStream::State::append(AVFrame& decoded)
{
    const std::int64_t place = placeOf(decoded);
    const std::int64_t gap = runs.empty() ? 0 : place - (end() + conversion.held());
    if (!runs.empty() && gap > sampleAt(kTolerance))
        conversion.drain(runs.back().samples);
    if (runs.empty() || gap > sampleAt(kTolerance))
        runs.push_back({place, {}});
    std::vector<float>& samples = runs.back().samples;
    const std::ptrdiff_t before = std::ssize(samples);
    conversion.append(decoded, samples);
    if (gap < -sampleAt(kTolerance)) {
        const std::int64_t twice = std::min<std::int64_t>(-gap * channels, std::ssize(samples) - before);
        samples.erase(samples.begin() + before, samples.begin() + before + twice);
    }
}

/// One more decoded frame; false at the end.
bool AudioStream::State::decodeMore()
{
    while (true) {
        const int code = avcodec_receive_frame(codec.get(), frame.get());
        if (code >= 0) {
            append(*frame);
            av_frame_unref(frame.get());
            return true;
        }
        if (code == AVERROR_EOF) {
            if (!runs.empty())
                conversion.drain(runs.back().samples);
            return false;
        }
        // A frame that cannot be decoded leaves a gap: what follows it may be whole again.
        if (code == AVERROR(EAGAIN))
            feed();
    }
}

void AudioStream::State::feed()
{
    if (av_read_frame(input.get(), packet.get()) < 0) {
        avcodec_send_packet(codec.get(), nullptr);
        return;
    }
    if (packet->stream_index == stream)
        avcodec_send_packet(codec.get(), packet.get());
    av_packet_unref(packet.get());
}

/// Drops what lies before the position.
void AudioStream::State::dropRead()
{
    while (runs.size() > 1 && endOf(runs.front()) <= position)
        runs.pop_front();
    if (runs.empty() || runs.front().start >= position)
        return;
    Run& run = runs.front();
    const std::int64_t drop = std::min(position - run.start, framesOf(run));
    run.samples.erase(run.samples.begin(), run.samples.begin() + static_cast<std::ptrdiff_t>(drop * channels));
    run.start += drop;
}

/// Fills from the position on; zeros where nothing is.
void AudioStream::State::copyTo(std::span<float> samples) const
{
    std::fill(samples.begin(), samples.end(), 0.0F);
    const std::int64_t last = position + std::ssize(samples) / channels;
    for (const Run& run : runs) {
        const std::int64_t from = std::max(run.start, position);
        const std::int64_t to = std::min(endOf(run), last);
        if (from < to)
            std::copy_n(run.samples.begin() + (from - run.start) * channels, (to - from) * channels,
                        samples.begin() + (from - position) * channels);
    }
}

Outcome<std::size_t> AudioStream::read(std::span<float> samples, std::stop_token stop)
{
    State& s = *m_state;
    const auto wanted = std::ssize(samples) / s.channels;
    while (!s.ended && s.end() < s.position + wanted) {
        if (stop.stop_requested())
            return cancelled();
        s.ended = !s.decodeMore();
        s.dropRead();
    }
    s.copyTo(samples);
    const std::int64_t given = s.ended ? std::clamp<std::int64_t>(s.end() - s.position, 0, wanted) : wanted;
    s.position += given;
    s.dropRead();
    return static_cast<std::size_t>(given);
}

} // namespace descant::media
