// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/inspect_sources.h"

namespace descant::inference {

/// What one file or folder is. What is wrong with it stands in `problem`.
FoundSource recogniseSource(const std::filesystem::path& path);

/// What was picked: the one thing that it is, or everything of use in a folder, one level deep. A file that belongs to
/// a hub folder or a package stands for its folder. InputInvalid: too much is in the folder; errors of files.
Outcome<std::vector<FoundSource>> findSources(const std::filesystem::path& picked, const std::stop_token& stop);

/// The parts that the index of a hub folder names and that are not in it.
std::vector<std::string> missingShards(const std::filesystem::path& hubFolder);

} // namespace descant::inference
