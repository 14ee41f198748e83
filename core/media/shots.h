// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/base/progress.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <vector>

namespace descant::media {

/// Presented frames between two cuts. Shots lie side by side and cover the whole film.
struct Shot {
    TimeRange range;
    std::int64_t firstFrame = 0;
};

/// The shots of a file's picture, by hard cuts: a picture that differs much more from the one before than its neighbours
/// do (the sliding window of Yeo and Liu, "Rapid scene analysis on compressed video", 1995). A flash gives two such
/// differences and is no cut; fades and dissolves give none and are not found. Decodes every frame; any thread.
/// NoVideoStream for sound alone, and the errors of FrameReader.
Outcome<std::vector<Shot>> findShots(const std::filesystem::path& path, std::stop_token stop,
                                     const ProgressSink& progress);

/// Positions i at which a cut lies before picture i, where differences[i] (0…255, mean over pixels and colours) is that
/// between pictures i - 1 and i, and differences[0] is not looked at.
std::vector<std::int64_t> cutsIn(std::span<const float> differences);

} // namespace descant::media
