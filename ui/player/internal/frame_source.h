// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/base/result.h"

#include <QImage>
#include <QSize>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace descant::ui {

/// One presented frame.
struct Picture {
    std::int64_t frame = -1;
    MediaTime time{0};
    QImage image;
};

/// What the UI thread may know of an open medium without asking the decoder.
struct MediumFacts {
    MediaTime duration{0};
    std::vector<MediaTime> times; ///< of the presented frames, in order
    QSize pictureSize;            ///< as displayed
    bool hasAudio = false;

    std::int64_t frameCount() const { return static_cast<std::int64_t>(times.size()); }
    /// The frame that is on screen at a time; clamped, −1 without frames.
    std::int64_t frameAt(MediaTime time) const;
    MediaTime timeOf(std::int64_t frame) const;
};

/// Pictures of one medium. Lives on one thread; a seam, so that the player can be tried without a decoder.
class FrameSource {
public:
    virtual ~FrameSource() = default;
    virtual const MediumFacts& facts() const = 0;
    /// Scaled down to fit `bound` where that is not empty.
    virtual Outcome<QImage> picture(std::int64_t frame, QSize bound, std::stop_token stop) = 0;
    /// The picture near `time` that comes fastest.
    virtual Outcome<Picture> fastPicture(MediaTime time, QSize bound, std::stop_token stop) = 0;
};

using FrameSourceOpener =
    std::function<Outcome<std::unique_ptr<FrameSource>>(const std::filesystem::path&, std::stop_token)>;

/// A picture to look at while a film that takes a while is being opened; none for other films, nor where it fails.
using Glimpser = std::function<std::optional<QImage>(const std::filesystem::path&, std::stop_token)>;

/// The source of real files, through core/media.
Outcome<std::unique_ptr<FrameSource>> openMediaFrameSource(const std::filesystem::path& path, std::stop_token stop);
std::optional<QImage> glimpseOfMedia(const std::filesystem::path& path, std::stop_token stop);

} // namespace descant::ui
