// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QImage>

#include <map>
#include <vector>

namespace descant::ui {

/// Distance between two thumbnails when each should be about `pixels` wide: an eighth of a second times a power of two,
/// so that zooming finds every other picture already there.
MediaTime thumbnailSpacing(double microsecondsPerPixel, double pixels);

/// Thumbnails by time, bounded in number. UI thread only.
class ThumbnailStore {
public:
    void clear() { m_pictures.clear(); }
    /// `farOff`: how far from `time` the picture was taken at most.
    void add(MediaTime time, const QImage& picture, MediaTime farOff);
    /// The picture of `time`, or the nearest one at most `reach` away; null if there is none.
    const QImage* nearest(MediaTime time, MediaTime reach) const;
    /// Grid times that a view shows and that are not there, or only by a picture too far off for this spacing.
    std::vector<MediaTime> missing(TimeRange view, MediaTime spacing) const;

private:
    struct Entry {
        QImage picture;
        MediaTime farOff{0};
    };
    bool has(MediaTime time, MediaTime spacing) const;
    std::map<MediaTime, Entry> m_pictures;
};

} // namespace descant::ui
