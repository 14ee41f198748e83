// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/document.h"
#include "core/project/work_package.h"
#include "core/storage/step_writer.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace descant::storage {

/// What a check of a project found; `problems` is empty when it is whole.
struct CheckReport {
    std::vector<std::string> problems;
};

enum class CheckDepth { Quick, Deep };

/// A *.descant project on disk: one SQLite file, one writer. All calls from one thread at a time (the writer thread of
/// ProjectSession, or the command line). Errors: NotAProject, ProjectTooNew, ProjectDamaged, ProjectLocked,
/// ProjectExists, FileNotFound, FileNotWritable, DiskFull, StorageFailed; none of them changes the file.
class ProjectFile {
public:
    /// Makes a new project; ProjectExists when there is a file already.
    static Result<ProjectFile> create(const std::filesystem::path& path);
    /// Opens, backs up once a day and before a migration, and brings it to the newest schema.
    static Result<ProjectFile> open(const std::filesystem::path& path);

    ProjectFile(ProjectFile&&) noexcept;
    ~ProjectFile();

    const std::filesystem::path& path() const;
    int schema() const;

    /// What a project is known by in the work packages that it gives out; copies of it have the same.
    Result<std::string> id();
    /// Where this work package came from; nothing for other projects.
    Result<std::optional<project::PackageOrigin>> packageOrigin();
    Result<std::vector<project::BaseVersion>> packageBases();
    /// Makes a work package of a new project, once; see writePackage().
    Result<void> becomePackage(const project::PackageOrigin& origin, const std::vector<project::BaseVersion>& bases);

    Result<project::Document> load();
    /// Every step of the journal, in order.
    Result<std::vector<project::Step>> journal();
    /// One transaction: the changes and their journal row. A step whose id is already the journal's last takes its
    /// place (typing that merged). `incremental` are the changes against what the file holds now. FileChanged when a
    /// program that knows nothing of the lock has written a step meanwhile.
    Result<void> commit(const project::Step& step, const std::vector<project::Change>& incremental);
    Result<void> commit(const project::Step& step) { return commit(step, step.changes); }
    /// The same for a step whose changes come one after another and need not fit in memory; `head` has none. The step
    /// lies in pieces in the journal.
    Result<std::unique_ptr<StepWriter>> begin(const project::Step& head, StepSize size = StepSize::Usual);
    /// Ids of the segments whose human text has these words, best first (FTS5).
    Result<std::vector<std::string>> search(const std::string& words);
    /// Quick: the file's own structure. Deep: the journal, replayed, must give exactly what the tables hold, and
    /// the search index must hold the texts.
    Result<CheckReport> check(CheckDepth depth);

private:
    struct State;
    explicit ProjectFile(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// The document as it was at a time ("2026-01-05T10:00:00Z"): the steps up to then, replayed.
Result<project::Document> replay(const std::vector<project::Step>& steps, const std::string& asOf = {});

} // namespace descant::storage
