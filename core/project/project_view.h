// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/values.h"

#include <optional>
#include <string>
#include <vector>

namespace descant::project {

/// What a project says, to be read piece by piece, wherever it lies: a Document in memory, or the tables of a project
/// file (storage::ProjectRows). Imports and exports read through it, so that a corpus need not fit in memory. One
/// thread.
class ProjectView {
public:
    virtual ~ProjectView() = default;

    /// All media, in the order in which they were added; they stay as long as the view and as nothing changes.
    virtual std::vector<const Medium*> media() const = 0;
    virtual const Medium* medium(const std::string& id) const = 0;
    /// The segments of a medium by start, then end; they stay until the segments of another medium are asked for.
    virtual std::vector<const Segment*> segmentsOf(const std::string& mediumId) const = 0;
    /// The proposals of a segment: newest run first, best first within a run; they stay as its segment does.
    virtual std::vector<const Proposal*> proposalsOf(const std::string& segmentId) const = 0;
    /// What others say of stretches of a medium, oldest first; they stay as its segments do.
    virtual std::vector<const Reading*> readingsIn(const std::string& mediumId) const = 0;
    /// One value, or nothing; it stays until another one of its kind is asked for.
    virtual const Segment* segment(const std::string& id) const = 0;
    virtual const Proposal* proposal(const std::string& id) const = 0;
    virtual const Reading* reading(const std::string& id) const = 0;

    /// The first failure of a read so far: what was asked then looked as if it were not there.
    virtual Result<void> readState() const { return {}; }
};

/// One value before and after: `before` absent = made, `after` absent = removed. Swapping the two takes it back.
struct Change {
    std::optional<Entity> before;
    std::optional<Entity> after;
    bool operator==(const Change&) const = default;
};

/// Takes the changes of one step one after another, in an order in which they can be made.
class ChangeSink {
public:
    virtual ~ChangeSink() = default;
    virtual Result<void> add(Change change) = 0;
};

} // namespace descant::project
