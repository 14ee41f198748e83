// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/leaks.h"

#include "core/splits/split_record.h"

#include <algorithm>

namespace descant::splits {
namespace {

std::vector<std::string> splitsOfMedium(const project::ProjectView& document, const std::string& id)
{
    std::vector<std::string> splits;
    for (const auto& [split, count] : splitsOf(document, id))
        splits.push_back(split);
    return splits;
}

} // namespace

bool hasSeveralSplits(const project::ProjectView& document)
{
    std::set<std::string> splits;
    for (const project::Medium* medium : document.media()) {
        for (const auto& [split, count] : splitsOf(document, medium->id))
            splits.insert(split.empty() ? "train" : split);
        if (splits.size() > 1)
            return true;
    }
    return false;
}

std::vector<Leak> findLeaks(const project::ProjectView& document, const std::vector<Group>& groups)
{
    std::vector<Leak> leaks;
    for (const Group& group : groups) {
        Leak leak{group.id, {}, {}, group.links};
        std::set<std::string> splits;
        for (const std::string& id : group.media) {
            LeakedMedium medium{id, document.medium(id)->name, splitsOfMedium(document, id)};
            splits.insert(medium.splits.begin(), medium.splits.end());
            if (!medium.splits.empty())
                leak.media.push_back(std::move(medium));
        }
        // What is in no split goes with train wherever a corpus is written: together they are one.
        if (splits.contains("") && splits.contains("train"))
            splits.erase("");
        if (splits.size() < 2)
            continue;
        leak.splits.assign(splits.begin(), splits.end());
        leaks.push_back(std::move(leak));
    }
    return leaks;
}

std::vector<Stray> findStrays(const project::ProjectView& document, const Assignment& assignment)
{
    std::vector<Stray> strays;
    for (const AssignedGroup& assigned : assignment.groups) {
        if (assigned.origin != SplitOrigin::Frozen)
            continue;
        for (const std::string& id : assigned.group.media) {
            const std::vector<std::string> splits = splitsOfMedium(document, id);
            const bool stands = std::all_of(splits.begin(), splits.end(), [&](const std::string& split) {
                return (split.empty() ? "train" : split) == assigned.split;
            });
            if (!stands)
                strays.push_back({id, document.medium(id)->name, assigned.split, splits});
        }
    }
    return strays;
}

} // namespace descant::splits
