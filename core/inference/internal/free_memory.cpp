// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/free_memory.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

namespace descant::inference {
namespace {

namespace fs = std::filesystem;

/// The number in a file of one number; nothing for "max", and where there is no such file.
std::optional<std::uint64_t> numberIn(const fs::path& path)
{
    std::ifstream file(path);
    std::uint64_t number = 0;
    return file >> number ? std::optional(number) : std::nullopt;
}

/// The number behind a name in a file of such lines ("MemAvailable: 12 kB", "inactive_file 12").
std::uint64_t numberBehind(const fs::path& path, const std::string& name)
{
    std::ifstream file(path);
    std::string word, rest;
    while (file >> word) {
        std::uint64_t number = 0;
        if (word == name && file >> number)
            return number;
        std::getline(file, rest);
    }
    return 0;
}

/// What a group leaves: its limit less what it uses, cached files not counted, since they give way.
std::optional<std::uint64_t> leftIn(const fs::path& group, const char* limitName, const char* usageName,
                                    const char* cachedName)
{
    const auto limit = numberIn(group / limitName);
    const auto usage = numberIn(group / usageName);
    if (!limit || !usage)
        return std::nullopt;
    const std::uint64_t cached = std::min(*usage, numberBehind(group / "memory.stat", cachedName));
    const std::uint64_t taken = *usage - cached;
    return *limit > taken ? *limit - taken : 0;
}

/// This process's group below `mount`: the path in the line of /proc/self/cgroup that names `controller` ("" is
/// version 2).
std::string groupOf(const fs::path& root, const std::string& controller)
{
    std::ifstream file(root / "proc/self/cgroup");
    std::string line;
    while (std::getline(file, line)) {
        const auto first = line.find(':');
        const auto second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos)
            continue;
        if ("," + line.substr(first + 1, second - first - 1) + "," == "," + controller + ",")
            return line.substr(second + 1);
    }
    return "/";
}

/// The least that the group or one of those around it leaves. Inside a container the path may not exist; what is
/// mounted there is the group itself.
std::uint64_t leastLeft(const fs::path& mount, const std::string& group, const char* limit, const char* usage,
                        const char* cached)
{
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
    fs::path path = group;
    while (true) {
        if (const auto left = leftIn(mount / path.relative_path(), limit, usage, cached))
            least = std::min(least, *left);
        if (!path.has_relative_path())
            return least;
        path = path.parent_path();
    }
}

} // namespace

std::uint64_t freeMemory(const fs::path& root)
{
    const std::uint64_t available = numberBehind(root / "proc/meminfo", "MemAvailable:") * 1024;
    const fs::path mount = root / "sys/fs/cgroup";
    const std::uint64_t second = leastLeft(mount, groupOf(root, ""), "memory.max", "memory.current", "inactive_file");
    const std::uint64_t first = leastLeft(mount / "memory", groupOf(root, "memory"), "memory.limit_in_bytes",
                                          "memory.usage_in_bytes", "total_inactive_file");
    const std::uint64_t limited = std::min(first, second);
    if (available == 0)
        return limited == std::numeric_limits<std::uint64_t>::max() ? 0 : limited;
    return std::min(available, limited);
}

} // namespace descant::inference
