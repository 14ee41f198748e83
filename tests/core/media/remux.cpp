// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/media/remux.h"

#include "core/media/internal/ffmpeg.h"

#include <stdexcept>

namespace descant::test {

void remux(const std::filesystem::path& from, const std::filesystem::path& to)
{
    const auto must = [](int code) {
        if (code < 0)
            throw std::runtime_error("a file could not be remuxed");
    };
    const auto input = media::openInput(from);
    AVFormatContext* output = nullptr;
    must(input ? avformat_alloc_output_context2(&output, nullptr, nullptr, to.c_str()) : -1);
    for (unsigned int i = 0; i < (*input)->nb_streams; ++i) {
        AVStream* stream = avformat_new_stream(output, nullptr);
        must(stream ? avcodec_parameters_copy(stream->codecpar, (*input)->streams[i]->codecpar) : -1);
        stream->codecpar->codec_tag = 0;
    }
    must(avio_open(&output->pb, to.c_str(), AVIO_FLAG_WRITE));
    must(avformat_write_header(output, nullptr));
    const media::PacketPointer packet = media::newPacket();
    while (av_read_frame(input->get(), packet.get()) >= 0) {
        const auto stream = static_cast<unsigned int>(packet->stream_index);
        av_packet_rescale_ts(packet.get(), (*input)->streams[stream]->time_base, output->streams[stream]->time_base);
        must(av_interleaved_write_frame(output, packet.get()));
    }
    must(av_write_trailer(output));
    must(avio_closep(&output->pb));
    avformat_free_context(output);
}

} // namespace descant::test
