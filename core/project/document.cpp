// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/document.h"

#include "core/base/identifier.h"
#include "core/project/kept_json.h"
#include "core/project/values_json.h"

#include <algorithm>
#include <utility>

namespace descant::project {
namespace {

tl::unexpected<Error> refuse(const Entity& entity, std::string why)
{
    return fail(ErrorCode::EditRefused, std::string(nameOf(kindOf(entity))) + " " + idOf(entity), std::move(why));
}

Result<void> checkRange(const Entity& entity, const TimeRange& range)
{
    if (range.empty() || range.start < MediaTime{0})
        return refuse(entity, "its end must come after its start, and its start not before 0");
    return {};
}

template <typename Map> const typename Map::mapped_type* lookUp(const Map& map, const std::string& id)
{
    const auto found = map.find(id);
    return found == map.end() ? nullptr : &found->second;
}

template <typename Value> std::optional<Entity> wrap(const Value* value)
{
    return value ? std::optional<Entity>(*value) : std::nullopt;
}

} // namespace

Step reversed(const Step& step)
{
    Step back{newIdentifier(), step.name, timestampNow(), step.person, step.id, {}, {}};
    for (auto change = step.changes.rbegin(); change != step.changes.rend(); ++change)
        back.changes.push_back({change->after, change->before});
    return back;
}

Result<void> Document::apply(const Step& step)
{
    for (std::size_t done = 0; done < step.changes.size(); ++done) {
        Result<void> result = swap(step.changes[done]);
        if (result)
            continue;
        // Take back what was done, last first: each was valid a moment ago, so each is valid backwards.
        while (done > 0) {
            --done;
            (void)swap({step.changes[done].after, step.changes[done].before});
        }
        return result;
    }
    return {};
}

Result<void> Document::swap(const Change& change)
{
    if (!change.before && !change.after)
        return fail(ErrorCode::EditRefused, "step", "a change without a value");
    const Entity& entity = change.after ? *change.after : *change.before;
    if (change.before && change.after
        && (kindOf(*change.before) != kindOf(*change.after) || idOf(*change.before) != idOf(*change.after)))
        return refuse(entity, "a value cannot become another one");
    if (find(kindOf(entity), idOf(entity)) != change.before)
        return refuse(entity, "it was changed elsewhere meanwhile");
    if (change.after) {
        DESCANT_CHECK(checkValue(*change.after));
    } else {
        DESCANT_CHECK(checkRemoval(*change.before));
    }
    if (change.before)
        erase(*change.before);
    if (change.after)
        insert(*change.after);
    return {};
}

Result<void> Document::checkValue(const Entity& entity) const
{
    if (idOf(entity).empty())
        return refuse(entity, "it has no identifier");
    if (!canBeJournalled(entity))
        return refuse(entity, "it holds text that is not UTF-8 or a number that is not finite");
    if (holdsDeepJson(entity))
        return refuse(entity, "what was kept of it is nested too deeply");
    if (const auto* segment = std::get_if<Segment>(&entity)) {
        if (!medium(segment->mediumId))
            return refuse(entity, "its file is not in the project");
        DESCANT_CHECK(checkRange(entity, segment->range));
    }
    if (const auto* reading = std::get_if<Reading>(&entity)) {
        if (!medium(reading->mediumId))
            return refuse(entity, "its file is not in the project");
        DESCANT_CHECK(checkRange(entity, reading->range));
    }
    if (const auto* proposal = std::get_if<Proposal>(&entity); proposal && !segment(proposal->segmentId))
        return refuse(entity, "its segment is not in the project");
    return {};
}

Result<void> Document::checkRemoval(const Entity& entity) const
{
    const auto inUse = [](const auto& index, const std::string& id) {
        const auto found = index.find(id);
        return found != index.end() && !found->second.empty();
    };
    if (std::holds_alternative<Medium>(entity) && inUse(m_segmentsOf, idOf(entity)))
        return refuse(entity, "it still has segments");
    if (std::holds_alternative<Medium>(entity) && inUse(m_readingsIn, idOf(entity)))
        return refuse(entity, "others' readings are about it");
    if (std::holds_alternative<Segment>(entity) && inUse(m_proposalsOf, idOf(entity)))
        return refuse(entity, "it still has proposals");
    return {};
}

std::optional<Entity> Document::find(EntityKind kind, const std::string& id) const
{
    switch (kind) {
    case EntityKind::Medium:
        return wrap(medium(id));
    case EntityKind::Segment:
        return wrap(segment(id));
    case EntityKind::Proposal:
        return wrap(proposal(id));
    case EntityKind::Reading:
        return wrap(reading(id));
    }
    return std::nullopt;
}

void Document::insert(const Entity& entity)
{
    if (const auto* medium = std::get_if<Medium>(&entity)) {
        m_media.insert_or_assign(medium->id, *medium);
    } else if (const auto* segment = std::get_if<Segment>(&entity)) {
        m_segments.insert_or_assign(segment->id, *segment);
        m_segmentsOf[segment->mediumId].insert({segment->range.start, segment->range.end, segment->id});
    } else if (const auto* proposal = std::get_if<Proposal>(&entity)) {
        m_proposals.insert_or_assign(proposal->id, *proposal);
        m_proposalsOf[proposal->segmentId].insert(proposal->id);
    } else if (const auto* reading = std::get_if<Reading>(&entity)) {
        m_readings.insert_or_assign(reading->id, *reading);
        m_readingsOf[reading->segmentId].insert(reading->id);
        m_readingsIn[reading->mediumId].insert(reading->id);
    }
}

void Document::erase(const Entity& entity)
{
    if (const auto* medium = std::get_if<Medium>(&entity)) {
        m_media.erase(medium->id);
    } else if (const auto* segment = std::get_if<Segment>(&entity)) {
        m_segmentsOf[segment->mediumId].erase({segment->range.start, segment->range.end, segment->id});
        m_segments.erase(segment->id);
    } else if (const auto* proposal = std::get_if<Proposal>(&entity)) {
        m_proposalsOf[proposal->segmentId].erase(proposal->id);
        m_proposals.erase(proposal->id);
    } else if (const auto* reading = std::get_if<Reading>(&entity)) {
        m_readingsOf[reading->segmentId].erase(reading->id);
        m_readingsIn[reading->mediumId].erase(reading->id);
        m_readings.erase(reading->id);
    }
}

const Medium* Document::medium(const std::string& id) const { return lookUp(m_media, id); }
const Segment* Document::segment(const std::string& id) const { return lookUp(m_segments, id); }
const Proposal* Document::proposal(const std::string& id) const { return lookUp(m_proposals, id); }
const Reading* Document::reading(const std::string& id) const { return lookUp(m_readings, id); }

std::vector<const Medium*> Document::media() const
{
    std::vector<const Medium*> all;
    for (const auto& [id, medium] : m_media)
        all.push_back(&medium);
    return all;
}

std::vector<const Segment*> Document::segmentsOf(const std::string& mediumId) const
{
    std::vector<const Segment*> all;
    const auto found = m_segmentsOf.find(mediumId);
    if (found == m_segmentsOf.end())
        return all;
    all.reserve(found->second.size());
    for (const SegmentOrder& order : found->second)
        all.push_back(&m_segments.at(order.id));
    return all;
}

std::vector<const Proposal*> Document::proposalsOf(const std::string& segmentId) const
{
    std::vector<const Proposal*> all;
    const auto found = m_proposalsOf.find(segmentId);
    if (found == m_proposalsOf.end())
        return all;
    for (const std::string& id : found->second)
        all.push_back(&m_proposals.at(id));
    std::stable_sort(all.begin(), all.end(), [](const Proposal* a, const Proposal* b) {
        return a->created != b->created ? a->created > b->created : a->rank < b->rank;
    });
    return all;
}

std::vector<const Reading*> Document::readingsOf(const std::string& segmentId) const
{
    return readingsAmong(m_readingsOf, segmentId);
}

std::vector<const Reading*> Document::readingsIn(const std::string& mediumId) const
{
    return readingsAmong(m_readingsIn, mediumId);
}

std::vector<const Reading*> Document::readingsAmong(const std::unordered_map<std::string, std::set<std::string>>& idsOf,
                                                    const std::string& key) const
{
    std::vector<const Reading*> all;
    const auto found = idsOf.find(key);
    if (found == idsOf.end())
        return all;
    for (const std::string& id : found->second)
        all.push_back(&m_readings.at(id));
    return all;
}

std::vector<const Reading*> Document::readings() const
{
    std::vector<const Reading*> all;
    for (const auto& [id, reading] : m_readings)
        all.push_back(&reading);
    return all;
}

std::vector<Entity> Document::all() const
{
    std::vector<Entity> entities;
    for (const auto& [id, medium] : m_media)
        entities.emplace_back(medium);
    for (const Medium* medium : media()) {
        for (const Segment* segment : segmentsOf(medium->id))
            entities.emplace_back(*segment);
    }
    for (const auto& [id, proposal] : std::map(m_proposals.begin(), m_proposals.end()))
        entities.emplace_back(proposal);
    for (const auto& [id, reading] : m_readings)
        entities.emplace_back(reading);
    return entities;
}

bool Document::operator==(const Document& other) const
{
    return m_media == other.m_media && m_segments == other.m_segments && m_proposals == other.m_proposals
        && m_readings == other.m_readings;
}

} // namespace descant::project
