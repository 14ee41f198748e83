// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/formats/exchange.h"
#include "core/project/project_view.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::workflows {

/// What becomes of the stretches that captions describe: ranges of the media, by reference; or files of their own, cut
/// at keyframes without encoding anew, or exactly by encoding.
enum class ClipMode { None, Copy, Encode };

struct ClipExportOptions {
    std::filesystem::path folder; ///< made where it is missing
    ClipMode mode = ClipMode::Encode;
    std::size_t workers = 0; ///< clips that are cut at the same time; 0: as the machine can
};

/// Why clips were not cut: of a whole medium, which is missing or broken, or of one stretch.
struct ClipProblem {
    std::string name; ///< of the medium or the clip
    std::string message;
    std::size_t clips = 1;
};

struct ClipExportReport {
    std::filesystem::path folder;
    std::size_t cut = 0;
    std::size_t kept = 0;    ///< that were there already
    std::size_t encoded = 0; ///< of those that were to be copied, and could not be
    std::uint64_t bytes = 0; ///< of all clips
    std::vector<ClipProblem> problems;
    formats::ClipFiles files;
};

/// Name of the list of clips in their folder: one JSON object a line with the clip, its file, the source and its
/// fingerprint, the range that was wanted and the one that the file holds (seconds on the source's time line), the way
/// it was cut, bytes and SHA-256.
constexpr const char* kClipManifest = "clips.jsonl";

/// Cuts the clips of an export, several at a time, and lists them in kClipManifest. A clip that the list has with the
/// same source, range and way, and whose file has the same size and hash, is not cut again: an export that was
/// interrupted goes on. A medium that is missing, changed or broken is a problem in the report, and the others go on;
/// so is a file of a clip's name that no export made. Errors end the work and lose nothing that was cut: DiskFull,
/// FileNotWritable. The project is read on the caller's thread; progress is told from there.
Outcome<ClipExportReport> exportClips(const project::ProjectView& project,
                                      const std::vector<formats::ExportedClip>& clips, const ClipExportOptions& options,
                                      const std::stop_token& stop, const ProgressSink& progress);

} // namespace descant::workflows
