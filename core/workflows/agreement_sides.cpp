// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/agreement_sides.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace descant::workflows {

using project::Document;
using project::Reading;
using project::ReadingState;
using project::Segment;

namespace {

using LatestReadings = std::map<std::string, const Reading*>;

/// What a person said last of each segment; what was taken without a question is the project's text too.
LatestReadings readingsOf(const Document& document, const std::string& mediumId, const std::string& person,
                          bool besideTheProject)
{
    LatestReadings latest;
    for (const Reading* reading : document.readings()) {
        const bool counts = reading->mediumId == mediumId && (person.empty() || reading->person == person)
            && reading->kind != project::ReadingKind::Removed
            && !(besideTheProject && reading->state == ReadingState::Taken);
        if (counts)
            latest[reading->segmentId] = reading;
    }
    return latest;
}

std::vector<Said> saidOf(const LatestReadings& readings)
{
    std::vector<Said> said;
    for (const auto& [id, reading] : readings)
        said.push_back({id, reading->range, reading->text});
    return said;
}

bool givenRanges(const LatestReadings& readings)
{
    return std::any_of(readings.begin(), readings.end(), [](const auto& one) { return !one.second->base.empty(); });
}

/// The segments as they were before a reading was settled in another way than by keeping them.
std::map<std::string, std::optional<Segment>> beforeSettling(const std::vector<project::Step>& journal,
                                                             const Document& document)
{
    std::map<std::string, std::optional<Segment>> before;
    for (const project::Step& step : journal) {
        for (const project::Change& change : step.changes) {
            const auto* settled = change.after ? std::get_if<Reading>(&*change.after) : nullptr;
            const bool wasOpen =
                settled && change.before && std::get<Reading>(*change.before).state == ReadingState::Open;
            const Reading* now = settled ? document.reading(settled->id) : nullptr;
            if (!wasOpen || !now || (now->state != ReadingState::Right && now->state != ReadingState::Merged))
                continue;
            for (const project::Change& other : step.changes) {
                const auto* segment = other.before ? std::get_if<Segment>(&*other.before) : nullptr;
                if (segment && segment->id == settled->segmentId)
                    before[segment->id] = *segment;
            }
        }
    }
    return before;
}

void addProjectsSide(Sides& sides, const Document& document, const std::set<std::string>& read,
                     const std::map<std::string, std::optional<Segment>>& before)
{
    for (const Segment* segment : document.segmentsOf(sides.medium->id)) {
        if (sides.rangesGiven && !read.contains(segment->id))
            continue;
        const auto earlier = before.find(segment->id);
        const Segment& said = earlier != before.end() && earlier->second ? *earlier->second : *segment;
        sides.first.push_back({said.id, said.range, said.text});
    }
}

} // namespace

Sides sidesByReadings(const Document& document, const std::vector<project::Step>& journal,
                      const project::Medium& medium, const AgreementWish& wish)
{
    Sides sides{&medium, false, {}, {}};
    const LatestReadings second = readingsOf(document, medium.id, wish.second, wish.first.empty());
    sides.rangesGiven = givenRanges(second);
    sides.second = saidOf(second);
    if (second.empty())
        return sides;
    if (wish.first.empty()) {
        std::set<std::string> read;
        for (const auto& [id, reading] : second)
            read.insert(id);
        addProjectsSide(sides, document, read, beforeSettling(journal, document));
        return sides;
    }
    const LatestReadings first = readingsOf(document, medium.id, wish.first, false);
    sides.first = saidOf(first);
    sides.rangesGiven = sides.rangesGiven && givenRanges(first);
    if (sides.rangesGiven) { // of a share that was given to both
        std::erase_if(sides.first, [&](const Said& said) { return !second.contains(said.segmentId); });
        std::erase_if(sides.second, [&](const Said& said) { return !first.contains(said.segmentId); });
    }
    return sides;
}

Sides sidesByPackage(const Document& document, const project::WorkPackage& package, const project::Medium& medium)
{
    Sides sides{&medium, !package.bases.empty(), {}, {}};
    std::set<std::string> read;
    for (const Segment* segment : package.document.segmentsOf(medium.id)) {
        if (segment->text.empty() && sides.rangesGiven)
            continue;
        sides.second.push_back({segment->id, segment->range, segment->text});
        read.insert(segment->id);
    }
    if (!sides.second.empty())
        addProjectsSide(sides, document, read, {});
    return sides;
}

} // namespace descant::workflows
