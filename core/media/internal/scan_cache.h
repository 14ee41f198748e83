// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/internal/packet_scan.h"

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace descant::media {

/// What one state of a file is known by: a file that changed is another one.
struct FileState {
    std::string path; ///< absolute
    std::uintmax_t bytes = 0;
    std::filesystem::file_time_type changed;
    bool operator==(const FileState&) const = default;
};
/// Nothing for what is no plain file.
std::optional<FileState> stateOf(const std::filesystem::path& path);

/// The tables of the files that were looked at last, so that the player, the model and the list of media do not each
/// read a film to its end. Any thread.
class ScanCache {
public:
    using Tables = std::map<int, ScannedStream>;

    /// The one of the program.
    static ScanCache& shared();
    /// The tables of these streams, or nothing.
    std::optional<Tables> find(const FileState& file, const std::vector<int>& streams);
    void clear();
    void keep(const FileState& file, const std::vector<int>& streams, const Tables& tables);

private:
    static constexpr std::size_t kFiles = 8; ///< an hour takes 2 MB, one without time stamps 10

    struct Kept {
        FileState file;
        std::vector<int> streams;
        Tables tables;
    };

    std::mutex m_mutex;
    std::list<Kept> m_kept; ///< the one used last comes first
};

} // namespace descant::media
