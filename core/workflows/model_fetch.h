// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/downloads/download.h"
#include "core/inference/assemble_package.h"
#include "core/inference/checkpoints/published_files.h"

#include <optional>
#include <string>
#include <vector>

namespace descant::workflows {

/// Where public files come from and go to when nobody says.
inline constexpr const char* kHubAddress = "https://huggingface.co";
/// downloads in dataFolder().
std::filesystem::path downloadsFolder();

/// Which items are wanted. A file of a repository is asked for as BASE/OWNER/NAME/resolve/REVISION/FILE, as on the hub,
/// so that mirrors of the hub and plain folders of files can stand in for it.
struct FetchRequest {
    std::vector<std::string> items; ///< ids of publishedItems()
    std::filesystem::path folder;   ///< each item gets a folder of its id in here
    std::string baseUrl = kHubAddress;
    downloads::Patience patience = {};
    FreeSpace freeSpace = freeSpaceOf;
};

/// One file as the server has it and as it stands here.
struct FetchFile {
    std::string item, url;
    std::filesystem::path target;
    std::optional<std::uint64_t> bytes; ///< as promised; nothing when the server does not say
    std::string sha256;                 ///< as promised; empty when nobody says
    std::uint64_t there = 0;            ///< bytes that need not come any more, as far as sizes tell
};

/// What a fetch will do, to be shown before it starts.
struct FetchPlan {
    FetchRequest request;
    std::vector<FetchFile> files;
    std::uint64_t bytes = 0;   ///< of all files with a known size
    std::uint64_t missing = 0; ///< of these, what has to come
};

/// Asks the server for sizes and hashes, and fetches the small index that says which files weights are in. Errors:
/// UsageWrong (unknown item, address), DownloadFailed, DownloadRefused, DownloadDamaged (another file than the known
/// one), CheckpointHostile (an index that names files elsewhere), DiskFull (with what is needed and free). Any thread.
Outcome<FetchPlan> planFetch(const FetchRequest& request, const std::stop_token& stop, const ProgressSink& progress);

/// A file that is there now.
struct FetchedFile {
    FetchFile file;
    downloads::Downloaded done;
};
/// Fetches what is planned, one file after the other, with progress over all; what is there and right is left alone.
/// When it fails or is stopped, everything that came is kept, and planning and fetching anew goes on from there.
Outcome<std::vector<FetchedFile>> fetchFiles(const FetchPlan& plan, const std::stop_token& stop,
                                             const ProgressSink& progress);

/// How a package is assembled from an item that was fetched into `folder`, to lie in libraryFolder(): BLIP-2 takes a
/// BEATs that is there along. Nothing for BEATs alone.
std::optional<inference::AssembleRequest> assemblyOf(const inference::PublishedItem& item,
                                                     const std::filesystem::path& folder);

} // namespace descant::workflows
