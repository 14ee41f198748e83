// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/corpus_release.h"
#include "core/workflows/corpus_splits.h"

#include <filesystem>
#include <memory>
#include <stop_token>

namespace descant::ui {

/// What the windows for splits and releases need from the rest of the program; app/desktop brings the real one, tests
/// their own. Called beside the UI thread, and by several threads at once; must not throw.
class ReleasesBackend {
public:
    virtual ~ReleasesBackend() = default;

    /// As workflows::planSplits(). Nothing is changed; may look through every file of the project.
    virtual Outcome<workflows::SplitPlan> planSplits(const project::Document& document,
                                                     const workflows::SplitOptions& options, std::stop_token stop,
                                                     const ProgressSink& progress) = 0;
    /// Writes what workflows::freezeSplits() promises to a file, and gives it.
    virtual Outcome<splits::FrozenSplits> freezeSplits(const project::Document& document,
                                                       const workflows::SplitOptions& options,
                                                       const std::filesystem::path& file, std::stop_token stop,
                                                       const ProgressSink& progress) = 0;
    /// As workflows::previewRelease().
    virtual Outcome<workflows::ReleaseReport> previewRelease(const project::Document& document,
                                                             const workflows::ReleaseOptions& options,
                                                             std::stop_token stop, const ProgressSink& progress) = 0;
    /// As workflows::releaseCorpus(). With the steps of the project the datasheet says how far annotators agree.
    virtual Outcome<workflows::ReleaseReport> releaseCorpus(const project::Document& document,
                                                            const std::vector<project::Step>& journal,
                                                            const workflows::ReleaseOptions& options,
                                                            std::stop_token stop, const ProgressSink& progress) = 0;
    /// As workflows::verifyRelease().
    virtual Outcome<workflows::ReleaseCheck> verifyRelease(const std::filesystem::path& folder,
                                                           std::stop_token stop) = 0;
};

} // namespace descant::ui
