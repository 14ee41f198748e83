// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/corpus_export.h"

#include <optional>

namespace descant::workflows {

/// The export of a project on disk where it takes no look at media: no clips are cut, no file that moved lies beside
/// the project, and it is soon known that no splits leak. Most exports are of that kind; nothing for others, for which
/// there is exportProject(). It is linked without the media libraries. Errors: as exportProject().
Outcome<std::optional<CorpusExportReport>> exportCaptions(const std::filesystem::path& project,
                                                          const CorpusExportOptions& options, std::stop_token stop);

} // namespace descant::workflows
