// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/internal/thumbnail_store.h"

#include "ui/timeline/timeline_values.h"

#include <algorithm>

namespace descant::ui {

namespace {
// About 40 MB at 200 % scale; a screen shows 40.
constexpr std::size_t kMostPictures = 1200;
} // namespace

MediaTime thumbnailSpacing(double microsecondsPerPixel, double pixels)
{
    MediaTime spacing = kFinestSpacing;
    while (static_cast<double>(spacing.count()) < 0.7 * pixels * microsecondsPerPixel)
        spacing *= 2;
    return spacing;
}

void ThumbnailStore::add(MediaTime time, const QImage& picture, MediaTime farOff)
{
    m_pictures[time] = {picture, farOff};
    if (m_pictures.size() <= kMostPictures)
        return;
    // The one farthest from what was just delivered is the least likely to be in view.
    const auto first = m_pictures.begin();
    const auto last = std::prev(m_pictures.end());
    m_pictures.erase(time - first->first > last->first - time ? first : last);
}

const QImage* ThumbnailStore::nearest(MediaTime time, MediaTime reach) const
{
    const auto after = m_pictures.lower_bound(time);
    const QImage* best = nullptr;
    MediaTime distance = reach;
    if (after != m_pictures.end() && after->first - time <= distance) {
        best = &after->second.picture;
        distance = after->first - time;
    }
    if (after != m_pictures.begin()) {
        const auto before = std::prev(after);
        if (time - before->first < distance || (best == nullptr && time - before->first <= distance))
            best = &before->second.picture;
    }
    return best;
}

bool ThumbnailStore::has(MediaTime time, MediaTime spacing) const
{
    const auto found = m_pictures.find(time);
    return found != m_pictures.end() && isNearEnough(found->second.farOff, spacing);
}

std::vector<MediaTime> ThumbnailStore::missing(TimeRange view, MediaTime spacing) const
{
    std::vector<MediaTime> times;
    for (std::int64_t i = view.start / spacing; i * spacing < view.end; ++i) {
        if (!has(i * spacing, spacing))
            times.push_back(i * spacing);
    }
    return times;
}

} // namespace descant::ui
