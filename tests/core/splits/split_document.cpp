// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/splits/split_document.h"

#include "core/base/identifier.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace descant::test {

using project::Entity;
using project::Medium;
using project::Segment;

void SplitDocument::change(project::Change change)
{
    const auto applied = document.apply({newIdentifier(), "Test", timestampNow(), {}, {}, {}, {std::move(change)}});
    EXPECT_TRUE(applied) << (applied ? "" : describe(applied.error()));
}

std::string SplitDocument::add(const MadeMedium& made)
{
    Medium medium;
    medium.id = newIdentifier();
    medium.name = made.name;
    medium.path = "/films/" + medium.id + "/" + made.name;
    medium.fingerprint = "print of " + medium.id;
    change({std::nullopt, Entity(medium)});
    if (made.split != "-") {
        Segment segment;
        segment.id = newIdentifier();
        segment.mediumId = medium.id;
        segment.range = {MediaTime{0}, MediaTime{1'000'000}};
        segment.text = "a cow";
        segment.split = made.split;
        if (!made.source.empty())
            segment.extra =
                nlohmann::json{{"video", {{"url", "https://www.youtube.com/watch?v=" + made.source}}}}.dump();
        change({std::nullopt, Entity(segment)});
    }
    return medium.id;
}

void SplitDocument::plan(const splits::Assignment& assignment)
{
    for (const splits::AssignedGroup& assigned : assignment.groups) {
        for (const std::string& id : assigned.group.media) {
            if (assigned.split.empty())
                continue;
            const Medium medium = *document.medium(id);
            const splits::SplitRecord record{assigned.group.id, assigned.split, {splits::Criterion::Source}, {}, {}};
            change({Entity(medium), Entity(record.in(medium))});
            setSplit(id, assigned.split);
        }
    }
}

void SplitDocument::setSplit(const std::string& mediumId, const std::string& split)
{
    for (const Segment* segment : document.segmentsOf(mediumId)) {
        const Segment before = *segment;
        Segment after = before;
        after.split = split;
        if (before != after)
            change({Entity(before), Entity(after)});
    }
}

std::string SplitDocument::splitOf(const std::string& mediumId) const
{
    return splits::SplitRecord::of(*document.medium(mediumId)).split;
}

} // namespace descant::test
