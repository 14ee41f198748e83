// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/disk_space.h"
#include "core/base/progress.h"
#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace descant::downloads {

/// How long a download waits for a server, and how often it tries again.
struct Patience {
    int attempts = 6;                               ///< in a row that bring next to nothing
    int attemptsToReach = 3;                        ///< while no server has answered yet: perhaps there is no network
    std::chrono::milliseconds firstPause{1000};     ///< before the second attempt; doubles from there
    std::chrono::milliseconds longestPause{30'000}; ///< also for what a server asks with Retry-After
    std::chrono::milliseconds connectTimeout{20'000};
    std::chrono::seconds stallTimeout{30}; ///< without a byte to speak of
};

/// A file that is wanted.
struct DownloadRequest {
    std::string url; ///< http or https
    std::filesystem::path target;
    std::optional<std::uint64_t> bytes = {};       ///< its size where that is promised
    std::string sha256 = {};                       ///< lower-case hexadecimal; empty: not promised
    std::uint64_t atMost = std::uint64_t(1) << 40; ///< where no size is promised
    Patience patience = {};
    FreeSpace freeSpace = freeSpaceOf;
};

/// A file that is there.
struct Downloaded {
    std::uint64_t bytes = 0;    ///< of the file
    std::uint64_t received = 0; ///< came over the network this time
    std::string sha256;         ///< empty when it was there already and no hash was promised
};

/// Brings a file onto the disk: completely, with the promised size and hash, or not at all. Until then the bytes lie in
/// TARGET.part, with what the server said of them in TARGET.part.origin; they stay there when the download is cancelled
/// or fails, and the next one asks for the rest only (a range, if the file is still the same; otherwise it starts
/// anew). A target that is right already is left alone. Connections that break are made again. Redirects are followed,
/// but never from https to http; certificates are checked; proxies are those of the environment (http_proxy and such).
/// Any thread; blocks it; stops within about 100 ms of transfer. One download of a target at a time, over all
/// processes. Errors: DownloadFailed (network), DownloadRefused (server), DownloadDamaged (size, hash), DiskFull,
/// UsageWrong (address), those of files.
Outcome<Downloaded> download(const DownloadRequest& request, const std::stop_token& stop, const ProgressSink& progress);

/// Where the bytes of an unfinished download lie, and how many there are.
std::filesystem::path partOf(const std::filesystem::path& target);
std::uint64_t bytesOfPart(const std::filesystem::path& target);

} // namespace descant::downloads
