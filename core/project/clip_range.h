// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <algorithm>

namespace descant::project {

/// How much a stretch may reach over the end of its file: times in corpora are rounded.
constexpr MediaTime kRoundingTolerance{200'000};

/// The stretch that times of a corpus mean in a file of this length. Times that do not fit are those of the film that
/// the file was cut from, as in MSR-VTT: the file is the stretch.
inline TimeRange rangeInFile(TimeRange range, MediaTime duration)
{
    if (range.end > duration + kRoundingTolerance || range.start >= duration)
        return {MediaTime{0}, duration};
    return {range.start, std::min(range.end, duration)};
}

} // namespace descant::project
