// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/base/result.h"
#include "core/project/document.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace descant::formats {

/// Where a segment has no human text: leave it out, or write the model's best open proposal.
enum class ModelText { LeaveOut, WhereNothingElse };

/// Cells that a spreadsheet would take for formulas get a ' before them, or stay as they are.
enum class TableCells { AsTheyAre, SpreadsheetSafe };

/// Write the files, or only find out what would be written and what would be lost.
enum class ExportMode { Write, TryOnly };

/// A stretch of a medium as an export names it.
struct ExportedClip {
    std::string id; ///< unique in the export: the name that a file of the clip alone has, without ending
    std::string mediumId;
    TimeRange range;
    bool isWhole = false; ///< of the medium
    std::string split;
    std::string folder; ///< that the format wants its file in, below that of all clips; usually empty
};

/// A file that was cut for such a clip.
struct ClipFile {
    std::filesystem::path path;
    std::string name; ///< below the folder of all clips
    TimeRange held;   ///< the stretch of the medium that the file holds: it may begin earlier than the clip
};
using ClipFiles = std::unordered_map<std::string, ClipFile>; ///< by ExportedClip::id

struct ExportOptions {
    std::set<project::SegmentStatus> statuses{project::SegmentStatus::Accepted, project::SegmentStatus::Reviewed};
    std::optional<std::string> split; ///< only this one: train (or none, which corpora take for it), validate, test
    ModelText modelText = ModelText::LeaveOut;
    TableCells cells = TableCells::AsTheyAre;
    ExportMode mode = ExportMode::Write;
    std::uint64_t shardBytes = 1'000'000'000;        ///< shards end behind the sample that reaches so many
    std::function<void(const ExportedClip&)> onClip; ///< told each clip as it is named; may be empty
    std::shared_ptr<const ClipFiles> clipFiles;      ///< what names files names these; empty: files of the project
};

/// One kind of thing that a format could not hold.
struct Loss {
    std::string what;      ///< stable name: "status", "language", "times", …
    std::size_t count = 0; ///< how many captions it happened to
    std::string message;   ///< in words
};

struct ExportReport {
    std::size_t videos = 0;
    std::size_t sentences = 0;
    std::vector<std::string> losses; ///< what the format cannot hold, one sentence each
    std::vector<Loss> counted;       ///< the same, counted; empty for formats that count nothing
    std::vector<std::filesystem::path> files;
};

/// One thing that is wrong with a file. line 0 = the file as a whole.
struct ImportProblem {
    std::size_t line = 0;
    std::string message;
};

struct ImportOptions {
    std::filesystem::path mediaFolder;        ///< where the clips are looked for; empty: beside the file
    std::string medium;                       ///< for formats of one medium: its path, or its name in the project
    std::string split;                        ///< for what the file gives no split
    std::optional<std::set<std::string>> ids; ///< only these clips
};

/// What an import brings.
struct ImportSummary {
    std::size_t added = 0;               ///< captions that become segments
    std::size_t changed = 0;             ///< segments that change, and media that keep what the file says about itself
    std::size_t skipped = 0;             ///< captions that are there already
    std::vector<ImportProblem> problems; ///< warnings
};

/// An import as a whole.
struct ImportPlan : ImportSummary {
    project::Step step; ///< perform it, or not (a dry run)
};

struct ImportFailure {
    Error error;
    std::vector<ImportProblem> problems; ///< why, line by line
};

} // namespace descant::formats
