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
    void add(MediaTime time, const QImage& picture);
    bool has(MediaTime time) const { return m_pictures.find(time) != m_pictures.end(); }
    /// The picture of `time`, or the nearest one at most `reach` away; null if there is none.
    const QImage* nearest(MediaTime time, MediaTime reach) const;
    /// Grid times that a view shows and that are not there.
    std::vector<MediaTime> missing(TimeRange view, MediaTime spacing) const;

private:
    std::map<MediaTime, QImage> m_pictures;
};

} // namespace descant::ui
