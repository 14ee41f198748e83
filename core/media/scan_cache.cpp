// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/scan_cache.h"

#include <algorithm>
#include <system_error>

namespace descant::media {

std::optional<FileState> stateOf(const std::filesystem::path& path)
{
    std::error_code problem;
    FileState state;
    state.path = std::filesystem::absolute(path, problem).string();
    if (problem || !std::filesystem::is_regular_file(path, problem))
        return std::nullopt;
    state.bytes = std::filesystem::file_size(path, problem);
    if (problem)
        return std::nullopt;
    state.changed = std::filesystem::last_write_time(path, problem);
    return problem ? std::nullopt : std::optional(state);
}

ScanCache& ScanCache::shared()
{
    static ScanCache cache;
    return cache;
}

std::optional<ScanCache::Tables> ScanCache::find(const FileState& file, const std::vector<int>& streams)
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_kept.begin(), m_kept.end(),
                                    [&](const Kept& kept) { return kept.streams == streams && kept.file == file; });
    if (found == m_kept.end())
        return std::nullopt;
    m_kept.splice(m_kept.begin(), m_kept, found);
    return found->tables;
}

void ScanCache::clear()
{
    const std::lock_guard lock(m_mutex);
    m_kept.clear();
}

void ScanCache::keep(const FileState& file, const std::vector<int>& streams, const Tables& tables)
{
    const std::lock_guard lock(m_mutex);
    m_kept.remove_if([&](const Kept& kept) { return kept.file.path == file.path && kept.streams == streams; });
    m_kept.push_front({file, streams, tables});
    if (m_kept.size() > kFiles)
        m_kept.pop_back();
}

} // namespace descant::media
