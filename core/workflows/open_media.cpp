// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/open_media.h"

#include "core/base/identifier.h"
#include "core/media/frame_reader.h"
#include "core/media/probe.h"

#include <algorithm>
#include <cmath>
#include <system_error>

namespace descant::workflows {
namespace {

/// Width and height with square pixels, after rotation.
std::pair<int, int> shownSize(const media::VideoStreamInfo& video)
{
    int width = video.width;
    int height = video.height;
    if (video.sampleAspect.numerator > 0 && video.sampleAspect.denominator > 0)
        width = int(std::lround(double(width) * double(video.sampleAspect.numerator) / double(video.sampleAspect.denominator)));
    if (video.rotation % 180 != 0)
        std::swap(width, height);
    return {width, height};
}

} // namespace

Outcome<project::Medium> readMedium(const std::filesystem::path& path, std::stop_token stop)
{
    DESCANT_TRY(const media::MediaInfo info, media::probe(path, stop));
    if (info.bestVideo < 0 && info.bestAudio < 0)
        return fail(ErrorCode::NotMedia, path.string(), "it has neither picture nor sound");
    std::error_code ignored;
    const std::filesystem::path absolute = std::filesystem::absolute(path, ignored);
    project::Medium medium;
    medium.id = newIdentifier();
    medium.path = (ignored ? path : absolute.lexically_normal()).string();
    medium.name = path.filename().string();
    medium.fingerprint = info.fingerprint;
    medium.duration = info.duration;
    medium.hasVideo = info.bestVideo >= 0;
    medium.hasAudio = info.bestAudio >= 0;
    if (medium.hasVideo)
        std::tie(medium.width, medium.height) = shownSize(info.video[std::size_t(info.bestVideo)]);
    return medium;
}

Outcome<Image> readThumbnail(const std::filesystem::path& path, int longestSide, std::stop_token stop)
{
    DESCANT_TRY(const std::unique_ptr<media::FrameReader> reader, media::FrameReader::open(path, stop));
    const media::PixelSize shown = reader->displaySize();
    const double scale = std::min(1.0, double(longestSide) / std::max({1, shown.width, shown.height}));
    const media::PixelSize size{std::max(1, int(shown.width * scale)), std::max(1, int(shown.height * scale))};
    // Many films begin in black; a fifth of the way in there is a picture.
    return reader->frame(reader->table().count() / 5, media::PictureUse::Show, size, stop);
}

} // namespace descant::workflows
