// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/media_writer.h"

#include "core/base/file.h"
#include "core/media/internal/ffmpeg.h"

#include <cerrno>
#include <utility>
#include <vector>

namespace descant::media {

namespace fs = std::filesystem;

namespace {

struct FreeOutput {
    void operator()(AVFormatContext* output) const
    {
        avio_closep(&output->pb);
        avformat_free_context(output);
    }
};

} // namespace

struct MediaWriter::State {
    fs::path path;
    fs::path part;
    MediaWriterOptions options;
    std::unique_ptr<AVFormatContext, FreeOutput> output;
    CodecPointer video;
    CodecPointer audio;
    AVStream* videoStream = nullptr;   ///< owned by the output
    AVStream* audioStream = nullptr;
    ScalerPointer scaler;
    PacketPointer packet = newPacket();
    std::int64_t nextTick = 0;
    std::int64_t nextSample = 0;
    std::vector<float> pendingAudio;
    bool finished = false;

    Error error(int code) const { return errorFromFfmpeg(code, path, ErrorCode::EncodingFailed); }

    Result<AVStream*> addStream(AVCodecContext& codec, const AVCodec& encoder, AVDictionary** settings)
    {
        codec.thread_count = 1;
        codec.flags |= AV_CODEC_FLAG_BITEXACT;
        if ((output->oformat->flags & AVFMT_GLOBALHEADER) != 0)
            codec.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        const int opened = avcodec_open2(&codec, &encoder, settings);
        av_dict_free(settings);
        if (opened < 0)
            return fail(error(opened));
        AVStream* stream = avformat_new_stream(output.get(), nullptr);
        if (!stream || avcodec_parameters_from_context(stream->codecpar, &codec) < 0)
            return fail(ErrorCode::OutOfMemory, path.string());
        stream->time_base = codec.time_base;
        return stream;
    }

    Result<void> openVideo()
    {
        const AVCodec* encoder = avcodec_find_encoder_by_name("libx264");
        if (!encoder)
            return fail(ErrorCode::EncodingFailed, path.string(), "this FFmpeg has no H.264 encoder");
        video.reset(avcodec_alloc_context3(encoder));
        video->width = options.size.width;
        video->height = options.size.height;
        video->pix_fmt = AV_PIX_FMT_YUV420P;
        video->time_base = {static_cast<int>(options.frameRate.denominator), static_cast<int>(options.frameRate.numerator)};
        video->framerate = {static_cast<int>(options.frameRate.numerator), static_cast<int>(options.frameRate.denominator)};
        video->gop_size = options.keyframeEvery;
        video->color_range = AVCOL_RANGE_MPEG;
        video->colorspace = AVCOL_SPC_SMPTE170M;
        AVDictionary* settings = nullptr;
        av_dict_set(&settings, "preset", "veryfast", 0);
        av_dict_set_int(&settings, "crf", options.quality, 0);
        DESCANT_TRY(videoStream, addStream(*video, *encoder, &settings));
        scaler.reset(sws_getContext(options.size.width, options.size.height, AV_PIX_FMT_RGB24, options.size.width,
                                    options.size.height, AV_PIX_FMT_YUV420P, SWS_BILINEAR | SWS_ACCURATE_RND, nullptr,
                                    nullptr, nullptr));
        return {};
    }

    Result<void> openAudio()
    {
        const AVCodec* encoder = avcodec_find_encoder(AV_CODEC_ID_AAC);
        if (!encoder)
            return fail(ErrorCode::EncodingFailed, path.string(), "this FFmpeg has no AAC encoder");
        audio.reset(avcodec_alloc_context3(encoder));
        audio->sample_fmt = AV_SAMPLE_FMT_FLTP;
        audio->sample_rate = options.sampleRate;
        av_channel_layout_default(&audio->ch_layout, options.channels);
        audio->bit_rate = 64'000 * options.channels;
        audio->time_base = {1, options.sampleRate};
        AVDictionary* settings = nullptr;
        DESCANT_TRY(audioStream, addStream(*audio, *encoder, &settings));
        return {};
    }

    /// Gives the encoder a frame (or the order to end) and writes the packets that come out.
    Result<void> encode(AVCodecContext& codec, AVStream& stream, const AVFrame* frame)
    {
        if (const int code = avcodec_send_frame(&codec, frame); code < 0)
            return fail(error(code));
        while (true) {
            const int code = avcodec_receive_packet(&codec, packet.get());
            if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
                return {};
            if (code < 0)
                return fail(error(code));
            av_packet_rescale_ts(packet.get(), codec.time_base, stream.time_base);
            // Without a length the last frame would end when it begins, and the container's edit list hide it.
            if (packet->duration == 0)
                packet->duration = av_rescale_q(1, codec.time_base, stream.time_base);
            packet->stream_index = stream.index;
            if (const int written = av_interleaved_write_frame(output.get(), packet.get()); written < 0)
                return fail(error(written));
        }
    }

    Result<void> encodeAudio(std::size_t frames)
    {
        const FramePointer frame = newFrame();
        frame->format = AV_SAMPLE_FMT_FLTP;
        frame->sample_rate = options.sampleRate;
        av_channel_layout_copy(&frame->ch_layout, &audio->ch_layout);
        frame->nb_samples = static_cast<int>(frames);
        if (av_frame_get_buffer(frame.get(), 0) < 0)
            return fail(ErrorCode::OutOfMemory, path.string());
        for (int channel = 0; channel < options.channels; ++channel) {
            auto* plane = reinterpret_cast<float*>(frame->data[channel]);
            for (std::size_t i = 0; i < frames; ++i)
                plane[i] = pendingAudio[i * options.channels + channel];
        }
        pendingAudio.erase(pendingAudio.begin(), pendingAudio.begin() + static_cast<std::ptrdiff_t>(frames * options.channels));
        frame->pts = nextSample;
        nextSample += static_cast<std::int64_t>(frames);
        return encode(*audio, *audioStream, frame.get());
    }
};

MediaWriter::MediaWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}

MediaWriter::~MediaWriter()
{
    const fs::path part = m_state->part;
    const bool finished = m_state->finished;
    m_state.reset();
    std::error_code problem;
    if (!finished)
        fs::remove(part, problem);
}

Result<std::unique_ptr<MediaWriter>> MediaWriter::create(const fs::path& path, const MediaWriterOptions& options)
{
    av_log_set_level(AV_LOG_FATAL);
    if (options.size.width <= 0 || options.size.height <= 0 || options.size.width % 2 != 0 || options.size.height % 2 != 0)
        return fail(ErrorCode::EncodingFailed, path.string(), "width and height must be even");
    auto state = std::make_unique<State>();
    state->path = path;
    state->part = path.string() + ".part";
    state->options = options;
    AVFormatContext* made = nullptr;
    if (const int code = avformat_alloc_output_context2(&made, nullptr, "mp4", nullptr); code < 0)
        return fail(state->error(code));
    state->output.reset(made);
    state->output->flags |= AVFMT_FLAG_BITEXACT;
    const std::string url = "file:" + state->part.string();
    if (const int code = avio_open(&state->output->pb, url.c_str(), AVIO_FLAG_WRITE); code < 0)
        return fail(errorFromFfmpeg(code, path, ErrorCode::FileNotWritable));
    std::unique_ptr<MediaWriter> writer(new MediaWriter(std::move(state)));
    State& s = *writer->m_state;
    DESCANT_CHECK(s.openVideo());
    if (options.sampleRate > 0) {
        DESCANT_CHECK(s.openAudio());
    }
    if (const int code = avformat_write_header(s.output.get(), nullptr); code < 0)
        return fail(s.error(code));
    return writer;
}

Result<void> MediaWriter::addFrame(ImageView image) { return addFrameAt(image, m_state->nextTick); }

Result<void> MediaWriter::addFrameAt(ImageView image, std::int64_t ticks)
{
    State& s = *m_state;
    if (image.width != s.options.size.width || image.height != s.options.size.height || ticks < s.nextTick)
        return fail(ErrorCode::EncodingFailed, s.path.string(), "a picture of another size, or out of order");
    const FramePointer frame = newFrame();
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = image.width;
    frame->height = image.height;
    frame->color_range = AVCOL_RANGE_MPEG;
    frame->colorspace = AVCOL_SPC_SMPTE170M;
    if (av_frame_get_buffer(frame.get(), 0) < 0)
        return fail(ErrorCode::OutOfMemory, s.path.string());
    const int stride = static_cast<int>(image.stride);
    sws_scale(s.scaler.get(), &image.pixels, &stride, 0, image.height, frame->data, frame->linesize);
    frame->pts = ticks;
    s.nextTick = ticks + 1;
    return s.encode(*s.video, *s.videoStream, frame.get());
}

Result<void> MediaWriter::addAudio(std::span<const float> samples)
{
    State& s = *m_state;
    if (!s.audio)
        return fail(ErrorCode::EncodingFailed, s.path.string(), "it was opened without sound");
    s.pendingAudio.insert(s.pendingAudio.end(), samples.begin(), samples.end());
    const auto size = static_cast<std::size_t>(s.audio->frame_size);
    while (s.pendingAudio.size() >= size * s.options.channels) {
        DESCANT_CHECK(s.encodeAudio(size));
    }
    return {};
}

Result<void> MediaWriter::finish()
{
    State& s = *m_state;
    if (s.audio) {
        if (!s.pendingAudio.empty()) {
            DESCANT_CHECK(s.encodeAudio(s.pendingAudio.size() / s.options.channels));
        }
        DESCANT_CHECK(s.encode(*s.audio, *s.audioStream, nullptr));
    }
    DESCANT_CHECK(s.encode(*s.video, *s.videoStream, nullptr));
    if (const int code = av_write_trailer(s.output.get()); code < 0)
        return fail(s.error(code));
    const int closed = avio_closep(&s.output->pb);
    if (closed < 0)
        return fail(s.error(closed));
    std::error_code problem;
    fs::rename(s.part, s.path, problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), s.path, ErrorCode::FileNotWritable));
    s.finished = true;
    return {};
}

} // namespace descant::media
