// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/clip_manifest.h"

#include "core/base/file.h"
#include "core/workflows/clip_export.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <optional>
#include <sstream>
#include <unistd.h>
#include <utility>

namespace descant::workflows {

namespace fs = std::filesystem;

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr std::size_t kLargestManifest = std::size_t{1} << 30;

std::string stemOf(const std::string& file) { return fs::path(file).replace_extension().generic_string(); }

std::string lineOf(const ClipEntry& entry)
{
    const ordered_json line{{"clip", entry.clip},
                            {"file", entry.file},
                            {"source", entry.source},
                            {"fingerprint", entry.fingerprint},
                            {"start", toSeconds(entry.wanted.start)},
                            {"end", toSeconds(entry.wanted.end)},
                            {"held_start", toSeconds(entry.held.start)},
                            {"held_end", toSeconds(entry.held.end)},
                            {"asked", entry.asked},
                            {"mode", entry.mode},
                            {"frames", entry.frames},
                            {"bytes", entry.bytes},
                            {"sha256", entry.sha256}};
    return line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

MediaTime timeIn(const json& line, const char* name)
{
    const double seconds = line.at(name).get<double>();
    return std::isfinite(seconds) && std::abs(seconds) < 1e9 ? fromSeconds(seconds) : MediaTime{0};
}

/// Nothing for what is no entry.
std::optional<ClipEntry> entryFrom(const json& line)
try {
    ClipEntry entry;
    entry.clip = line.at("clip").get<std::string>();
    entry.file = line.at("file").get<std::string>();
    entry.source = line.at("source").get<std::string>();
    entry.fingerprint = line.at("fingerprint").get<std::string>();
    entry.wanted = {timeIn(line, "start"), timeIn(line, "end")};
    entry.held = {timeIn(line, "held_start"), timeIn(line, "held_end")};
    entry.asked = line.at("asked").get<std::string>();
    entry.mode = line.at("mode").get<std::string>();
    entry.frames = line.at("frames").get<std::int64_t>();
    entry.bytes = line.at("bytes").get<std::uint64_t>();
    entry.sha256 = line.at("sha256").get<std::string>();
    const fs::path file = fs::path(entry.file).lexically_normal();
    const bool leaves = file.is_absolute() || file.empty() || *file.begin() == "..";
    return leaves ? std::nullopt : std::optional(entry);
} catch (const json::exception&) {
    return std::nullopt;
}

} // namespace

Result<ClipManifest> ClipManifest::open(const fs::path& folder)
{
    const fs::path path = folder / kClipManifest;
    ClipManifest manifest;
    manifest.m_folder = folder;
    std::error_code problem;
    if (fs::exists(path, problem)) {
        DESCANT_TRY(const std::string text, readFile(path, kLargestManifest));
        std::istringstream lines(text);
        for (std::string one; std::getline(lines, one);) {
            const json line = json::parse(one, nullptr, false);
            if (!line.is_object())
                continue;
            if (line.contains("begun") && line["begun"].is_string())
                manifest.m_stems.insert(line["begun"].get<std::string>());
            if (auto entry = entryFrom(line)) {
                manifest.m_stems.insert(stemOf(entry->file));
                manifest.m_entries.insert_or_assign(entry->clip, std::move(*entry));
            }
        }
    }
    manifest.m_descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (manifest.m_descriptor < 0)
        return fail(errorFromErrno(errno, path, ErrorCode::FileNotWritable));
    // A line that a crash cut off ends here.
    DESCANT_CHECK(manifest.append("\n"));
    return manifest;
}

ClipManifest::ClipManifest(ClipManifest&& other) noexcept
    : m_folder(std::move(other.m_folder)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_entries(std::move(other.m_entries)),
      m_stems(std::move(other.m_stems))
{
}

ClipManifest::~ClipManifest()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

const ClipEntry* ClipManifest::find(const std::string& clip) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(clip);
    return found == m_entries.end() ? nullptr : &found->second;
}

bool ClipManifest::isOurs(const std::string& stem) const
{
    const std::lock_guard lock(m_mutex);
    return m_stems.contains(stem);
}

Result<void> ClipManifest::append(const std::string& line)
{
    for (std::string_view rest = line; !rest.empty();) {
        const ssize_t count = ::write(m_descriptor, rest.data(), rest.size());
        if (count < 0 && errno != EINTR)
            return fail(errorFromErrno(errno, m_folder / kClipManifest, ErrorCode::FileNotWritable));
        rest.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return {};
}

Result<void> ClipManifest::begin(const std::string& clip, const std::string& stem)
{
    const std::lock_guard lock(m_mutex);
    m_entries.erase(clip);
    m_stems.insert(stem);
    return append(ordered_json{{"begun", stem}}.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
}

Result<void> ClipManifest::add(ClipEntry entry)
{
    const std::lock_guard lock(m_mutex);
    const std::string line = lineOf(entry);
    m_entries.insert_or_assign(entry.clip, std::move(entry));
    return append(line);
}

Result<void> ClipManifest::finish(const std::vector<std::string>& order)
{
    const std::lock_guard lock(m_mutex);
    std::string text;
    std::unordered_set<std::string> written;
    for (const std::string& clip : order) {
        const auto found = m_entries.find(clip);
        if (found != m_entries.end() && written.insert(clip).second)
            text += lineOf(found->second);
    }
    std::vector<std::string> others;
    std::error_code problem;
    for (const auto& [clip, entry] : m_entries) {
        if (!written.contains(clip) && fs::exists(m_folder / entry.file, problem))
            others.push_back(lineOf(entry));
    }
    std::sort(others.begin(), others.end());
    for (const std::string& line : others)
        text += line;
    return writeFileAtomically(m_folder / kClipManifest, text);
}

} // namespace descant::workflows
