// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/frame_source.h"

#include <algorithm>

namespace descant::ui {

std::int64_t MediumFacts::frameAt(MediaTime time) const
{
    const auto after = std::upper_bound(times.begin(), times.end(), time);
    return after == times.begin() ? (times.empty() ? -1 : 0) : (after - times.begin()) - 1;
}

MediaTime MediumFacts::timeOf(std::int64_t frame) const
{
    if (times.empty())
        return MediaTime{0};
    return times[static_cast<std::size_t>(std::clamp<std::int64_t>(frame, 0, frameCount() - 1))];
}

} // namespace descant::ui
