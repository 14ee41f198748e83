// SPDX-License-Identifier: GPL-3.0-or-later
// The package's small pictures and sounds. core/media hands out opaque pictures; transparency is needed here.
#include "core/demo_world/internal/stamp_files.h"

#include "core/demo_world/clip.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <algorithm>
#include <functional>
#include <memory>

namespace descant::demo_world {

namespace {

constexpr int kLargestEdge = 4096;
constexpr std::size_t kLongestSound = std::size_t(60) * kSampleRate;

struct Closer {
    void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    void operator()(SwsContext* context) const { sws_freeContext(context); }
    void operator()(SwrContext* context) const { swr_free(&context); }
};
template <typename T> using Owned = std::unique_ptr<T, Closer>;

/// A file that is open with the decoder of its one stream.
struct Source {
    Owned<AVFormatContext> container;
    Owned<AVCodecContext> decoder;
    int stream = -1;
};

tl::unexpected<Error> unreadable(const std::filesystem::path& path, std::string why)
{
    return fail(ErrorCode::CatalogueMissing, path.string(), std::move(why));
}

Result<Source> openSource(const std::filesystem::path& path, AVMediaType kind)
{
    Source source;
    AVFormatContext* container = nullptr;
    if (avformat_open_input(&container, path.c_str(), nullptr, nullptr) < 0)
        return unreadable(path, "the file cannot be opened");
    source.container.reset(container);
    const AVCodec* codec = nullptr;
    if (avformat_find_stream_info(container, nullptr) < 0
        || (source.stream = av_find_best_stream(container, kind, -1, -1, &codec, 0)) < 0)
        return unreadable(path, "the file holds no picture or sound");
    source.decoder.reset(avcodec_alloc_context3(codec));
    source.decoder->thread_count = 1;
    source.decoder->pkt_timebase = container->streams[source.stream]->time_base;
    if (avcodec_parameters_to_context(source.decoder.get(), container->streams[source.stream]->codecpar) < 0
        || avcodec_open2(source.decoder.get(), codec, nullptr) < 0)
        return unreadable(path, "the file's coding is not supported");
    return source;
}

/// Hands each decoded frame on until `take` returns false or the file ends.
void decodeAll(Source& source, const std::function<bool(const AVFrame&)>& take)
{
    const Owned<AVPacket> packet(av_packet_alloc());
    const Owned<AVFrame> frame(av_frame_alloc());
    bool ended = false;
    while (!ended) {
        ended = av_read_frame(source.container.get(), packet.get()) < 0;
        if (ended)
            avcodec_send_packet(source.decoder.get(), nullptr);
        else if (packet->stream_index == source.stream)
            avcodec_send_packet(source.decoder.get(), packet.get());
        av_packet_unref(packet.get());
        while (avcodec_receive_frame(source.decoder.get(), frame.get()) >= 0)
            if (!take(*frame))
                return;
    }
}

bool isSane(const AVFrame& frame)
{
    return frame.width > 0 && frame.height > 0 && frame.width <= kLargestEdge && frame.height <= kLargestEdge;
}

std::vector<std::uint8_t> toRgba(const AVFrame& frame)
{
    const Owned<SwsContext> scaler(sws_getContext(frame.width, frame.height, static_cast<AVPixelFormat>(frame.format),
                                                  frame.width, frame.height, AV_PIX_FMT_RGBA, SWS_POINT, nullptr,
                                                  nullptr, nullptr));
    if (!scaler)
        return {};
    // swscale writes whole vectors: rows are padded here and packed afterwards.
    const int stride = (frame.width * 4 + 63) / 64 * 64;
    std::vector<std::uint8_t> padded(static_cast<std::size_t>(stride) * (frame.height + 1));
    std::uint8_t* planes[4] = {padded.data(), nullptr, nullptr, nullptr};
    const int strides[4] = {stride, 0, 0, 0};
    sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, planes, strides);
    std::vector<std::uint8_t> packed;
    packed.reserve(static_cast<std::size_t>(frame.width) * frame.height * 4);
    for (int y = 0; y < frame.height; ++y)
        packed.insert(packed.end(), padded.begin() + std::ptrdiff_t(y) * stride,
                      padded.begin() + std::ptrdiff_t(y) * stride + std::ptrdiff_t(frame.width) * 4);
    return packed;
}

/// Any sound to mono floats at 16 kHz.
class Resampler {
public:
    bool open(const AVFrame& first)
    {
        AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
        // FFmpeg 5 takes the layouts as not const; they are only read.
        auto* layout = const_cast<AVChannelLayout*>(&first.ch_layout);
        SwrContext* context = nullptr;
        const int made = swr_alloc_set_opts2(&context, &mono, AV_SAMPLE_FMT_FLT, kSampleRate, layout,
                                             static_cast<AVSampleFormat>(first.format), first.sample_rate, 0, nullptr);
        m_context.reset(context);
        return made >= 0 && swr_init(context) >= 0;
    }
    explicit operator bool() const { return m_context != nullptr; }

    void convert(const std::uint8_t* const* data, int samples, std::vector<float>& out)
    {
        const int room = swr_get_out_samples(m_context.get(), samples);
        if (room <= 0)
            return;
        const std::size_t before = out.size();
        out.resize(before + static_cast<std::size_t>(room));
        auto* target = reinterpret_cast<std::uint8_t*>(out.data() + before);
        const int got = swr_convert(m_context.get(), &target, room, const_cast<const std::uint8_t**>(data), samples);
        out.resize(before + static_cast<std::size_t>(std::max(got, 0)));
    }

private:
    Owned<SwrContext> m_context;
};

} // namespace

Result<Sprite> loadPicture(const std::filesystem::path& path)
{
    DESCANT_TRY(Source source, openSource(path, AVMEDIA_TYPE_VIDEO));
    Sprite sprite;
    decodeAll(source, [&](const AVFrame& frame) {
        if (isSane(frame))
            if (const auto pixels = toRgba(frame); !pixels.empty())
                sprite = makeSprite(frame.width, frame.height, pixels);
        return false;
    });
    if (sprite.levels.empty())
        return unreadable(path, "the picture is damaged or empty");
    return sprite;
}

Result<std::vector<float>> loadRecording(const std::filesystem::path& path)
{
    DESCANT_TRY(Source source, openSource(path, AVMEDIA_TYPE_AUDIO));
    std::vector<float> samples;
    Resampler resampler;
    decodeAll(source, [&](const AVFrame& frame) {
        if (!resampler && !resampler.open(frame))
            return false;
        resampler.convert(frame.extended_data, frame.nb_samples, samples);
        return samples.size() < kLongestSound;
    });
    if (resampler)
        resampler.convert(nullptr, 0, samples);
    if (samples.empty())
        return unreadable(path, "the sound is damaged or empty");
    return samples;
}

} // namespace descant::demo_world
