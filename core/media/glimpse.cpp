// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/glimpse.h"

#include "core/media/internal/index_table.h"
#include "core/media/internal/picture_conversion.h"
#include "core/media/internal/scan_cache.h"
#include "core/media/internal/stream_decoder.h"

#include <algorithm>
#include <utility>

namespace descant::media {
namespace {

/// Less than this is read before anybody looks.
constexpr std::uintmax_t kLarge = 64u << 20;

bool takesAWhile(const std::filesystem::path& path, const AVFormatContext& input, int stream)
{
    const std::optional<FileState> file = stateOf(path);
    return file && file->bytes >= kLarge && !indexIsEven(input, stream) && !ScanCache::shared().find(*file, {stream});
}

/// Width and height as coded, with the width stretched so that pixels are square.
std::pair<int, int> squareSize(const AVFrame& frame)
{
    const AVRational aspect = frame.sample_aspect_ratio;
    const bool stretched = aspect.num > 0 && aspect.den > 0;
    return {stretched ? std::max(1, static_cast<int>(av_rescale(frame.width, aspect.num, aspect.den))) : frame.width,
            frame.height};
}

} // namespace

Outcome<std::optional<Image>> glimpse(const std::filesystem::path& path, std::stop_token stop)
{
    DESCANT_TRY(InputPointer input, openInput(path, stop));
    const int stream = bestStream(*input, AVMEDIA_TYPE_VIDEO);
    if (stream < 0 || !takesAWhile(path, *input, stream))
        return std::optional<Image>();
    DESCANT_TRY(StreamDecoder decoder, StreamDecoder::make(path, std::move(input), stream));
    DESCANT_TRY(const FramePointer frame, decoder.next(std::move(stop)));
    if (!frame)
        return std::optional<Image>();
    const auto [width, height] = squareSize(*frame);
    PictureConversion conversion;
    DESCANT_TRY(Image image, conversion.convert(*frame, {width, height}, PictureUse::Show));
    return std::optional(rotated(std::move(image), rotationOf(decoder.stream())));
}

} // namespace descant::media
