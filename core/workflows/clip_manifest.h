// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace descant::workflows {

/// A clip as the list in its folder has it.
struct ClipEntry {
    std::string clip;
    std::string file;        ///< below the folder
    std::string source;      ///< name of the medium
    std::string fingerprint; ///< of the medium's file
    TimeRange wanted, held;  ///< on the source's time line
    std::string asked, mode; ///< "copy" or "encode"
    std::int64_t frames = 0;
    std::uint64_t bytes = 0;
    std::string sha256;
};

/// The list of the clips in a folder. Each clip is written down before it is cut, and again when it is whole; so what
/// an interrupted export left is known for its own. Any thread.
class ClipManifest {
public:
    /// Reads the list where there is one; lines that are no entries, as a crash leaves them, are passed over.
    static Result<ClipManifest> open(const std::filesystem::path& folder);
    ClipManifest(ClipManifest&& other) noexcept;
    ClipManifest& operator=(ClipManifest&&) = delete;
    ~ClipManifest();

    /// The entry of a clip; nothing where it is not whole.
    const ClipEntry* find(const std::string& clip) const;
    /// True for a file that an export made or began, by its name without ending.
    bool isOurs(const std::string& stem) const;
    /// To be called before a file of that name, without ending, is made.
    Result<void> begin(const std::string& clip, const std::string& stem);
    Result<void> add(ClipEntry entry);
    /// The entries of these clips in their order, then others whose files are still there; the list in place of all
    /// that was written down on the way.
    Result<void> finish(const std::vector<std::string>& order);

private:
    ClipManifest() = default;
    Result<void> append(const std::string& line);

    std::filesystem::path m_folder;
    int m_descriptor = -1;
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, ClipEntry> m_entries;
    std::unordered_set<std::string> m_stems;
};

} // namespace descant::workflows
