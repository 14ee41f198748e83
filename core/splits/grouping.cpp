// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/grouping.h"

#include "core/splits/disjoint_sets.h"
#include "core/splits/split_record.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <optional>
#include <sstream>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace descant::splits {
namespace {

using project::Medium;

constexpr std::array<std::pair<Criterion, std::string_view>, 3> kNames{
    {{Criterion::Source, "source"}, {Criterion::Series, "series"}, {Criterion::NearDuplicate, "near-duplicate"}}};
constexpr const char* kEarlierPlan = "plan";

/// Joins the media of a document, which are numbered in the order in which they were added.
class Joiner {
public:
    Joiner(const std::vector<const Medium*>& media) : m_media(media), m_sets(media.size())
    {
        for (std::size_t i = 0; i < media.size(); ++i)
            m_numberOf.emplace(media[i]->id, i);
    }

    void joinByKey(std::size_t medium, const MediumKey& key, std::string_view by)
    {
        const auto [first, isNew] = m_firstWith.emplace(key.value, medium);
        if (!isNew)
            join(first->second, medium, std::string(by), key.why);
    }

    void joinPair(const Link& link)
    {
        const auto one = m_numberOf.find(link.one), other = m_numberOf.find(link.other);
        if (one != m_numberOf.end() && other != m_numberOf.end())
            join(one->second, other->second, link.by, link.why);
    }

    /// Without ids yet. The least number leads its set, so that groups come in the order of their first media.
    std::vector<Group> groups() const
    {
        std::vector<Group> groups;
        std::unordered_map<std::size_t, std::size_t> groupOf;
        for (std::size_t i = 0; i < m_media.size(); ++i) {
            const auto [found, isNew] = groupOf.emplace(m_sets.find(i), groups.size());
            if (isNew)
                groups.emplace_back();
            groups[found->second].media.push_back(m_media[i]->id);
        }
        for (const auto& [medium, link] : m_links)
            groups[groupOf.at(m_sets.find(medium))].links.push_back(link);
        return groups;
    }

private:
    void join(std::size_t one, std::size_t other, std::string by, std::string why)
    {
        if (m_sets.join(one, other))
            m_links.push_back({one, {m_media[one]->id, m_media[other]->id, std::move(by), std::move(why)}});
    }

    const std::vector<const Medium*>& m_media;
    DisjointSets m_sets;
    std::unordered_map<std::string, std::size_t> m_numberOf, m_firstWith;
    std::vector<std::pair<std::size_t, Link>> m_links;
};

/// What one medium is joined by.
struct KeysOfMedium {
    std::vector<MediumKey> source, series;
    std::optional<MediumKey> earlier; ///< the group of an earlier plan
};

KeysOfMedium keysOf(const project::ProjectView& document, const Medium& medium, const GroupingOptions& options)
{
    KeysOfMedium keys{sourceKeys(document, medium), {}, {}};
    if (options.by.contains(Criterion::Series))
        keys.series = seriesKeys(medium, options.series);
    const SplitRecord record = SplitRecord::of(medium);
    if (options.earlier == EarlierPlans::Keep && !record.group.empty())
        keys.earlier = {"plan:" + record.group, "the group \"" + record.group + "\" of an earlier plan"};
    return keys;
}

/// The name that an earlier plan gave, of the oldest member that has one; else the oldest member's own.
std::string wishedId(const project::ProjectView& document, const Group& group, const KeysOfMedia& keys)
{
    for (const std::string& id : group.media) {
        if (std::string name = SplitRecord::of(*document.medium(id)).group; !name.empty())
            return name;
    }
    const std::string& first = group.media.front();
    return anchorKey(*document.medium(first), keys.at(first));
}

/// Two groups may wish for one name: files of one name in two folders, or the halves of a group that fell apart. The
/// group of the older medium gets it, the other its own, and a number where that is taken too.
void giveIds(const project::ProjectView& document, Grouping& grouping)
{
    std::unordered_set<std::string> taken;
    for (Group& group : grouping.groups) {
        const std::string& first = group.media.front();
        const std::string own = anchorKey(*document.medium(first), grouping.keys.at(first));
        std::string id = wishedId(document, group, grouping.keys);
        if (taken.contains(id))
            id = own;
        for (int number = 2; !taken.insert(id).second; ++number)
            id = own + "#" + std::to_string(number);
        group.id = std::move(id);
    }
}

} // namespace

std::string_view nameOf(Criterion criterion)
{
    for (const auto& [value, name] : kNames) {
        if (value == criterion)
            return name;
    }
    return {};
}

Result<Criteria> criteriaFrom(const std::string& text)
{
    Criteria criteria;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        bool isKnown = false;
        for (const auto& [value, name] : kNames) {
            if (name == word) {
                criteria.insert(value);
                isKnown = true;
            }
        }
        if (!isKnown)
            return fail(ErrorCode::UsageWrong, "--by " + word, "there are source, series and near-duplicate");
    }
    if (criteria.empty())
        return fail(ErrorCode::UsageWrong, "--by", "there are source, series and near-duplicate");
    criteria.insert(Criterion::Source);
    return criteria;
}

std::set<std::string> namesOf(const Criteria& criteria)
{
    std::set<std::string> names;
    for (const Criterion criterion : criteria)
        names.emplace(nameOf(criterion));
    return names;
}

Grouping groupMedia(const project::ProjectView& document, const GroupingOptions& options)
{
    const std::vector<const Medium*> media = document.media();
    Joiner joiner(media);
    Grouping grouping;
    for (std::size_t i = 0; i < media.size(); ++i) {
        KeysOfMedium keys = keysOf(document, *media[i], options);
        for (const MediumKey& key : keys.source)
            joiner.joinByKey(i, key, nameOf(Criterion::Source));
        for (const MediumKey& key : keys.series)
            joiner.joinByKey(i, key, nameOf(Criterion::Series));
        if (keys.earlier)
            joiner.joinByKey(i, *keys.earlier, kEarlierPlan);
        std::move(keys.series.begin(), keys.series.end(), std::back_inserter(keys.source));
        grouping.keys.emplace(media[i]->id, std::move(keys.source));
    }
    for (const Link& link : options.alike)
        joiner.joinPair(link);
    grouping.groups = joiner.groups();
    giveIds(document, grouping);
    return grouping;
}

bool groupsSpanSplits(const project::ProjectView& document, const GroupingOptions& options)
{
    const std::vector<const Medium*> media = document.media();
    DisjointSets sets(media.size());
    std::unordered_map<std::size_t, std::size_t> firstWith; // by hashes: a key takes 100 bytes, a hash 8
    std::vector<std::set<std::string>> splits(media.size());
    const std::hash<std::string> hash;
    for (std::size_t i = 0; i < media.size(); ++i) {
        const KeysOfMedium keys = keysOf(document, *media[i], options);
        const auto join = [&](const MediumKey& key) {
            const auto [first, isNew] = firstWith.emplace(hash(key.value), i);
            if (!isNew)
                sets.join(first->second, i);
        };
        std::for_each(keys.source.begin(), keys.source.end(), join);
        std::for_each(keys.series.begin(), keys.series.end(), join);
        if (keys.earlier)
            join(*keys.earlier);
        for (const auto& [split, count] : splitsOf(document, media[i]->id))
            splits[i].insert(split.empty() ? "train" : split);
    }
    for (std::size_t i = 0; i < media.size(); ++i) {
        std::set<std::string>& ofGroup = splits[sets.find(i)]; // the least member: it stands before this one
        ofGroup.insert(splits[i].begin(), splits[i].end());
        if (ofGroup.size() > 1)
            return true;
    }
    return false;
}

} // namespace descant::splits
