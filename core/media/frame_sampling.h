// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/media/frame_reader.h"

#include <vector>

namespace descant::media {

struct SampledFrame {
    Image image;
    std::int64_t frame = 0;     ///< counted over the whole file
    std::int64_t pts = 0;
    MediaTime time{0};
};

struct SampledFrames {
    std::int64_t presented = 0; ///< frames presented in the range
    Rational timeBase;
    std::vector<SampledFrame> frames;
};

/// Which frames a model sees.
struct FrameChoice {
    std::int64_t presented = 0;        ///< frames presented in the range
    std::vector<std::int64_t> numbers; ///< the chosen ones
};

/// Of [range.start, range.end): with n frames presented there, frame first + floor(k·n/N) for k = 0 … N-1; all n of
/// them when n < N. EmptyRange when nothing is presented there.
Result<FrameChoice> chooseFrames(const FrameTable& table, TimeRange range, int count);

/// The frames that a model sees of [range.start, range.end): with n frames presented there, frame first + floor(k·n/N)
/// for k = 0 … N-1; all n of them when n < N. `size` absent: as coded. EmptyRange when nothing is presented there.
/// Source: authors-checkpoint.md 3.2 (the evaluation sampling of LAVIS).
Outcome<SampledFrames> sampleFrames(FrameReader& reader, TimeRange range, int count, std::optional<PixelSize> size = {},
                                    std::stop_token stop = {}, const ProgressSink& progress = {});
Outcome<SampledFrames> sampleFrames(const std::filesystem::path& path, TimeRange range, int count,
                                    std::optional<PixelSize> size = {}, std::stop_token stop = {},
                                    const ProgressSink& progress = {});

/// An RGB picture resized by swscale's bilinear filter.
Result<Image> resizeSwscaleBilinear(ImageView image, PixelSize size);

} // namespace descant::media
