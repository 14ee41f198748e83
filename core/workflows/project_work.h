// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/caption_engine.h"
#include "core/workflows/project_session.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::workflows {

/// The project's medium of this file: by path or fingerprint; nullptr when it has none.
const project::Medium* findMedium(const project::Document& document, const project::Medium& file);

/// What the files are, in their order; any thread. Fails when one of them cannot be read.
Outcome<std::vector<project::Medium>> readMediaFiles(const std::vector<std::filesystem::path>& files,
                                                     const std::stop_token& stop);

/// What became of files that were given to a project.
struct AddedMedia {
    std::vector<project::Medium> media; ///< of all files, in their order
    std::size_t added = 0;              ///< that the project did not have
    std::size_t found = 0;              ///< that it had as missing or by name alone, and knows now
};

/// Adds the files that the project does not have yet, and completes those that it had without having seen the file or
/// at a place where it is no more.
Result<AddedMedia> addMedia(ProjectSession& session, const std::vector<project::Medium>& files);
/// Both: nothing is changed when one of the files cannot be read.
Outcome<AddedMedia> addMediaFiles(ProjectSession& session, const std::vector<std::filesystem::path>& files,
                                  const std::stop_token& stop);

/// Keeps what a model proposed: with the segment of that stretch, else with a new one. Stretches are the same to the
/// millisecond, and where both begin or end with the file to a tenth of a second: a corpus says 5.12 s of a file of
/// 5.135 s. The file is added when the project does not have it. Never touches what a person wrote.
Outcome<void> storeCaptions(ProjectSession& session, const CaptionedStretch& stretch,
                            std::vector<project::Proposal> proposals, const std::stop_token& stop);

} // namespace descant::workflows
