// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/picture_conversion.h"

#include <algorithm>
#include <utility>

namespace descant::media {
namespace {

/// The "J" formats mean their namesake in full range.
AVPixelFormat withoutJ(AVPixelFormat format, bool& fullRange)
{
    switch (format) {
    case AV_PIX_FMT_YUVJ420P:
        fullRange = true;
        return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
        fullRange = true;
        return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P:
        fullRange = true;
        return AV_PIX_FMT_YUV444P;
    default:
        return format;
    }
}

int matrixOf(const AVFrame& frame, PictureUse use)
{
    switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
        return SWS_CS_ITU709;
    case AVCOL_SPC_SMPTE240M:
        return SWS_CS_SMPTE240M;
    case AVCOL_SPC_FCC:
        return SWS_CS_FCC;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return SWS_CS_BT2020;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
        return SWS_CS_ITU601;
    default:
        return use == PictureUse::Show && frame.height >= 720 ? SWS_CS_ITU709 : SWS_CS_ITU601;
    }
}

} // namespace

Result<Image> PictureConversion::convert(const AVFrame& frame, PixelSize size, PictureUse use)
{
    bool fullRange = frame.color_range == AVCOL_RANGE_JPEG;
    const AVPixelFormat format = withoutJ(static_cast<AVPixelFormat>(frame.format), fullRange);
    // For the model: bilinear and nothing else, as FFmpeg 4's scale filter in the authors' reader.
    const int flags = use == PictureUse::Model ? SWS_BILINEAR : SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT;
    m_scaler.reset(sws_getCachedContext(m_scaler.release(), frame.width, frame.height, format, size.width, size.height,
                                        AV_PIX_FMT_RGB24, flags, nullptr, nullptr, nullptr));
    if (!m_scaler)
        return fail(ErrorCode::UnsupportedCodec, av_get_pix_fmt_name(format) ? av_get_pix_fmt_name(format) : "picture",
                    "its pixel format cannot be converted");
    const int* matrix = sws_getCoefficients(matrixOf(frame, use));
    sws_setColorspaceDetails(m_scaler.get(), matrix, fullRange ? 1 : 0, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16,
                             1 << 16);
    // swscale may write whole vectors past a row: rows are aligned, with room, and packed afterwards.
    const int stride = (size.width * 3 + 63) / 64 * 64;
    std::vector<std::uint8_t> padded(static_cast<std::size_t>(stride) * size.height + 64);
    std::uint8_t* rows[] = {padded.data(), nullptr, nullptr, nullptr};
    const int strides[] = {stride, 0, 0, 0};
    if (sws_scale(m_scaler.get(), frame.data, frame.linesize, 0, frame.height, rows, strides) != size.height)
        return fail(ErrorCode::UnsupportedCodec, "picture", "it cannot be converted");
    Image image(size.width, size.height);
    for (int y = 0; y < size.height; ++y)
        std::copy_n(padded.data() + std::ptrdiff_t(y) * stride, std::size_t(size.width) * 3, image.row(y));
    return image;
}

Image rotated(Image image, int degrees)
{
    if (degrees == 0 || image.empty())
        return image;
    const bool turned = degrees != 180;
    Image result(turned ? image.height : image.width, turned ? image.width : image.height);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const int toX = degrees == 90 ? image.height - 1 - y : degrees == 180 ? image.width - 1 - x : y;
            const int toY = degrees == 90 ? x : degrees == 180 ? image.height - 1 - y : image.width - 1 - x;
            std::copy_n(image.row(y) + 3 * x, 3, result.row(toY) + 3 * toX);
        }
    }
    return result;
}

} // namespace descant::media
