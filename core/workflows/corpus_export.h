// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/formats/exchange.h"
#include "core/project/project_view.h"
#include "core/workflows/clip_export.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::workflows {

/// What happens when media that belong together would go out in different splits.
enum class LeakRule { Refuse, Allow };

/// An export as a person orders it, at the command line or in the window. A value.
struct CorpusExportOptions {
    std::string format;         ///< as formats::findFormat() takes it
    std::filesystem::path path; ///< a file or a folder, as the format's shape says
    formats::ExportOptions captions;
    ClipMode clips = ClipMode::None;
    LeakRule leaks = LeakRule::Refuse;
    std::size_t workers = 0; ///< clips that are cut at the same time; 0: as the machine can
};

struct CorpusExportReport {
    formats::ExportReport captions;
    ClipExportReport clips;         ///< empty without clips
    std::vector<std::string> leaks; ///< one sentence each; where they were allowed, and with ExportMode::TryOnly
};

/// Where the clips of such an export lie: beside a file, as "<its name>_clips"; inside a folder that is the corpus.
std::filesystem::path clipFolderOf(const CorpusExportOptions& options);

/// Writes a project's captions, each file whole or not at all, and says what the format could not hold; before, cuts
/// the clips that are wanted, which go on where an earlier export was interrupted. Does what the command line and the
/// window both promise; on the caller's thread, the project is only read. Progress is told from that thread. With
/// ExportMode::TryOnly nothing is written. Errors: FormatUnknown, NothingToExport, ProjectExists, NotSupported (clips
/// of a format that has a file for each medium), SplitsLeak (where splits go out: the format has them, or one is asked
/// for), and why a file cannot be written.
Outcome<CorpusExportReport> exportCorpus(const project::ProjectView& project, const CorpusExportOptions& options,
                                         const std::stop_token& stop, const ProgressSink& progress);

/// The same for a project on disk, which is held in memory for it; see exportCaptions() for what need not be. Media that
/// lie beside the project file are found. Errors: as storage::ProjectFile too.
Outcome<CorpusExportReport> exportProject(const std::filesystem::path& project, const CorpusExportOptions& options,
                                          std::stop_token stop, const ProgressSink& progress);

} // namespace descant::workflows
