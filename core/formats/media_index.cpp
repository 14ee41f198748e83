// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/media_index.h"

#include "core/formats/internal/media_names.h"

#include <algorithm>
#include <set>

namespace descant::formats {

namespace fs = std::filesystem;
using project::Medium;

namespace {

std::string stemOf(const std::string& file) { return fs::path(file).replace_extension().string(); }

template <typename Map> std::vector<const Medium*> allOf(const Map& map, const std::string& key)
{
    std::vector<const Medium*> found;
    const auto [begin, end] = map.equal_range(key);
    for (auto at = begin; at != end; ++at)
        found.push_back(at->second);
    return found;
}

} // namespace

MediaIndex::MediaIndex(const project::ProjectView& document)
{
    for (const Medium* medium : document.media())
        add(*medium);
}

const Medium& MediaIndex::add(Medium medium)
{
    const Medium& kept = m_media.emplace_back(std::move(medium));
    m_byId.emplace(kept.id, &kept);
    m_byPath.emplace(kept.path, &kept);
    m_byName.emplace(kept.name, &kept);
    m_byStem.emplace(stemOf(kept.name), &kept);
    if (!kept.fingerprint.empty())
        m_byFingerprint.emplace(kept.fingerprint, &kept);
    return kept;
}

const Medium* MediaIndex::withId(const std::string& id) const
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : found->second;
}

const Medium* MediaIndex::withFingerprint(const std::string& fingerprint) const
{
    const auto found = allOf(m_byFingerprint, fingerprint);
    return found.size() == 1 ? found.front() : nullptr;
}

const Medium* MediaIndex::at(const fs::path& path) const
{
    const auto found = m_byPath.find(path.string());
    return found == m_byPath.end() ? nullptr : found->second;
}

std::vector<const Medium*> MediaIndex::named(const std::string& file) const
{
    std::vector<const Medium*> found = allOf(m_byName, file);
    if (found.empty() && file.find('/') != std::string::npos)
        return inFolders(file);
    return found.empty() ? allOf(m_byStem, stemOf(file)) : found;
}

std::vector<const Medium*> MediaIndex::inFolders(const std::string& file) const
{
    std::vector<const Medium*> found = allOf(m_byName, fs::path(file).filename().string());
    std::erase_if(found, [&](const Medium* medium) { return !("/" + nameWithFolders(*medium)).ends_with("/" + file); });
    return found;
}

std::string MediaIndex::fileOf(const std::string& url, const std::string& videoId) const
{
    return m_byName.contains(url) || isMediaFileName(url) ? url : videoId + ".mp4";
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
