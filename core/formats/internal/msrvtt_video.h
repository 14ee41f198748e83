// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/formats/internal/corpus_media.h"

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include <string>

namespace descant::formats {

/// The member of a video in which our own exports say which medium is meant where its name does not tell.
constexpr const char* kMediumMember = "descant";

/// One element of "videos", checked.
struct MsrvttVideo {
    std::string id;       ///< "video_id"
    std::string number;   ///< "id", empty where it is missing
    TimeRange range;      ///< as the file gives it
    bool isWhole = false; ///< an export of ours says: the whole of a file that nobody had seen
    std::string split;
    std::string url;
    MediumHint medium;    ///< what stands in `kMediumMember`
    nlohmann::json extra; ///< what a segment keeps for an export
};

/// Or what is wrong with it, in words.
tl::expected<MsrvttVideo, std::string> readMsrvttVideo(const nlohmann::json& video);

/// Brings the number `name` of a video or sentence into the form that exports have and gives it as text; empty where it
/// is missing, nothing for a wrong type.
std::optional<std::string> readNumber(nlohmann::json& object, const char* name);

} // namespace descant::formats
