// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/project/document.h"
#include "core/splits/frozen_file.h"
#include "core/splits/leaks.h"
#include "core/workflows/near_duplicates.h"

#include <filesystem>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::workflows {

/// How the media of a project are grouped, and what promise holds. What is not said is as the project's last plan had
/// it; else media of one source, and those that look or sound alike, belong together, 80 : 10 : 10, without a salt.
struct SplitOptions {
    std::optional<splits::Criteria> by;
    std::set<splits::SeriesSign> series{splits::SeriesSign::Episode, splits::SeriesSign::Number};
    std::optional<splits::Ratios> ratios;
    std::optional<std::string> salt;
    std::optional<std::filesystem::path> frozen; ///< a file that "splits freeze" wrote; it also says how new groups go
    splits::StandingSplits standing = splits::StandingSplits::Keep;
    bool operator==(const SplitOptions&) const = default;
};

/// What a plan goes by when nothing else is said.
struct SplitSettings {
    splits::Criteria by;
    splits::Ratios ratios;
    std::string salt;
    bool operator==(const SplitSettings&) const = default;
};
SplitSettings usualSplitSettings(const project::ProjectView& document);

/// What is true of the splits of a project.
struct SplitReport {
    splits::Criteria by;
    splits::Ratios ratios;
    std::string salt;
    splits::Grouping grouping;
    splits::Assignment assignment; ///< of a plan: the new one; of a check: where each group should stand
    std::vector<splits::Leak> leaks;
    std::vector<splits::Stray> strays; ///< only with a frozen file
    std::vector<PartlyKnown> partlyKnown;

    bool isTight() const { return leaks.empty() && strays.empty() && assignment.conflicts.empty(); }
};

struct SplitPlan {
    SplitReport report;                  ///< as it will be: leaks and strays are those that remain
    std::vector<splits::Leak> before;    ///< leaks of the project as it is, those that remain among them
    project::Step step;                  ///< perform it, or not; without changes when all is as it should be
    std::size_t media = 0, segments = 0; ///< that change
};

/// Splits for all media of a project: one step. Splits that came with a corpus stay unless `standing` says otherwise;
/// where a group has several of them, or several frozen ones, it is left alone and reported. Reads media that have not
/// been compared yet, on the calling thread. Errors: those of readFrozen().
Outcome<SplitPlan> planSplits(const project::ProjectView& document, const SplitOptions& options,
                              const std::stop_token& stop, const ProgressSink& progress);

/// Whether media that belong together stand in one split, and frozen ones where they were frozen. Errors: as above.
Outcome<SplitReport> checkSplits(const project::ProjectView& document, const SplitOptions& options,
                                 MediaReading reading, const std::stop_token& stop, const ProgressSink& progress);

/// The same for an export: what is known, and no more; a corpus that is tight is soon known to be, and with little
/// memory.
Outcome<SplitReport> checkSplitsForExport(const project::ProjectView& document, const SplitOptions& options,
                                          const std::stop_token& stop, const ProgressSink& progress);

/// SplitsLeak with one item for each thing that is wrong; for a report that is not tight.
Error leakError(const SplitReport& report, const std::string& subject);

/// The promise that the splits of this project stay. SplitsLeak where they are not tight; NothingToExport where nothing
/// has a split. Groups without one are left out; what `options.frozen` promised and the project has no more stays
/// promised.
Outcome<splits::FrozenSplits> freezeSplits(const project::ProjectView& document, const SplitOptions& options,
                                           const std::stop_token& stop, const ProgressSink& progress);

} // namespace descant::workflows
