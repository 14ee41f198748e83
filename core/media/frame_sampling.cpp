// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_sampling.h"

#include "core/media/internal/picture_conversion.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace descant::media {

Result<FrameChoice> chooseFrames(const FrameTable& table, TimeRange range, int count)
{
    const std::int64_t first = table.firstFrom(range.start);
    const std::int64_t presented = table.firstFrom(range.end) - first;
    if (presented <= 0)
        return fail(ErrorCode::EmptyRange,
                    fmt::format("{} to {} s", formatSeconds(range.start), formatSeconds(range.end)),
                    "no frame is presented there");
    const std::int64_t wanted = std::min<std::int64_t>(std::max(count, 1), presented);
    FrameChoice choice{presented, {}};
    for (std::int64_t k = 0; k < wanted; ++k)
        choice.numbers.push_back(first + k * presented / wanted);
    return choice;
}

Outcome<SampledFrames> sampleFrames(FrameReader& reader, TimeRange range, int count, std::optional<PixelSize> size,
                                    std::stop_token stop, const ProgressSink& progress)
{
    const FrameTable& table = reader.table();
    DESCANT_TRY(const FrameChoice choice, chooseFrames(table, range, count));
    SampledFrames sampled{choice.presented, table.timeBase(), {}};
    const std::size_t wanted = choice.numbers.size();
    for (const std::int64_t number : choice.numbers) {
        const std::size_t done = sampled.frames.size();
        report(progress, fmt::format("Looking at frame {} of {}", done + 1, wanted), double(done) / double(wanted));
        DESCANT_TRY(Image image, reader.frame(number, PictureUse::Model, size, stop));
        sampled.frames.push_back({std::move(image), number, table.ptsOf(number), table.timeOf(number)});
    }
    return sampled;
}

Outcome<SampledFrames> sampleFrames(const std::filesystem::path& path, TimeRange range, int count,
                                    std::optional<PixelSize> size, std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(const std::unique_ptr<FrameReader> reader, FrameReader::open(path, stop));
    return sampleFrames(*reader, range, count, size, std::move(stop), progress);
}

Result<Image> resizeSwscaleBilinear(ImageView image, PixelSize size)
{
    // swscale reads RGB by pairs of pixels: at an odd width it looks beyond the last row. So the rows lie close
    // together, as in the raw video of FFmpeg, with zeros behind them.
    const std::size_t row = static_cast<std::size_t>(image.width) * 3;
    std::vector<std::uint8_t> pixels(row * static_cast<std::size_t>(image.height) + AV_INPUT_BUFFER_PADDING_SIZE, 0);
    for (int y = 0; y < image.height; ++y)
        std::copy_n(image.pixels + y * image.stride, row, pixels.data() + static_cast<std::size_t>(y) * row);
    const FramePointer frame = newFrame();
    frame->format = AV_PIX_FMT_RGB24;
    frame->width = image.width;
    frame->height = image.height;
    frame->color_range = AVCOL_RANGE_JPEG;
    // Only read from; the frame owns nothing.
    frame->data[0] = pixels.data();
    frame->linesize[0] = static_cast<int>(row);
    PictureConversion conversion;
    return conversion.convert(*frame, size, PictureUse::Model);
}

} // namespace descant::media
