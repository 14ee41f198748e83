// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "ui/timeline/waveform.h"

#include <QImage>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace descant::ui {

/// Length of one peak of the waveform: a column is narrower only when a second is wider than 100 pixels.
inline constexpr MediaTime kPeakLength{10'000};

/// Waveform and thumbnails of one medium on disk. Everything in it can be made again: what cannot be read is as if it
/// were not there, what cannot be written is left out. Any thread, one at a time.
class OverviewCache {
public:
    /// Under the program's cache folder by fingerprint; an empty fingerprint keeps nothing.
    explicit OverviewCache(const std::string& fingerprint);

    std::optional<std::vector<SoundExtent>> peaks() const;
    void keepPeaks(const std::vector<SoundExtent>& peaks) const;
    struct Thumbnail {
        QImage picture;
        MediaTime farOff{0}; ///< from its time, at most
    };
    /// One that will do where thumbnails stand `spacing` apart.
    std::optional<Thumbnail> thumbnail(MediaTime time, int height, MediaTime spacing) const;
    void keepThumbnail(MediaTime time, int height, const Thumbnail& thumbnail) const;

private:
    /// What a picture will do for: for every zoom, or only for wide views.
    enum class Good { Always, Wide };
    std::filesystem::path thumbnailPath(MediaTime time, int height, Good good) const;
    std::optional<QImage> read(const std::filesystem::path& path) const;
    std::filesystem::path m_folder; ///< empty: keep nothing
};

} // namespace descant::ui
