// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/values.h"

namespace descant::project {

/// How much a stretch may reach over the end of its file: times in corpora are rounded.
constexpr MediaTime kRoundingTolerance{200'000};

/// The stretch that times of a corpus mean in a file of this length. Times that do not fit are those of the film that
/// the file was cut from, as in MSR-VTT: the file is the stretch.
TimeRange rangeInFile(TimeRange range, MediaTime duration);

/// The segment in a file of this length. What had to change is kept in `extra` under "source" ("start time" and
/// "end time" as they were, in seconds, and the "start" and "end" that they became, in microseconds), so that an export
/// can give the corpus its own times back.
Segment fittedTo(Segment segment, MediaTime duration);

} // namespace descant::project
