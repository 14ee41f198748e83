// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/releases/releases_backend.h"

namespace descant::desktop {

/// Splits and releases as the command line has them.
class ProjectReleases : public ui::ReleasesBackend {
public:
    Outcome<workflows::SplitPlan> planSplits(const project::Document& document, const workflows::SplitOptions& options,
                                             std::stop_token stop, const ProgressSink& progress) override;
    Outcome<splits::FrozenSplits> freezeSplits(const project::Document& document,
                                               const workflows::SplitOptions& options,
                                               const std::filesystem::path& file, std::stop_token stop,
                                               const ProgressSink& progress) override;
    Outcome<workflows::ReleaseReport> previewRelease(const project::Document& document,
                                                     const workflows::ReleaseOptions& options, std::stop_token stop,
                                                     const ProgressSink& progress) override;
    Outcome<workflows::ReleaseReport> releaseCorpus(const project::Document& document,
                                                    const std::vector<project::Step>& journal,
                                                    const workflows::ReleaseOptions& options, std::stop_token stop,
                                                    const ProgressSink& progress) override;
    Outcome<workflows::ReleaseCheck> verifyRelease(const std::filesystem::path& folder, std::stop_token stop) override;
};

} // namespace descant::desktop
