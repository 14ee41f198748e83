// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_reader.h"

#include "core/media/internal/frame_decoder.h"
#include "core/media/internal/picture_conversion.h"

#include <algorithm>
#include <utility>

namespace descant::media {

struct FrameReader::State {
    std::unique_ptr<FrameDecoder> decoder;
    PictureConversion conversion;
    int rotation = 0;

    /// A decoded frame as RGB, upright.
    Result<Image> pictureOf(const AVFrame& frame, PictureUse use, std::optional<PixelSize> size);
};

namespace {

PixelSize turned(PixelSize size, int rotation)
{
    return rotation == 90 || rotation == 270 ? PixelSize{size.height, size.width} : size;
}

} // namespace

FrameReader::FrameReader(std::unique_ptr<State> state) : m_state(std::move(state)) { }
FrameReader::~FrameReader() = default;

Outcome<std::unique_ptr<FrameReader>> FrameReader::open(const std::filesystem::path& path, std::stop_token stop)
{
    auto state = std::make_unique<State>();
    DESCANT_TRY(state->decoder, FrameDecoder::open(path, std::move(stop)));
    state->rotation = rotationOf(state->decoder->stream());
    return std::unique_ptr<FrameReader>(new FrameReader(std::move(state)));
}

const FrameTable& FrameReader::table() const { return m_state->decoder->table(); }

PixelSize FrameReader::pictureSize() const
{
    const AVCodecParameters& coded = *m_state->decoder->stream().codecpar;
    return turned({coded.width, coded.height}, m_state->rotation);
}

PixelSize FrameReader::displaySize() const
{
    const AVStream& stream = m_state->decoder->stream();
    const AVRational aspect =
        stream.sample_aspect_ratio.num > 0 ? stream.sample_aspect_ratio : stream.codecpar->sample_aspect_ratio;
    PixelSize size{stream.codecpar->width, stream.codecpar->height};
    if (aspect.num > 0 && aspect.den > 0)
        size.width = std::max(1, static_cast<int>(av_rescale(size.width, aspect.num, aspect.den)));
    return turned(size, m_state->rotation);
}

Outcome<Image> FrameReader::frame(std::int64_t number, PictureUse use, std::optional<PixelSize> size,
                                  std::stop_token stop)
{
    // Who looks at a film goes a step back; a model goes on.
    const LookBack lookBack = use == PictureUse::Show ? LookBack::Yes : LookBack::No;
    DESCANT_TRY(const AVFrame* const frame, m_state->decoder->decode(number, lookBack, std::move(stop)));
    return m_state->pictureOf(*frame, use, size);
}

Result<Image> FrameReader::State::pictureOf(const AVFrame& frame, PictureUse use, std::optional<PixelSize> size)
{
    const PixelSize upright = size.value_or(turned({frame.width, frame.height}, rotation));
    DESCANT_TRY(Image image, conversion.convert(frame, turned(upright, rotation), use));
    return rotated(std::move(image), rotation);
}

Outcome<FrameReader::Keyframe> FrameReader::nearestKeyframe(MediaTime time, std::optional<PixelSize> size,
                                                            std::stop_token stop)
{
    const std::int64_t number = table().keyframeBefore(table().frameAt(time));
    DESCANT_TRY(const AVFrame* const frame, m_state->decoder->decodeAlone(number, std::move(stop)));
    DESCANT_TRY(Image image, m_state->pictureOf(*frame, PictureUse::Show, size));
    return Keyframe{number, std::move(image)};
}

} // namespace descant::media
