// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/formats/internal/export_source.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace descant::formats {

/// Names of clips that were cut from YouTube videos. Read by position: an id of 11 characters may itself hold "_" and
/// "-".

constexpr std::size_t kYouTubeIdLength = 11;

/// Whole seconds in text; nothing for anything else, and for what no video is long enough for.
std::optional<std::int64_t> wholeSeconds(std::string_view text);

/// VATEX: "<id>_<start>_<end>", both of six digits; the stretch of the source video.
std::optional<TimeRange> sourceRangeOf(const std::string& name);
/// A name of that form for another clip, which nobody has yet.
std::string sourceName(const ExportClip& clip, std::unordered_set<std::string>& taken);

/// AudioCaps tools: "<id>_<start>".
struct YouTubeStart {
    std::string id;
    std::int64_t start = 0; ///< in seconds
};
std::optional<YouTubeStart> youTubeStartOf(const std::string& name);

} // namespace descant::formats
