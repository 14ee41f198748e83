// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/release_captions.h"

#include <string>
#include <vector>

namespace descant::workflows {

/// A caption that both releases have, and that is not the same in them.
struct ChangedCaption {
    ReleaseCaption before, after;
};

/// What a release has that the one before had not, and the other way round;
/// captions by the ids of their segments, media by theirs.
struct ReleaseChanges {
    std::vector<ReleaseCaption> added, removed;
    std::vector<ChangedCaption> text, range, split,
        status;                                        ///< a caption may stand in several
    std::vector<std::string> mediaAdded, mediaRemoved; ///< names
    std::size_t unchanged = 0;
};
ReleaseChanges changesBetween(const std::vector<ReleaseCaption>& before, const std::vector<ReleaseCaption>& after);

/// Everything, for programs.
std::string changesJson(const ReleaseChanges& changes);
/// Counts and a few examples of each, for people.
std::string changesMarkdown(const ReleaseChanges& changes, const std::string& before, const std::string& after);

} // namespace descant::workflows
