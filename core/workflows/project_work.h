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

/// Adds the files that the project does not have yet, as one step. Nothing is added when one of them cannot be read.
/// Gives the media of all files, in their order.
Outcome<std::vector<project::Medium>>
addMediaFiles(ProjectSession& session, const std::vector<std::filesystem::path>& files, std::stop_token stop);

/// Keeps what a model proposed: with the segment of exactly that stretch, else with a new one. The file is added when
/// the project does not have it. Never touches what a person wrote.
Outcome<void> storeCaptions(ProjectSession& session, const CaptionedStretch& stretch,
                            std::vector<project::Proposal> proposals, std::stop_token stop);

} // namespace descant::workflows
