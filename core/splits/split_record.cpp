// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/split_record.h"

#include <nlohmann/json.hpp>

namespace descant::splits {

using nlohmann::json;

namespace {

constexpr const char* kMember = "splits";

json objectFrom(const std::string& text)
{
    json object = json::parse(text.empty() ? "{}" : text, nullptr, false);
    return object.is_object() ? object : json::object();
}

std::string textOf(const json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The project file may hold anything: words that are no criteria are left out.
Criteria criteriaOf(const json& names)
{
    Criteria criteria;
    for (const json& name : names.is_array() ? names : json::array()) {
        if (const auto known = criteriaFrom(name.is_string() ? name.get<std::string>() : std::string()))
            criteria.insert(known->begin(), known->end());
    }
    return criteria;
}

} // namespace

SplitRecord SplitRecord::of(const project::Medium& medium)
{
    SplitRecord record;
    if (medium.extra.find(kMember) == std::string::npos)
        return record;
    const json members = objectFrom(medium.extra).value(kMember, json());
    if (!members.is_object())
        return record;
    record.group = textOf(members, "group");
    record.split = splitNamed(textOf(members, "split"));
    record.salt = textOf(members, "salt");
    record.by = criteriaOf(members.value("by", json()));
    const json shares = members.value("ratios", json());
    for (std::size_t i = 0; shares.is_array() && i < record.ratios.shares.size() && i < shares.size(); ++i)
        record.ratios.shares[i] = shares[i].is_number() ? shares[i].get<double>() : 0.0;
    return record;
}

project::Medium SplitRecord::in(project::Medium medium) const
{
    json extra = objectFrom(medium.extra);
    extra[kMember] = {
        {"group", group}, {"split", split}, {"by", namesOf(by)}, {"ratios", ratios.shares}, {"salt", salt}};
    medium.extra = extra.dump(-1, ' ', false, json::error_handler_t::replace);
    return medium;
}

std::map<std::string, std::size_t> splitsOf(const project::ProjectView& document, const std::string& mediumId)
{
    std::map<std::string, std::size_t> splits;
    for (const project::Segment* segment : document.segmentsOf(mediumId)) {
        if (segment->status != project::SegmentStatus::Rejected)
            ++splits[segment->split];
    }
    return splits;
}

std::set<std::string> givenSplits(const project::ProjectView& document, const project::Medium& medium)
{
    std::set<std::string> given;
    const SplitRecord record = SplitRecord::of(medium);
    for (const auto& [split, count] : splitsOf(document, medium.id)) {
        if (!split.empty() && split != record.split)
            given.insert(split);
    }
    return given;
}

} // namespace descant::splits
