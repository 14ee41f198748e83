// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/work_package.h"

namespace descant::project {

/// What came of one segment of a package.
enum class MergeOutcome {
    Taken,    ///< changed there alone: the segment here says what the package says
    Added,    ///< made there
    Removed,  ///< removed there, unchanged here
    Conflict, ///< changed on both sides, or it cannot be taken safely: a reading waits
    Second,   ///< of a blind package: a reading beside the first
};

struct MergedSegment {
    std::string segmentId;
    MergeOutcome outcome = MergeOutcome::Taken;
};

struct MergePlan {
    Step step;                           ///< perform it, or not (a dry run); without changes there is nothing new
    std::vector<MergedSegment> segments; ///< of the package that bring something, in the package's order
    std::size_t unchanged = 0;           ///< that the package left as they were, or that say the same here
    std::size_t merged = 0;              ///< that came in by an earlier merge of this package
    std::vector<std::string> warnings;
    std::size_t count(MergeOutcome outcome) const;
};

/// Brings a work package back: each segment by its id against the version that the package was made from. What a
/// person wrote here is replaced only where it is still what was given out. Everything else waits as a Reading, and
/// what a blind package says always does. Merging a package again does what is new in it. `person` is who worked on
/// it; empty: the package says. Pure; any thread. InputInvalid for a package of another project.
Result<MergePlan> mergePackage(const Document& here, const std::string& projectId, const WorkPackage& package,
                               const std::string& person);

std::string_view nameOf(MergeOutcome outcome); ///< "taken", "added", "removed", "conflict", "second"

} // namespace descant::project
