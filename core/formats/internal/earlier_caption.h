// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/values.h"

namespace descant::formats {

/// What becomes of a caption that came in before and stands in the file again.
enum class Again {
    Same,       ///< nothing to do
    Changed,    ///< the file has changed it since, and nobody here has
    BothChanged ///< the project's is kept
};

/// Of a caption that was left as it is here because both sides changed it.
constexpr const char* kBothChanged = "this caption was changed in the project and in the file; the project's was kept";

/// Compares the segment that a caption became with the one that it would become now.
Again comparedWith(const project::Segment& before, const project::Segment& now);

} // namespace descant::formats
