// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/release_manifest.h"

#include "core/base/file.h"
#include "core/formats/json_lines.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

namespace descant::workflows {

namespace fs = std::filesystem;

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr const char* kVersionMember = "descant-release";
constexpr int kVersion = 1;
constexpr std::size_t kLargestManifest = std::size_t{512} << 20;
constexpr std::size_t kMostProblems = 50;

ordered_json countsJson(const ReleaseCounts& counts)
{
    return {{"media", counts.media},
            {"captions", counts.captions},
            {"media_by_split", counts.mediaOfSplit},
            {"captions_by_split", counts.captionsOfSplit},
            {"captions_by_language", counts.ofLanguage},
            {"captions_by_status", counts.ofStatus},
            {"human", counts.human},
            {"from_model", counts.fromModel},
            {"edited_from_model", counts.editedFromModel}};
}

template <typename Value, typename ToJson> ordered_json listOf(const std::vector<Value>& values, const ToJson& toJson)
{
    ordered_json list = ordered_json::array();
    for (const Value& value : values)
        list.push_back(toJson(value));
    return list;
}

ordered_json fileJson(const ReleaseFile& file)
{
    return {{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}};
}

ordered_json modelJson(const ReleaseModel& model)
{
    return {{"name", model.name},
            {"version", model.version},
            {"sha256", model.sha256},
            {"accepted", model.accepted},
            {"edited", model.edited}};
}

ordered_json mediumJson(const ReleaseMedium& medium)
{
    return {{"id", medium.id},
            {"name", medium.name},
            {"fingerprint", medium.fingerprint},
            {"sources", medium.sources},
            {"licence", medium.licence},
            {"split", medium.split},
            {"captions", medium.captions}};
}

/// Reads members, and writes down what is wrong with them.
class Reader {
public:
    std::vector<std::string> problems;

    ReleaseManifest read(const json& object)
    {
        ReleaseManifest manifest;
        const std::initializer_list<std::pair<const char*, std::string*>> texts{
            {"name", &manifest.name},        {"created", &manifest.created}, {"tool", &manifest.tool},
            {"format", &manifest.format},    {"licence", &manifest.licence}, {"metrics", &manifest.metrics},
            {"previous", &manifest.previous}};
        for (const auto& [name, place] : texts)
            *place = text(object, name);
        manifest.counts = counts(member(object, "counts"));
        const json splits = member(object, "splits");
        manifest.splits = {text(splits, "file"), text(splits, "sha256"), textsOf(splits, "leaks")};
        for (const json& one : array(object, "models"))
            manifest.models.push_back({text(one, "name"), text(one, "version"), text(one, "sha256"),
                                       number(one, "accepted"), number(one, "edited")});
        const json losses = member(object, "losses");
        for (const auto& item : losses.items())
            manifest.losses[item.key()] = textsOf(losses, item.key().c_str());
        for (const json& one : array(object, "media"))
            manifest.media.push_back({text(one, "id"), text(one, "name"), text(one, "fingerprint"),
                                      textsOf(one, "sources"), text(one, "licence"), text(one, "split"),
                                      number(one, "captions")});
        for (const json& one : array(object, "files"))
            manifest.files.push_back({path(one), number(one, "bytes"), hash(one)});
        return manifest;
    }

private:
    void problem(const std::string& message)
    {
        if (problems.size() < kMostProblems)
            problems.push_back(message);
    }

    json value(const json& object, const char* name) const
    {
        const auto found = object.is_object() ? object.find(name) : object.end();
        return object.is_object() && found != object.end() ? *found : json();
    }

    std::string text(const json& object, const char* name)
    {
        json found = value(object, name);
        if (found.is_string())
            return found.get<std::string>();
        problem("\"" + std::string(name) + "\" must be a text");
        return {};
    }

    std::uint64_t number(const json& object, const char* name)
    {
        const json found = value(object, name);
        if (found.is_number_unsigned())
            return found.get<std::uint64_t>();
        problem("\"" + std::string(name) + "\" must be a whole number from 0 on");
        return 0;
    }

    json member(const json& object, const char* name)
    {
        json found = value(object, name);
        if (found.is_object())
            return found;
        problem("\"" + std::string(name) + "\" must be an object");
        return json::object();
    }

    json array(const json& object, const char* name)
    {
        json found = value(object, name);
        if (found.is_array())
            return found;
        problem("\"" + std::string(name) + "\" must be an array");
        return json::array();
    }

    std::vector<std::string> textsOf(const json& object, const char* name)
    {
        std::vector<std::string> list;
        for (const json& one : array(object, name)) {
            if (one.is_string())
                list.push_back(one.get<std::string>());
            else
                problem("\"" + std::string(name) + "\" must hold texts");
        }
        return list;
    }

    std::map<std::string, std::size_t> numbers(const json& object, const char* name)
    {
        std::map<std::string, std::size_t> found;
        const json members = member(object, name);
        for (const auto& item : members.items())
            found[item.key()] = number(members, item.key().c_str());
        return found;
    }

    ReleaseCounts counts(const json& object)
    {
        ReleaseCounts counts;
        counts.media = number(object, "media");
        counts.captions = number(object, "captions");
        counts.mediaOfSplit = numbers(object, "media_by_split");
        counts.captionsOfSplit = numbers(object, "captions_by_split");
        counts.ofLanguage = numbers(object, "captions_by_language");
        counts.ofStatus = numbers(object, "captions_by_status");
        counts.human = number(object, "human");
        counts.fromModel = number(object, "from_model");
        counts.editedFromModel = number(object, "edited_from_model");
        return counts;
    }

    std::string path(const json& object)
    {
        const std::string found = text(object, "path");
        const fs::path parts(found);
        const bool leaves = parts.is_absolute() || found.find('\\') != std::string::npos
            || std::any_of(parts.begin(), parts.end(),
                           [](const fs::path& part) { return part == ".." || part == "."; });
        if (found.empty() || leaves)
            problem("the path \"" + found + "\" leaves the folder");
        else if (!m_paths.insert(found).second || found == kManifestFile)
            problem("the path \"" + found + "\" stands twice, or is the manifest");
        return found;
    }

    std::string hash(const json& object)
    {
        const std::string found = text(object, "sha256");
        if (found.size() != 64 || found.find_first_not_of("0123456789abcdef") != std::string::npos)
            problem("\"" + found + "\" is no SHA-256");
        return found;
    }

    std::set<std::string> m_paths;
};

} // namespace

std::string manifestText(const ReleaseManifest& manifest)
{
    const ordered_json splits{
        {"file", manifest.splits.file}, {"sha256", manifest.splits.sha256}, {"leaks", manifest.splits.leaks}};
    const ordered_json whole{{kVersionMember, kVersion},
                             {"name", manifest.name},
                             {"created", manifest.created},
                             {"tool", manifest.tool},
                             {"format", manifest.format},
                             {"licence", manifest.licence},
                             {"metrics", manifest.metrics},
                             {"previous", manifest.previous},
                             {"counts", countsJson(manifest.counts)},
                             {"splits", splits},
                             {"models", listOf(manifest.models, modelJson)},
                             {"losses", manifest.losses},
                             {"media", listOf(manifest.media, mediumJson)},
                             {"files", listOf(manifest.files, fileJson)}};
    return whole.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

Result<ReleaseManifest> manifestFrom(std::string_view text, const std::string& subject)
{
    const auto parsed = formats::parseJsonWithLines(std::string(text));
    if (!parsed)
        return fail(ErrorCode::FormatInvalid, subject,
                    "line " + std::to_string(parsed.error().line) + ": " + parsed.error().message);
    if (!parsed->value.is_object() || !parsed->value.contains(kVersionMember))
        return fail(ErrorCode::FormatInvalid, subject, "it is no manifest of a release",
                    "choose a folder that \"release\" wrote");
    if (const json version = parsed->value[kVersionMember]; version != kVersion)
        return fail(ErrorCode::FormatInvalid, subject, "its version is " + version.dump() + ", not 1",
                    "use the version of Descant that wrote it, or a newer one");
    Reader reader;
    ReleaseManifest manifest = reader.read(parsed->value);
    if (!reader.problems.empty())
        return fail({ErrorCode::FormatInvalid, subject, reader.problems.front(), {}, reader.problems});
    return manifest;
}

Result<ReleaseManifest> readManifest(const fs::path& folder)
{
    DESCANT_TRY(const std::string text, readFile(folder / kManifestFile, kLargestManifest));
    return manifestFrom(text, (folder / kManifestFile).string());
}

} // namespace descant::workflows
