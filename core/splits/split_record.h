// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/splits/assignment.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace descant::splits {

/// What a plan remembers of a medium, in the medium's `extra` under "splits": it makes the group's name last, and tells
/// splits that were assigned here from those that came with a corpus or were set by a person.
struct SplitRecord {
    std::string group; ///< empty = never planned
    std::string split; ///< that the plan assigned; empty = the medium kept the one that it came with
    Criteria by;       ///< how the plan grouped, so that a check and the next plan do the same
    Ratios ratios;
    std::string salt;
    bool operator==(const SplitRecord&) const = default;

    static SplitRecord of(const project::Medium& medium);
    /// The medium with this as its record.
    project::Medium in(project::Medium medium) const;
};

/// The splits of a medium's segments, with how many are in each; "" = in none. Rejected segments do not count.
std::map<std::string, std::size_t> splitsOf(const project::ProjectView& document, const std::string& mediumId);

/// Splits of a medium that no plan has assigned: they came with a corpus, or a person set them.
std::set<std::string> givenSplits(const project::ProjectView& document, const project::Medium& medium);

} // namespace descant::splits
