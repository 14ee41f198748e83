// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/media_output.h"

#include <cerrno>
#include <cstring>
#include <utility>

namespace descant::media {

namespace fs = std::filesystem;

void MediaOutput::FreeOutput::operator()(AVFormatContext* output) const
{
    avio_closep(&output->pb);
    avformat_free_context(output);
}

Result<MediaOutput> MediaOutput::create(const fs::path& path, const char* container)
{
    av_log_set_level(AV_LOG_FATAL);
    MediaOutput output;
    output.m_path = path;
    AVFormatContext* made = nullptr;
    if (const int code = avformat_alloc_output_context2(&made, nullptr, container, nullptr); code < 0)
        return fail(output.error(code));
    output.m_output.reset(made);
    // The same packets give the same bytes.
    made->flags |= AVFMT_FLAG_BITEXACT;
    const fs::path part = path.string() + ".part";
    if (const int code = avio_open(&made->pb, ("file:" + part.string()).c_str(), AVIO_FLAG_WRITE); code < 0)
        return fail(output.error(code));
    output.m_part = part;
    return output;
}

MediaOutput::~MediaOutput()
{
    if (!m_output)
        return;
    m_output.reset();
    std::error_code gone;
    if (!m_part.empty())
        fs::remove(m_part, gone);
}

Error MediaOutput::error(int code) const
{
    switch (code) {
    case AVERROR(EACCES):
    case AVERROR(EPERM):
    case AVERROR(EROFS):
    case AVERROR(EISDIR):
    case AVERROR(ENOTDIR):
    case AVERROR(ENOENT):
        return {ErrorCode::FileNotWritable, m_path.string(), std::strerror(AVUNERROR(code))};
    case AVERROR(EDQUOT):
    case AVERROR(EFBIG):
        return {ErrorCode::DiskFull, m_path.string(), {}};
    default:
        return errorFromFfmpeg(code, m_path, ErrorCode::EncodingFailed);
    }
}

Result<AVStream*> MediaOutput::addStream()
{
    AVStream* const stream = avformat_new_stream(m_output.get(), nullptr);
    if (!stream)
        return fail(ErrorCode::OutOfMemory, m_path.string());
    return stream;
}

Result<void> MediaOutput::begin()
{
    if (const int code = avformat_write_header(m_output.get(), nullptr); code < 0)
        return fail(error(code));
    return {};
}

Result<void> MediaOutput::write(AVPacket& packet, AVRational timeBase, const AVStream& stream)
{
    packet.stream_index = stream.index;
    packet.pos = -1;
    av_packet_rescale_ts(&packet, timeBase, stream.time_base);
    if (const int code = av_interleaved_write_frame(m_output.get(), &packet); code < 0)
        return fail(error(code));
    return {};
}

Result<void> MediaOutput::finish()
{
    if (const int code = av_write_trailer(m_output.get()); code < 0)
        return fail(error(code));
    if (const int code = avio_closep(&m_output->pb); code < 0)
        return fail(error(code));
    std::error_code problem;
    fs::rename(m_part, m_path, problem);
    if (problem)
        return fail(error(AVERROR(problem.value())));
    m_part.clear();
    return {};
}

namespace {

void copyRotation(const AVStream& from, AVStream& to)
{
    constexpr std::size_t kMatrixBytes = 9 * sizeof(std::int32_t);
#if LIBAVCODEC_VERSION_MAJOR >= 61
    AVCodecParameters& coded = *to.codecpar;
    const AVPacketSideData* matrix = av_packet_side_data_get(
        from.codecpar->coded_side_data, from.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    if (!matrix || av_packet_side_data_get(coded.coded_side_data, coded.nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX))
        return;
    AVPacketSideData* copy = av_packet_side_data_new(&coded.coded_side_data, &coded.nb_coded_side_data,
                                                     AV_PKT_DATA_DISPLAYMATRIX, kMatrixBytes, 0);
    if (copy)
        std::memcpy(copy->data, matrix->data, kMatrixBytes);
#else
    const std::uint8_t* matrix = av_stream_get_side_data(&from, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
    std::uint8_t* copy = matrix ? av_stream_new_side_data(&to, AV_PKT_DATA_DISPLAYMATRIX, kMatrixBytes) : nullptr;
    if (copy)
        std::memcpy(copy, matrix, kMatrixBytes);
#endif
}

} // namespace

void copyPresentation(const AVStream& from, AVStream& to)
{
    copyRotation(from, to);
    to.sample_aspect_ratio =
        from.sample_aspect_ratio.num > 0 ? from.sample_aspect_ratio : from.codecpar->sample_aspect_ratio;
    to.codecpar->sample_aspect_ratio = to.sample_aspect_ratio;
    to.avg_frame_rate = from.avg_frame_rate;
    if (const AVDictionaryEntry* language = av_dict_get(from.metadata, "language", nullptr, 0))
        av_dict_set(&to.metadata, "language", language->value, 0);
}

} // namespace descant::media
