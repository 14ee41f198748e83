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

/// Sounds and pictures go by other endings than the one that a corpus leaves to be guessed.
fs::path onDisk(const fs::path& path)
{
    std::error_code problem;
    if (fs::exists(path, problem))
        return path;
    for (const char* ending : {".mp4", ".mkv", ".webm", ".avi", ".mov", ".wav", ".flac"}) {
        const fs::path other = fs::path(path).replace_extension(ending);
        if (fs::exists(other, problem))
            return other;
    }
    return path;
}

} // namespace

CorpusMedia::CorpusMedia(const project::ProjectView& document, CorpusFolders folders)
    : m_document(document), m_folders(std::move(folders)), m_index(document)
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
fs::path CorpusMedia::placeOf(const std::string& file) const
{
    const fs::path path = onDisk((m_folders.media / file).lexically_normal());
    const fs::path above = onDisk((m_folders.media.parent_path() / file).lexically_normal());
    std::error_code problem;
    const bool beginsThere =
        file.find('/') != std::string::npos && *fs::path(file).begin() == m_folders.media.filename();
    return beginsThere && !fs::exists(path, problem) && fs::exists(above, problem) ? above : path;
}

bool CorpusMedia::knows(const std::string& file) const
{
    if (leavesTheFolder(file))
        return false;
    const fs::path path = placeOf(file);
    std::error_code problem;
    return m_index.at(path) != nullptr || fs::exists(path, problem) || !m_index.named(file).empty();
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
    std::error_code problem;
    if (!fs::exists(path, problem))
        m_missing.push_back(medium.name);
    m_changes.push_back({std::nullopt, project::Entity(medium)});
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
    std::error_code problem;
    if (!fs::exists(medium.path, problem))
        m_missing.push_back(medium.name);
    m_changes.push_back({std::nullopt, project::Entity(medium)});
    return &m_index.add(std::move(medium));
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
    if (!m_changes.empty()) {
        std::get<Medium>(*m_changes.front().after).extra =
            withMembers(std::get<Medium>(*m_changes.front().after).extra, format, members);
        return 0;
    }
    Medium after = *m_firstUsed;
    after.extra = withMembers(after.extra, format, members);
    m_changes.push_back({project::Entity(*m_firstUsed), project::Entity(std::move(after))});
    return 1;
}

} // namespace descant::formats
