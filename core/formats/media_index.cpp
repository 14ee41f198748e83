// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/media_index.h"

#include "core/formats/internal/media_names.h"

#include <algorithm>
#include <set>

namespace descant::formats {

namespace fs = std::filesystem;
using project::Medium;

namespace {

template <typename Map> std::vector<const Medium*> allOf(const Map& map, std::string_view key)
{
    std::vector<const Medium*> found;
    const auto [begin, end] = map.equal_range(key);
    for (auto at = begin; at != end; ++at)
        found.push_back(at->second);
    return found;
}

template <typename Map> const Medium* firstOf(const Map& map, std::string_view key)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
}

} // namespace

MediaIndex::MediaIndex(const project::ProjectView& document) : m_document(document)
{
    for (const Medium* medium : document.media())
        enter(*medium);
}

const Medium& MediaIndex::add(Medium medium)
{
    const Medium& kept = m_added.emplace_back(std::move(medium));
    m_addedById.emplace(kept.id, &kept);
    enter(kept);
    return kept;
}

void MediaIndex::enter(const Medium& medium)
{
    if (!m_byPath.contains(medium.path)) // of two on one path the first is meant
        m_byPath.emplace(medium.path, &medium);
    m_byStem.emplace(nameStem(medium.name), &medium);
    if (!medium.fingerprint.empty())
        m_byFingerprint.emplace(medium.fingerprint, &medium);
}

const Medium* MediaIndex::withId(const std::string& id) const
{
    const Medium* known = m_document.medium(id);
    return known != nullptr ? known : firstOf(m_addedById, id);
}

const Medium* MediaIndex::withFingerprint(const std::string& fingerprint) const
{
    const auto found = allOf(m_byFingerprint, fingerprint);
    return found.size() == 1 ? found.front() : nullptr;
}

const Medium* MediaIndex::at(const fs::path& path) const { return firstOf(m_byPath, path.native()); }

std::vector<const Medium*> MediaIndex::ofName(std::string_view name) const
{
    std::vector<const Medium*> found = allOf(m_byStem, nameStem(name));
    std::erase_if(found, [&](const Medium* medium) { return medium->name != name; });
    return found;
}

std::vector<const Medium*> MediaIndex::named(const std::string& file) const
{
    std::vector<const Medium*> found = ofName(file);
    if (found.empty() && file.find('/') != std::string::npos)
        return inFolders(file);
    return found.empty() ? allOf(m_byStem, nameStem(file)) : found;
}

std::vector<const Medium*> MediaIndex::inFolders(const std::string& file) const
{
    std::vector<const Medium*> found = ofName(std::string_view(file).substr(file.rfind('/') + 1));
    std::erase_if(found, [&](const Medium* medium) { return !("/" + nameWithFolders(*medium)).ends_with("/" + file); });
    return found;
}

std::string MediaIndex::fileOf(const std::string& url, const std::string& videoId) const
{
    return !ofName(url).empty() || isMediaFileName(url) ? url : videoId + ".mp4";
}

std::string_view nameStem(std::string_view file)
{
    const auto dot = file.rfind('.');
    const auto name = file.rfind('/') + 1; // 0 without folders
    return dot == std::string_view::npos || dot <= name ? file : file.substr(0, dot);
}

bool isMediaFileName(const std::string& name)
{
    static const std::set<std::string> kEndings{
        ".3g2", ".3gp",  ".aac",  ".ac3",  ".aif", ".aiff", ".amr", ".asf", ".au",  ".avi", ".caf",
        ".dv",  ".f4v",  ".flac", ".flv",  ".gif", ".m2ts", ".m2v", ".m4a", ".m4v", ".mka", ".mkv",
        ".mov", ".mp3",  ".mp4",  ".mpeg", ".mpg", ".mts",  ".mxf", ".oga", ".ogg", ".ogv", ".opus",
        ".qt",  ".rmvb", ".ts",   ".vob",  ".wav", ".webm", ".wma", ".wmv", ".y4m"};
    std::string ending = fs::path(name).extension().string();
    // Of ASCII letters alone, whatever the locale says.
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return name.find_first_of("/\\:") == std::string::npos && kEndings.contains(ending);
}

bool leavesTheFolder(const std::string& name)
{
    const fs::path path(name);
    return path.is_absolute() || name.find_first_of(std::string_view("\\\0", 2)) != std::string::npos
        || std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

} // namespace descant::formats
