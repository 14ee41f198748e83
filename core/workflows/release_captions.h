// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/exchange.h"
#include "core/project/project_view.h"
#include "core/workflows/release_manifest.h"

#include <filesystem>
#include <string>
#include <vector>

namespace descant::workflows {

/// Who wrote a caption.
enum class CaptionOrigin { Human, Model, EditedModel };
std::string_view nameOf(CaptionOrigin origin); ///< "human", "model", "edited-model"

/// A caption of a release, enough to tell later what became of it.
struct ReleaseCaption {
    std::string id; ///< of the segment
    std::string mediumId, mediumName;
    TimeRange range;
    std::string text, split, status, language;
    CaptionOrigin origin = CaptionOrigin::Human;
    bool operator==(const ReleaseCaption&) const = default;
};

constexpr const char* kCaptionsFile = "captions.jsonl";

/// Everything that a release says, beside its files.
struct ReleaseContent {
    std::vector<ReleaseCaption> captions; ///< in the order of the media, then of time
    std::vector<ReleaseMedium> media;     ///< those that have captions
    std::vector<ReleaseModel> models;     ///< by name, version, hash
    ReleaseCounts counts;
};
ReleaseContent contentOf(const project::ProjectView& document, const formats::ExportOptions& options);

/// One caption a line, as JSON.
std::string captionsText(const std::vector<ReleaseCaption>& captions);
/// FileNotFound, FileNotReadable, FormatInvalid with the line.
Result<std::vector<ReleaseCaption>> readCaptionsFile(const std::filesystem::path& path);

} // namespace descant::workflows
