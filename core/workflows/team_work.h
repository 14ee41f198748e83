// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/package_merge.h"
#include "core/workflows/project_session.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace descant::workflows {

/// Which part of a project is given out: what passes every filter that is there, in the order of files and times.
struct PackageChoice {
    std::vector<std::string> media; ///< names, paths or ids of files; empty: all
    std::optional<std::string> split;
    std::set<project::SegmentStatus> statuses; ///< empty: all
    std::set<std::string> segments;            ///< ids; empty: all
    std::optional<std::size_t> count;          ///< that many at most
};

/// A package that is to be made: a file and who is to work on it.
struct PackageTarget {
    std::filesystem::path path;
    std::string person;
};

struct PackageRequest {
    PackageChoice choice;
    std::vector<PackageTarget> targets; ///< several: the segments are dealt out among them
    double overlap = 0;                 ///< 0…1, the share that every target gets
    project::PackageSight sight = project::PackageSight::Everything;
    project::PackageProposals proposals = project::PackageProposals::Included;
};

struct MadePackage {
    PackageTarget target;
    std::string id;
    std::vector<project::Medium> media;
    std::size_t segments = 0, proposals = 0;
};

/// Makes the packages of a project, all or none. Files under the project's folder are named relative to it. Dealing
/// out is by the hash of the segment's id (of the file's where stretches are withheld): the same every time.
/// ItemNotFound for unknown files and segments, InputInvalid when nothing is left to give out, UsageWrong for an
/// overlap with one target, ProjectExists.
Result<std::vector<MadePackage>> makePackages(const std::filesystem::path& project, const PackageRequest& request);

/// What packages remember of the project that gives them out.
struct GivingProject {
    std::string id; ///< storage::ProjectFile::id()
    std::filesystem::path path;
    std::string lastStep; ///< of its journal; empty: it has none
};

/// The same for a project that is open: of what its document says now.
Result<std::vector<MadePackage>> makePackages(const project::Document& document, const GivingProject& project,
                                              const PackageRequest& request);

/// What merging brought, package by package.
struct MergedPackages {
    std::vector<project::MergePlan> plans; ///< in the order of the files; their steps are in `step`
    project::Step step;                    ///< all of it as one
};

/// Reads the packages and says what merging them, one after the other, would do. Nothing is changed.
Result<MergedPackages> planMerge(const project::Document& here, const std::string& projectId,
                                 const std::vector<std::filesystem::path>& packages, const std::string& person);

enum class MergeMode { Perform, TryOnly };

/// The same, done: one step, which undo takes back whole, in one transaction. Nothing is changed when one of the
/// packages cannot be merged.
Result<MergedPackages> mergePackages(const std::filesystem::path& project,
                                     const std::vector<std::filesystem::path>& packages, const std::string& person,
                                     MergeMode mode);

} // namespace descant::workflows
