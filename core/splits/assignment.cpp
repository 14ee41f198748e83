// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/assignment.h"

#include "core/base/sha256.h"
#include "core/splits/frozen_file.h"
#include "core/splits/split_record.h"

#include <charconv>
#include <cmath>
#include <memory>
#include <sstream>
#include <utility>

namespace descant::splits {
namespace {

/// A number in [0, 1) that the text decides.
double drawOf(const std::string& text)
{
    // 53 bits, as many as a double holds exactly: 13 hexadecimal digits and a bit of the next.
    std::uint64_t bits = 0;
    const std::string digest = sha256Of(text);
    std::from_chars(digest.data(), digest.data() + 16, bits, 16);
    return static_cast<double>(bits >> 11) * 0x1.0p-53;
}

class Assigner {
public:
    Assigner(const project::ProjectView& document, const Grouping& grouping, const AssignOptions& options)
        : m_document(document), m_grouping(grouping), m_options(options)
    {
        if (options.frozen != nullptr)
            m_frozen = std::make_unique<FrozenIndex>(*options.frozen);
    }

    void assign(const Group& group)
    {
        AssignedGroup assigned{group, {}, SplitOrigin::Hashed};
        const bool keeps = m_options.standing == StandingSplits::Keep;
        if (!takeFrozen(assigned) && !(keeps && (takeGiven(assigned) || takeKept(assigned))))
            assigned.split = splitByHash(group.id, m_options.salt, m_options.ratios);
        result.groups.push_back(std::move(assigned));
    }

    Assignment result;

private:
    bool takeFrozen(AssignedGroup& assigned)
    {
        if (!m_frozen)
            return false;
        std::map<std::string, const FrozenGroup*> found; // by id
        std::set<std::string> splits;
        for (const std::string& id : assigned.group.media) {
            if (const FrozenGroup* group = m_frozen->groupOf(id, m_grouping.keys.at(id))) {
                found.emplace(group->id, group);
                splits.insert(group->split);
            }
        }
        if (splits.size() == 1)
            settle(assigned, *splits.begin(), SplitOrigin::Frozen);
        if (splits.size() > 1) {
            assigned.origin = SplitOrigin::Open;
            FrozenConflict conflict{assigned.group.id, {}, assigned.group.links};
            for (const auto& [id, group] : found)
                conflict.frozen.push_back(id + " (" + group->split + ")");
            result.conflicts.push_back(std::move(conflict));
        }
        return !splits.empty();
    }

    bool takeGiven(AssignedGroup& assigned)
    {
        std::set<std::string> splits;
        for (const std::string& id : assigned.group.media)
            splits.merge(givenSplits(m_document, *m_document.medium(id)));
        if (splits.size() == 1)
            settle(assigned, *splits.begin(), SplitOrigin::Given);
        else if (!splits.empty())
            assigned.origin = SplitOrigin::Open;
        return !splits.empty();
    }

    bool takeKept(AssignedGroup& assigned)
    {
        std::set<std::string> moved;
        std::string first;
        for (const std::string& id : assigned.group.media) {
            const SplitRecord record = SplitRecord::of(*m_document.medium(id));
            if (record.split.empty())
                continue;
            if (first.empty())
                first = record.group;
            if (assigned.split.empty())
                settle(assigned, record.split, SplitOrigin::Kept);
            else if (record.split != assigned.split && moved.insert(record.group).second)
                result.moved.push_back({record.group, assigned.group.id, record.split, assigned.split});
        }
        return !assigned.split.empty();
    }

    static void settle(AssignedGroup& assigned, const std::string& split, SplitOrigin origin)
    {
        assigned.split = split;
        assigned.origin = origin;
    }

    const project::ProjectView& m_document;
    const Grouping& m_grouping;
    const AssignOptions& m_options;
    std::unique_ptr<FrozenIndex> m_frozen;
};

} // namespace

const std::vector<std::string>& splitNames()
{
    static const std::vector<std::string> kNames{"train", "validate", "test"};
    return kNames;
}

std::string splitNamed(const std::string& name)
{
    if (name == "val" || name == "validation")
        return "validate";
    return name == "train" || name == "validate" || name == "test" ? name : std::string();
}

Result<Ratios> ratiosFrom(const std::string& text)
{
    const auto wrong = [&] { return fail(ErrorCode::UsageWrong, "--ratios " + text, "they are written as 80,10,10"); };
    std::vector<double> numbers;
    double sum = 0;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        double number = 0;
        const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (problem != std::errc() || end != word.data() + word.size() || !std::isfinite(number) || number < 0)
            return wrong();
        numbers.push_back(number);
        sum += number;
    }
    Ratios ratios;
    if (numbers.size() != ratios.shares.size() || sum <= 0 || !std::isfinite(sum) || text.ends_with(','))
        return wrong();
    for (std::size_t i = 0; i < numbers.size(); ++i)
        ratios.shares[i] = numbers[i] / sum;
    return ratios;
}

std::string splitByHash(const std::string& groupId, const std::string& salt, const Ratios& ratios)
{
    // The salt's length stands first: "a" + "bc" and "ab" + "c" must not be the same.
    const double draw = drawOf(std::to_string(salt.size()) + ":" + salt + ":" + groupId);
    double upTo = 0;
    std::string last;
    for (std::size_t i = 0; i < ratios.shares.size(); ++i) {
        if (ratios.shares[i] <= 0)
            continue;
        upTo += ratios.shares[i];
        last = splitNames()[i];
        if (draw < upTo)
            return last;
    }
    return last; // the shares' sum may be a little less than 1
}

std::string_view nameOf(SplitOrigin origin)
{
    static constexpr std::array<std::string_view, 5> kNames{"frozen", "given", "kept", "hashed", "open"};
    return kNames[static_cast<std::size_t>(origin)];
}

Assignment assignSplits(const project::ProjectView& document, const Grouping& grouping, const AssignOptions& options)
{
    Assigner assigner(document, grouping, options);
    for (const Group& group : grouping.groups)
        assigner.assign(group);
    return std::move(assigner.result);
}

} // namespace descant::splits
