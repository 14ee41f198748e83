// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/reference_cache.h"

#include "core/base/file.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace descant::metrics {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kEnding = ".references";
constexpr std::size_t kLargestFile = std::size_t{1} << 31;

/// The ids are one line of JSON before the set.
std::optional<NamedReferences> parsed(const std::string& bytes)
{
    const std::size_t end = bytes.find('\n');
    if (end == std::string::npos)
        return std::nullopt;
    const auto ids =
        nlohmann::json::parse(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    if (!ids.is_array() || !std::ranges::all_of(ids, [](const auto& id) { return id.is_string(); }))
        return std::nullopt;
    auto set = ReferenceSet::fromBytes(std::string_view(bytes).substr(end + 1));
    if (!set || set->segments() != ids.size())
        return std::nullopt;
    return NamedReferences{ids.get<std::vector<std::string>>(), std::move(*set)};
}

} // namespace

ReferenceCache::ReferenceCache(fs::path folder, std::uintmax_t limitBytes)
    : m_folder(std::move(folder)), m_limitBytes(limitBytes)
{
}

fs::path ReferenceCache::fileOf(const std::string& key) const { return m_folder / (key + std::string(kEnding)); }

std::optional<NamedReferences> ReferenceCache::find(const std::string& key) const
{
    const auto bytes = readFile(fileOf(key), kLargestFile);
    if (!bytes)
        return std::nullopt;
    auto references = parsed(*bytes);
    std::error_code ignored; // the cache may be read-only, or another program may have been quicker
    if (references)
        fs::last_write_time(fileOf(key), fs::file_time_type::clock::now(), ignored);
    else
        fs::remove(fileOf(key), ignored);
    return references;
}

void ReferenceCache::keep(const std::string& key, const NamedReferences& references) const
{
    std::error_code problem;
    fs::create_directories(m_folder, problem);
    if (problem)
        return;
    const std::string ids =
        nlohmann::json(references.ids).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    // What cannot be kept is made again.
    if (writeFileAtomically(fileOf(key), ids + "\n" + references.set.toBytes()))
        makeRoom();
}

void ReferenceCache::makeRoom() const
{
    struct Kept {
        fs::path path;
        fs::file_time_type time;
        std::uintmax_t bytes;
    };
    std::vector<Kept> files;
    std::uintmax_t total = 0;
    std::error_code ignored; // files may vanish meanwhile
    for (fs::directory_iterator entry(m_folder, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
        if (entry->path().extension() != kEnding)
            continue;
        files.push_back({entry->path(), entry->last_write_time(ignored), entry->file_size(ignored)});
        total += files.back().bytes;
    }
    std::ranges::sort(files, {}, &Kept::time);
    for (const Kept& file : files) {
        if (total <= m_limitBytes)
            return;
        fs::remove(file.path, ignored);
        total -= file.bytes;
    }
}

} // namespace descant::metrics
