// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/document.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

namespace descant::workflows {

/// Those of the media that are not where their path says, but lie beside the project file: at their path seen from its
/// folder (a work package names files so), else under their file name in that folder. Each comes with its absolute
/// path. `read` says what a file is; one whose fingerprint is not the one that is known is not taken. Any thread; slow.
std::vector<project::Medium>
mediaBeside(const std::vector<project::Medium>& media, const std::filesystem::path& projectFile,
            const std::function<Result<project::Medium>(const std::filesystem::path&)>& read);

/// The step that names such files where they lie; without changes when there are none. Any thread.
Outcome<project::Step> stepToMediaBeside(const project::Document& document, const std::filesystem::path& projectFile,
                                         std::stop_token stop);

/// Does it in memory alone, for work that only reads the project.
Outcome<void> useMediaBeside(project::Document& document, const std::filesystem::path& projectFile,
                             std::stop_token stop);

} // namespace descant::workflows
