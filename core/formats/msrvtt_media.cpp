// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/msrvtt_media.h"

#include "core/base/identifier.h"
#include "core/formats/internal/json_values.h"

#include <algorithm>
#include <set>

namespace descant::formats {

namespace fs = std::filesystem;

using nlohmann::json;
using project::Medium;

MsrvttMedia::MsrvttMedia(const project::Document& document, CorpusFolders folders)
    : m_document(document), m_folders(std::move(folders)), m_index(document)
{
}

tl::expected<const Medium*, std::string> MsrvttMedia::mediumOf(const MsrvttVideo& video)
{
    tl::expected<const Medium*, std::string> found = m_index.withId(video.medium.id);
    if (*found == nullptr)
        found = m_index.withFingerprint(video.medium.fingerprint);
    if (*found == nullptr && !video.medium.path.empty()) {
        const fs::path path = (m_folders.corpus / video.medium.path).lexically_normal();
        const Medium* there = m_index.at(path);
        found = there != nullptr ? there : newMedium(path);
    }
    if (*found == nullptr)
        found = namedMedium(m_index.fileOf(video.url, video.id));
    if (found && m_firstUsed == nullptr)
        m_firstUsed = *found;
    return found;
}

tl::expected<const Medium*, std::string> MsrvttMedia::namedMedium(const std::string& file)
{
    const fs::path path = (m_folders.media / file).lexically_normal();
    if (const Medium* medium = m_index.at(path))
        return medium;
    const std::vector<const Medium*> fitting = m_index.named(file);
    if (fitting.empty())
        return newMedium(path);
    if (fitting.size() == 1)
        return fitting.front();
    std::set<std::string> paths;
    for (const Medium* medium : fitting)
        paths.insert(medium->path);
    std::string message = "the name \"" + file + "\" fits several files of the project:";
    for (const std::string& one : paths)
        message += " \"" + one + "\"";
    return tl::unexpected(std::move(message));
}

const Medium* MsrvttMedia::newMedium(const fs::path& path)
{
    Medium medium;
    medium.id = newIdentifier();
    medium.name = path.filename().string();
    medium.path = path.string();
    std::error_code problem;
    if (!fs::exists(path, problem))
        m_missing.push_back(medium.name);
    m_changes.push_back({std::nullopt, project::Entity(medium)});
    return &m_index.add(std::move(medium));
}

std::size_t MsrvttMedia::keepFileMembers(const json& members)
{
    const auto has = [&](const Medium* medium) {
        const json extra = extraObject(medium->extra);
        return extra.contains("msrvtt") && extra["msrvtt"] == members;
    };
    const auto known = m_document.media();
    if (members.empty() || m_firstUsed == nullptr || std::any_of(known.begin(), known.end(), has))
        return 0;
    if (!m_changes.empty()) {
        std::get<Medium>(*m_changes.front().after).extra = json{{"msrvtt", members}}.dump();
        return 0;
    }
    Medium after = *m_firstUsed;
    json extra = extraObject(after.extra);
    json& kept = extra["msrvtt"];
    if (!kept.is_object())
        kept = json::object();
    kept.update(members);
    after.extra = extra.dump();
    m_changes.push_back({project::Entity(*m_firstUsed), project::Entity(std::move(after))});
    return 1;
}

} // namespace descant::formats
