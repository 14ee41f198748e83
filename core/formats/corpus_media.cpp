// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/corpus_media.h"

#include "core/base/identifier.h"
#include "core/formats/internal/json_values.h"

#include <algorithm>
#include <set>

namespace descant::formats {

namespace fs = std::filesystem;

using nlohmann::json;
using project::Medium;

namespace {

std::string withMembers(const std::string& extraText, const std::string& format, const json& members)
{
    json extra = extraObject(extraText);
    json& kept = extra[format];
    if (!kept.is_object())
        kept = json::object();
    kept.update(members);
    return extra.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

CorpusMedia::CorpusMedia(const project::ProjectView& document, CorpusFolders folders, PlannedChanges& changes)
    : m_document(document), m_folders(std::move(folders)), m_index(document), m_changes(changes)
{
}

tl::expected<const Medium*, std::string> CorpusMedia::mediumOf(const MediumHint& hint, const std::string& file)
{
    tl::expected<const Medium*, std::string> found = m_index.withId(hint.id);
    if (*found == nullptr)
        found = m_index.withFingerprint(hint.fingerprint);
    if (*found == nullptr && !hint.path.empty()) {
        const fs::path path = (m_folders.corpus / hint.path).lexically_normal();
        const Medium* there = m_index.at(path);
        found = there != nullptr ? there : newMedium(path);
    }
    if (*found == nullptr)
        found = namedMedium(file);
    if (found && m_firstUsed == nullptr)
        m_firstUsed = *found;
    return found;
}

/// In the folder of the clips; a name with folders may begin with that very folder.
fs::path CorpusMedia::placeOf(const std::string& file)
{
    const fs::path path = m_files.onDisk((m_folders.media / file).lexically_normal());
    if (file.find('/') == std::string::npos || *fs::path(file).begin() != m_folders.media.filename())
        return path;
    const fs::path above = m_files.onDisk((m_folders.media.parent_path() / file).lexically_normal());
    return !m_files.exists(path) && m_files.exists(above) ? above : path;
}

bool CorpusMedia::knows(const std::string& file)
{
    if (leavesTheFolder(file))
        return false;
    const fs::path path = placeOf(file);
    return m_index.at(path) != nullptr || m_files.exists(path) || !m_index.named(file).empty();
}

tl::expected<const Medium*, std::string> CorpusMedia::namedMedium(const std::string& file)
{
    const fs::path path = placeOf(file);
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

const Medium* CorpusMedia::newMedium(const fs::path& path)
{
    Medium medium;
    medium.id = newIdentifier();
    medium.name = path.filename().string();
    medium.path = path.string();
    return enter(std::move(medium));
}

const Medium* CorpusMedia::enter(Medium medium)
{
    if (!m_files.exists(medium.path))
        m_missing.push_back(medium.name);
    if (!m_firstNew)
        m_firstNew = medium;
    m_changes.add({std::nullopt, project::Entity(medium)});
    return &m_index.add(std::move(medium));
}

tl::expected<const Medium*, std::string> CorpusMedia::chosen(const std::string& pathOrName)
{
    std::error_code problem;
    const fs::path path = fs::absolute(pathOrName).lexically_normal();
    tl::expected<const Medium*, std::string> found = m_index.at(path);
    const bool isPath = pathOrName.find('/') != std::string::npos || fs::exists(path, problem);
    if (*found == nullptr)
        found = isPath ? newMedium(path) : namedMedium(pathOrName);
    if (found && m_firstUsed == nullptr)
        m_firstUsed = *found;
    return found;
}

const Medium* CorpusMedia::known(const Medium& medium)
{
    const Medium* found = m_index.withId(medium.id);
    if (found == nullptr && !medium.fingerprint.empty())
        found = m_index.withFingerprint(medium.fingerprint);
    return found != nullptr ? found : m_index.at(medium.path);
}

const Medium* CorpusMedia::adopt(Medium medium)
{
    if (m_index.withId(medium.id) != nullptr)
        medium.id = newIdentifier();
    return enter(std::move(medium));
}

std::size_t CorpusMedia::keepFileMembers(const std::string& format, const json& members, MembersOf whose)
{
    const auto has = [&](const Medium* medium) {
        const json extra = extraObject(medium->extra);
        return extra.contains(format) && extra[format] == members;
    };
    const auto known = whose == MembersOf::Corpus ? m_document.media() : std::vector<const Medium*>{m_firstUsed};
    if (members.empty() || m_firstUsed == nullptr || std::any_of(known.begin(), known.end(), has))
        return 0;
    const Medium before = m_firstNew ? *m_firstNew : *m_firstUsed;
    Medium after = before;
    after.extra = withMembers(after.extra, format, members);
    m_changes.add({project::Entity(before), project::Entity(std::move(after))});
    return m_firstNew ? 0 : 1;
}

} // namespace descant::formats
