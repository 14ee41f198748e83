// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/demo_world/catalogue.h"
#include "core/demo_world/plan.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace descant::demo_world {

/// Clips 0 … clips-1 of a split, written into a folder that is made where it is missing.
struct WorldRequest {
    std::filesystem::path folder;
    std::uint64_t seed = 1;
    std::int64_t clips = 0;
    Split split = Split::Train;
};

struct WorldSummary {
    std::int64_t clips = 0;
    std::int64_t captions = 0;
    std::int64_t facts = 0;
};

/// What the files of a corpus look like.
inline constexpr int kVideoSize = 384;
inline constexpr int kVideoFrames = 64; ///< at 12.5 a second: 5.12 s

/// Writes videos/<id>.mp4 (H.264 and AAC), annotations.json (MSR-VTT) and facts.json. The same request gives the same
/// pictures, samples and JSON bytes. The JSON files come last: a folder without them is not finished. UsageWrong for a
/// number of clips outside 1 … 1,000,000; FileNotWritable, DiskFull, EncodingFailed.
Outcome<WorldSummary> writeDemoWorld(const WorldRequest& request, const Catalogue& catalogue, std::stop_token stop,
                                     const ProgressSink& progress);

/// The same with the installed catalogue; CatalogueMissing, before anything is written, where there is none.
Outcome<WorldSummary> writeDemoWorld(const WorldRequest& request, std::stop_token stop, const ProgressSink& progress);

} // namespace descant::demo_world
