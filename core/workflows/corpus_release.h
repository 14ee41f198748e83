// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/agreement_report.h"
#include "core/workflows/corpus_export.h"
#include "core/workflows/release_changes.h"
#include "core/workflows/release_manifest.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::workflows {

/// A release as a person orders it. A value.
struct ReleaseOptions {
    std::string format;                            ///< as formats::findFormat() takes it
    std::filesystem::path folder;                  ///< must not be there yet
    std::string name;                              ///< empty: that of the folder
    std::string licence;                           ///< of the captions
    std::optional<std::filesystem::path> previous; ///< the folder of the release before
    std::optional<std::filesystem::path> frozen;   ///< a file of frozen splits, which must hold
    formats::ExportOptions captions;               ///< `split` and `mode` are not looked at
    ClipMode clips = ClipMode::None;
    LeakRule leaks = LeakRule::Refuse;
    std::vector<AgreementReport> agreement; ///< for the datasheet: what compareEverybody() found
};

struct ReleaseReport {
    ReleaseManifest manifest;
    std::optional<ReleaseChanges> changes; ///< with a release before
    std::vector<ClipProblem> clipProblems; ///< clips that are not part of it, and why
};

/// Writes a corpus to give away: a file (or folder) for each split,
/// captions.jsonl, splits.json, datasheet.md, changes.md and changes.json, and
/// manifest.json with the hash of each of them. The folder is there whole, or
/// not at all. On the caller's thread; the project is only read. Errors:
/// ProjectExists (the folder), SplitsLeak, NothingToExport, FormatInvalid and
/// HashMismatch (the release before), and those of exportCorpus().
Outcome<ReleaseReport> releaseCorpus(const project::ProjectView& document, const ReleaseOptions& options,
                                     std::stop_token stop, const ProgressSink& progress);

/// What releaseCorpus() would write, and its errors, found out without writing: the manifest without its files. Media
/// are not looked at. A folder that is not said yet is none that is there.
Outcome<ReleaseReport> previewRelease(const project::ProjectView& document, const ReleaseOptions& options,
                                      std::stop_token stop, const ProgressSink& progress);

} // namespace descant::workflows
