// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/frozen_file.h"

#include "core/base/file.h"
#include "core/formats/json_lines.h"
#include "core/splits/split_record.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <unordered_set>

namespace descant::splits {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* kVersionMember = "descant-splits";
constexpr int kVersion = 1;
constexpr std::size_t kLargestFile = std::size_t{256} << 20;
constexpr std::size_t kMostProblems = 50;

/// Reads members, and writes down what is wrong with them.
class Reader {
public:
    explicit Reader(const formats::JsonWithLines& file) : m_file(file) { }

    std::vector<std::string> problems;

    FrozenSplits read()
    {
        FrozenSplits frozen;
        const json& file = m_file.value;
        frozen.created = textOf(file, "created", 1);
        frozen.salt = textOf(file, "salt", 1);
        frozen.ratios = ratiosOf(file);
        frozen.by = criteriaOf(file);
        const json groups = file.value("groups", json());
        if (!groups.is_array())
            problem(1, "\"groups\" must be an array");
        else
            readGroups(groups, frozen);
        checkKeys(frozen);
        return frozen;
    }

private:
    void problem(std::size_t line, const std::string& message)
    {
        if (problems.size() < kMostProblems)
            problems.push_back("line " + std::to_string(line) + ": " + message);
    }

    std::string textOf(const json& object, const char* name, std::size_t line)
    {
        const auto found = object.find(name);
        if (found != object.end() && found->is_string())
            return found->get<std::string>();
        problem(line, "\"" + std::string(name) + "\" must be a text");
        return {};
    }

    Ratios ratiosOf(const json& file)
    {
        Ratios ratios;
        const json shares = file.value("ratios", json());
        double sum = 0;
        for (std::size_t i = 0; i < ratios.shares.size(); ++i) {
            const json share = shares.is_object() ? shares.value(splitNames()[i], json()) : json();
            ratios.shares[i] = share.is_number() ? share.get<double>() : -1.0;
            if (!(ratios.shares[i] >= 0.0))
                problem(1, "\"ratios\" must give a share from 0 to 1 for " + splitNames()[i]);
            sum += ratios.shares[i];
        }
        if (std::abs(sum - 1.0) > 1e-6)
            problem(1, "the \"ratios\" must sum to 1");
        return ratios;
    }

    Criteria criteriaOf(const json& file)
    {
        const json names = file.value("by", json());
        std::string list;
        for (const json& name : names.is_array() ? names : json::array())
            list += (list.empty() ? "" : ",") + (name.is_string() ? name.get<std::string>() : std::string("?"));
        const auto criteria = criteriaFrom(list);
        if (!criteria)
            problem(1, "\"by\" must list source, series or near-duplicate");
        return criteria ? *criteria : Criteria{};
    }

    void readGroups(const json& groups, FrozenSplits& frozen)
    {
        std::unordered_set<std::string> ids;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const std::size_t line = m_file.linesOf.at("groups").at(i);
            if (!groups[i].is_object()) {
                problem(line, "a group must be an object");
                continue;
            }
            FrozenGroup group{textOf(groups[i], "id", line), textOf(groups[i], "split", line), {}};
            if (splitNamed(group.split) != group.split || group.split.empty())
                problem(line, "\"split\" must be train, validate or test");
            if (group.id.empty() || !ids.insert(group.id).second)
                problem(line, "the group \"" + group.id + "\" stands twice or has no id");
            readMedia(groups[i].value("media", json()), line, group);
            frozen.groups.push_back(std::move(group));
        }
    }

    void readMedia(const json& media, std::size_t line, FrozenGroup& group)
    {
        if (!media.is_array() || media.empty())
            return problem(line, "\"media\" of the group \"" + group.id + "\" must be an array that is not empty");
        for (const json& one : media) {
            if (!one.is_object()) {
                problem(line, "a medium must be an object");
                continue;
            }
            FrozenMedium medium{textOf(one, "id", line), textOf(one, "name", line), {}};
            if (!m_media.insert(medium.id).second)
                problem(line, "the medium \"" + medium.id + "\" stands twice");
            const json keys = one.value("keys", json());
            if (!keys.is_array())
                problem(line, "\"keys\" of the medium \"" + medium.id + "\" must be an array of texts");
            for (const json& key : keys.is_array() ? keys : json::array()) {
                if (key.is_string() && !key.get_ref<const std::string&>().empty())
                    medium.keys.push_back(key.get<std::string>());
                else
                    problem(line, "a key of the medium \"" + medium.id + "\" is no text");
            }
            group.media.push_back(std::move(medium));
        }
    }

    /// A key in two groups of different splits would make the promise one that cannot be kept.
    void checkKeys(const FrozenSplits& frozen)
    {
        std::unordered_map<std::string, const FrozenGroup*> groupOf;
        for (const FrozenGroup& group : frozen.groups) {
            for (const FrozenMedium& medium : group.media) {
                for (const std::string& key : medium.keys) {
                    const FrozenGroup* const known = groupOf.emplace(key, &group).first->second;
                    if (known->split != group.split)
                        problem(1, "the key \"" + key + "\" stands in " + known->split + " and in " + group.split);
                }
            }
        }
    }

    const formats::JsonWithLines& m_file;
    std::unordered_set<std::string> m_media;
};

ordered_json mediumJson(const FrozenMedium& medium)
{
    return {{"id", medium.id}, {"name", medium.name}, {"keys", medium.keys}};
}

} // namespace

std::string frozenText(const FrozenSplits& frozen)
{
    ordered_json ratios = ordered_json::object();
    for (std::size_t i = 0; i < frozen.ratios.shares.size(); ++i)
        ratios[splitNames()[i]] = frozen.ratios.shares[i];
    // One group a line, so that a comparison of two files shows what moved.
    const ordered_json head{{kVersionMember, kVersion},
                            {"created", frozen.created},
                            {"by", namesOf(frozen.by)},
                            {"ratios", ratios},
                            {"salt", frozen.salt}};
    const auto lineOf = [](const ordered_json& value) {
        return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    };
    std::string text = lineOf(head);
    text.pop_back();
    text += ",\"groups\":[";
    const char* between = "\n";
    for (const FrozenGroup& group : frozen.groups) {
        ordered_json media = ordered_json::array();
        for (const FrozenMedium& medium : group.media)
            media.push_back(mediumJson(medium));
        text += between + lineOf({{"id", group.id}, {"split", group.split}, {"media", std::move(media)}});
        between = ",\n";
    }
    return text + "\n]}\n";
}

Result<FrozenSplits> frozenFrom(std::string_view text, const std::string& subject)
{
    const auto parsed = formats::parseJsonWithLines(std::string(text));
    if (!parsed)
        return fail(ErrorCode::FormatInvalid, subject,
                    "line " + std::to_string(parsed.error().line) + ": " + parsed.error().message);
    if (!parsed->value.is_object() || !parsed->value.contains(kVersionMember))
        return fail(ErrorCode::FormatInvalid, subject, "it is no file of frozen splits",
                    "choose a file that \"splits freeze\" wrote");
    const json version = parsed->value[kVersionMember];
    if (version != kVersion)
        return fail(ErrorCode::FormatInvalid, subject, "its version is " + version.dump() + ", not 1",
                    "use the version of Descant that wrote it, or a newer one");
    Reader reader(*parsed);
    FrozenSplits frozen = reader.read();
    if (!reader.problems.empty())
        return fail({ErrorCode::FormatInvalid, subject, reader.problems.front(), {}, reader.problems});
    return frozen;
}

Result<FrozenSplits> readFrozen(const std::filesystem::path& path)
{
    DESCANT_TRY(const std::string text, readFile(path, kLargestFile));
    return frozenFrom(text, path.string());
}

FrozenIndex::FrozenIndex(const FrozenSplits& frozen)
{
    for (const FrozenGroup& group : frozen.groups) {
        for (const FrozenMedium& medium : group.media) {
            m_byId.emplace(medium.id, &group);
            for (const std::string& key : medium.keys)
                m_byKey.emplace(key, &group);
        }
    }
}

const FrozenGroup* FrozenIndex::groupOf(const std::string& mediumId, const std::vector<MediumKey>& keys) const
{
    for (const MediumKey& key : keys) {
        if (const auto found = m_byKey.find(key.value); found != m_byKey.end())
            return found->second;
    }
    const auto found = m_byId.find(mediumId);
    return found == m_byId.end() ? nullptr : found->second;
}

const FrozenGroup* FrozenIndex::groupOf(const FrozenMedium& medium) const
{
    std::vector<MediumKey> keys;
    for (const std::string& key : medium.keys)
        keys.push_back({key, {}});
    return groupOf(medium.id, keys);
}

FrozenSplits withEarlier(FrozenSplits made, const FrozenSplits& earlier)
{
    const FrozenSplits known = made;
    const FrozenIndex index(known);
    std::unordered_map<std::string, std::size_t> numberOf;
    for (std::size_t i = 0; i < made.groups.size(); ++i)
        numberOf.emplace(made.groups[i].id, i);
    for (const FrozenGroup& group : earlier.groups) {
        FrozenGroup rest{group.id, group.split, {}};
        const FrozenGroup* now = nullptr;
        for (const FrozenMedium& medium : group.media) {
            const FrozenGroup* const found = index.groupOf(medium);
            now = found != nullptr ? found : now;
            if (found == nullptr)
                rest.media.push_back(medium);
        }
        if (rest.media.empty())
            continue;
        if (now != nullptr) {
            std::vector<FrozenMedium>& media = made.groups[numberOf.at(now->id)].media;
            media.insert(media.end(), rest.media.begin(), rest.media.end());
            continue;
        }
        for (int number = 2; numberOf.contains(rest.id); ++number)
            rest.id = group.id + "#" + std::to_string(number);
        numberOf.emplace(rest.id, made.groups.size());
        made.groups.push_back(std::move(rest));
    }
    return made;
}

} // namespace descant::splits
