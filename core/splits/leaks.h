// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/splits/assignment.h"

#include <string>
#include <vector>

namespace descant::splits {

/// A medium of a leak, and where its segments stand. "" = in no split, which corpora take for train.
struct LeakedMedium {
    std::string id, name;
    std::vector<std::string> splits;
};

/// A group that lies in several splits: what is tested on was, or will be, trained on.
struct Leak {
    std::string group;
    std::vector<std::string> splits;
    std::vector<LeakedMedium> media; ///< those that have segments
    std::vector<Link> links;         ///< why the media belong together
};

/// Whether segments stand in more than one split (none is train): only then can anything leak.
bool hasSeveralSplits(const project::ProjectView& document);

/// Groups whose segments stand in several splits. A project that uses no splits has no leaks.
std::vector<Leak> findLeaks(const project::ProjectView& document, const std::vector<Group>& groups);

/// A medium that does not stand where the frozen file says.
struct Stray {
    std::string id, name;
    std::string promised;            ///< the frozen split
    std::vector<std::string> splits; ///< where its segments stand
};

/// Media of frozen groups, and of groups that joined one, in other splits than was promised.
std::vector<Stray> findStrays(const project::ProjectView& document, const Assignment& assignment);

} // namespace descant::splits
