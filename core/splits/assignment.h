// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/splits/grouping.h"

#include <array>
#include <string>
#include <vector>

namespace descant::splits {

struct FrozenSplits;

/// Where the three splits stand in lists: train, validate, test.
const std::vector<std::string>& splitNames();
/// "val" and "validation" are other names of validate; empty for what is no split.
std::string splitNamed(const std::string& name);

/// What share of the groups goes where: train, validate, test. They sum to 1.
struct Ratios {
    std::array<double, 3> shares{0.8, 0.1, 0.1};
    bool operator==(const Ratios&) const = default;
};
/// "80,10,10": three numbers from 0 on, not all 0, of any sum. UsageWrong for anything else.
Result<Ratios> ratiosFrom(const std::string& text);

/// The split of a group by SHA-256 of the salt and its id: the same everywhere, and nobody else's business.
std::string splitByHash(const std::string& groupId, const std::string& salt, const Ratios& ratios);

/// Where a group's split comes from, the strongest first.
enum class SplitOrigin {
    Frozen, ///< the frozen file says so
    Given,  ///< it came with a corpus, or a person set it
    Kept,   ///< an earlier plan assigned it
    Hashed, ///< it is new
    Open,   ///< its media disagree: a leak or a conflict that people have to settle
};
std::string_view nameOf(SplitOrigin origin); ///< "frozen", "given", "kept", "hashed", "open"

/// Whether splits that stand in the project already are kept.
enum class StandingSplits { Keep, AssignAnew };

struct AssignOptions {
    Ratios ratios;
    std::string salt;
    StandingSplits standing = StandingSplits::Keep;
    const FrozenSplits* frozen = nullptr; ///< must outlive the call
};

struct AssignedGroup {
    Group group;
    std::string split; ///< empty when it is Open
    SplitOrigin origin = SplitOrigin::Hashed;
};

/// Frozen groups of different splits that have become one group.
struct FrozenConflict {
    std::string group;
    std::vector<std::string> frozen; ///< "youtube:… (test)"
    std::vector<Link> links;
};

/// An earlier plan's group that became part of another one of another split.
struct MovedGroup {
    std::string from, to; ///< ids
    std::string fromSplit, toSplit;
};

struct Assignment {
    std::vector<AssignedGroup> groups;
    std::vector<FrozenConflict> conflicts;
    std::vector<MovedGroup> moved;
};

/// A split for every group. Nothing that was assigned moves, but where two groups of earlier plans have become one:
/// then the younger one follows the older, and is named in `moved`.
Assignment assignSplits(const project::ProjectView& document, const Grouping& grouping, const AssignOptions& options);

} // namespace descant::splits
