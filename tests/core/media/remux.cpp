// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/media/remux.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace descant::test {

namespace {

void must(int code)
{
    if (code < 0)
        throw std::runtime_error("a file could not be remuxed: " + std::to_string(code));
}

/// Streams of the new file by their number in the old one.
std::map<int, AVStream*> addStreams(AVFormatContext& output, AVFormatContext& input,
                                    const std::vector<AVMediaType>& types)
{
    std::map<int, AVStream*> streams;
    for (unsigned int i = 0; i < input.nb_streams; ++i) {
        const AVCodecParameters& coded = *input.streams[i]->codecpar;
        if (std::find(types.begin(), types.end(), coded.codec_type) == types.end())
            continue;
        AVStream* stream = avformat_new_stream(&output, nullptr);
        must(stream ? avcodec_parameters_copy(stream->codecpar, &coded) : -1);
        stream->codecpar->codec_tag = 0;
        // AVI counts frames: it takes the rate for its time base.
        stream->avg_frame_rate = input.streams[i]->avg_frame_rate;
        stream->time_base =
            coded.codec_type == AVMEDIA_TYPE_VIDEO ? av_inv_q(stream->avg_frame_rate) : input.streams[i]->time_base;
        streams[static_cast<int>(i)] = stream;
    }
    return streams;
}

void copyPackets(AVFormatContext& input, AVFormatContext& output, const std::map<int, AVStream*>& streams,
                 const PacketEdit& edit)
{
    const media::PacketPointer packet = media::newPacket();
    while (av_read_frame(&input, packet.get()) >= 0) {
        const auto target = streams.find(packet->stream_index);
        const AVStream& source = *input.streams[packet->stream_index];
        if (target == streams.end() || (edit && !edit(*packet, source.codecpar->codec_type))) {
            av_packet_unref(packet.get());
            continue;
        }
        av_packet_rescale_ts(packet.get(), source.time_base, target->second->time_base);
        packet->stream_index = target->second->index;
        must(av_interleaved_write_frame(&output, packet.get()));
    }
}

void remuxStreams(const std::filesystem::path& from, const std::filesystem::path& to,
                  const std::vector<AVMediaType>& types, const PacketEdit& edit)
{
    const auto input = media::openInput(from);
    AVFormatContext* output = nullptr;
    must(input ? avformat_alloc_output_context2(&output, nullptr, nullptr, to.c_str()) : -1);
    const std::map<int, AVStream*> streams = addStreams(*output, **input, types);
    must(avio_open(&output->pb, to.c_str(), AVIO_FLAG_WRITE));
    must(avformat_write_header(output, nullptr));
    copyPackets(**input, *output, streams, edit);
    must(av_write_trailer(output));
    must(avio_closep(&output->pb));
    avformat_free_context(output);
}

} // namespace

void remux(const std::filesystem::path& from, const std::filesystem::path& to, const PacketEdit& edit)
{
    remuxStreams(from, to, {AVMEDIA_TYPE_VIDEO, AVMEDIA_TYPE_AUDIO}, edit);
}

void remuxSound(const std::filesystem::path& from, const std::filesystem::path& to, const PacketEdit& edit)
{
    remuxStreams(from, to, {AVMEDIA_TYPE_AUDIO}, edit);
}

void damage(AVPacket& packet)
{
    must(av_packet_make_writable(&packet));
    std::fill_n(packet.data, packet.size, std::uint8_t{0xff});
}

} // namespace descant::test
