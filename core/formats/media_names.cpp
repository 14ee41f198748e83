// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/media_names.h"

#include "core/formats/internal/media_index.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace descant::formats {

namespace fs = std::filesystem;
using project::Medium;

namespace {

/// The name with that many folders before it; with all where there are fewer.
std::string nameBehind(const Medium& medium, std::size_t folders)
{
    fs::path name(medium.name);
    fs::path folder = fs::path(medium.path).lexically_normal().parent_path();
    for (; folders > 0 && folder.has_filename(); --folders) {
        name = folder.filename() / name;
        folder = folder.parent_path();
    }
    return name.generic_string();
}

std::size_t foldersOf(const Medium& medium)
{
    const fs::path path(medium.path);
    return static_cast<std::size_t>(std::distance(path.begin(), path.end()));
}

} // namespace

MediaNames::MediaNames(const std::vector<const Medium*>& media)
{
    // An import takes "clip.wav" for "clip.mp4" where it has nothing better, so that endings do not tell files apart.
    std::unordered_map<std::string, std::vector<const Medium*>> ofStem;
    for (const Medium* medium : media)
        ofStem[std::string(nameStem(medium->name))].push_back(medium);
    for (const auto& [stem, same] : ofStem) {
        if (same.size() > 1)
            tellApart(same);
    }
    for (const auto& [id, name] : m_nameOf)
        ++m_ofStem[std::string(nameStem(name))];
}

void MediaNames::tellApart(const std::vector<const Medium*>& media)
{
    std::size_t most = 0;
    for (const Medium* medium : media)
        most = std::max(most, foldersOf(*medium));
    for (std::size_t folders = 1; folders <= most; ++folders) {
        std::set<std::string> names;
        for (const Medium* medium : media)
            names.insert(nameBehind(*medium, folders));
        if (names.size() < media.size() || std::any_of(names.begin(), names.end(), leavesTheFolder))
            continue;
        for (const Medium* medium : media)
            m_nameOf.emplace(medium->id, nameBehind(*medium, folders));
        return;
    }
    for (const Medium* medium : media)
        m_nameOf.emplace(medium->id, medium->name);
}

const std::string& MediaNames::of(const Medium& medium) const
{
    const auto found = m_nameOf.find(medium.id);
    return found == m_nameOf.end() ? medium.name : found->second;
}

bool MediaNames::isTold(const Medium& medium) const
{
    const auto found = m_nameOf.find(medium.id);
    return found == m_nameOf.end() || found->second != medium.name;
}

std::string MediaNames::fileStemOf(const Medium& medium) const
{
    const std::string& name = of(medium);
    const std::string file = isTold(medium) && name != medium.name ? name : fs::path(name).filename().string();
    const auto sharing = m_ofStem.find(std::string(nameStem(name)));
    return sharing != m_ofStem.end() && sharing->second > 1 ? file : std::string(nameStem(file));
}

std::string nameWithFolders(const Medium& medium)
{
    return (fs::path(medium.path).lexically_normal().parent_path() / medium.name).generic_string();
}

} // namespace descant::formats
