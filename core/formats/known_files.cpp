// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/known_files.h"

#include "core/formats/internal/media_index.h"

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFolders = 64; // a hostile corpus may name a new one in each row

std::string_view nameOf(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view folderOf(std::string_view path)
{
    const auto end = path.rfind('/');
    return end == std::string_view::npos ? "." : end == 0 ? "/" : path.substr(0, end);
}

} // namespace

const KnownFiles::Folder& KnownFiles::folder(const fs::path& path)
{
    const std::string name(folderOf(path.native()));
    if (const auto found = m_folders.find(name); found != m_folders.end())
        return found->second;
    if (m_folders.size() == kMostFolders)
        m_folders.clear();
    Folder& folder = m_folders[name];
    std::error_code problem;
    fs::directory_iterator at(name, problem);
    const bool isMissing = problem == std::errc::no_such_file_or_directory || problem == std::errc::not_a_directory;
    for (; !problem && at != fs::directory_iterator(); at.increment(problem))
        folder.stems.insert(nameStem(nameOf(at->path().native())));
    folder.isRead = !problem || isMissing;
    return folder;
}

/// False only where there is no file of that name with any ending.
bool KnownFiles::mayHave(const fs::path& path)
{
    const Folder& there = folder(path);
    return !there.isRead || there.stems.contains(nameStem(nameOf(path.native())));
}

bool KnownFiles::exists(const fs::path& path)
{
    std::error_code problem;
    return mayHave(path) && fs::exists(path, problem);
}

fs::path KnownFiles::onDisk(const fs::path& path)
{
    if (!mayHave(path) || exists(path))
        return path;
    for (const char* ending : {".mp4", ".mkv", ".webm", ".avi", ".mov", ".wav", ".flac"}) {
        fs::path other = fs::path(path).replace_extension(ending);
        if (exists(other))
            return other;
    }
    return path;
}

} // namespace descant::formats
