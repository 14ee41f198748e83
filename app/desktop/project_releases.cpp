// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/project_releases.h"

#include "core/base/file.h"
#include "core/workflows/agreement_report.h"

namespace descant::desktop {

Outcome<workflows::SplitPlan> ProjectReleases::planSplits(const project::Document& document,
                                                          const workflows::SplitOptions& options, std::stop_token stop,
                                                          const ProgressSink& progress)
{
    return workflows::planSplits(document, options, stop, progress);
}

Outcome<splits::FrozenSplits> ProjectReleases::freezeSplits(const project::Document& document,
                                                            const workflows::SplitOptions& options,
                                                            const std::filesystem::path& file, std::stop_token stop,
                                                            const ProgressSink& progress)
{
    DESCANT_TRY(splits::FrozenSplits frozen, workflows::freezeSplits(document, options, stop, progress));
    DESCANT_CHECK(writeFileAtomically(file, splits::frozenText(frozen)));
    return frozen;
}

Outcome<workflows::ReleaseReport> ProjectReleases::previewRelease(const project::Document& document,
                                                                  const workflows::ReleaseOptions& options,
                                                                  std::stop_token stop, const ProgressSink& progress)
{
    return workflows::previewRelease(document, options, std::move(stop), progress);
}

Outcome<workflows::ReleaseReport> ProjectReleases::releaseCorpus(const project::Document& document,
                                                                 const std::vector<project::Step>& journal,
                                                                 const workflows::ReleaseOptions& options,
                                                                 std::stop_token stop, const ProgressSink& progress)
{
    workflows::ReleaseOptions order = options;
    DESCANT_TRY(order.agreement, workflows::compareEverybody(document, journal, stop, progress));
    return workflows::releaseCorpus(document, order, std::move(stop), progress);
}

Outcome<workflows::ReleaseCheck> ProjectReleases::verifyRelease(const std::filesystem::path& folder,
                                                                std::stop_token stop)
{
    return workflows::verifyRelease(folder, stop);
}

} // namespace descant::desktop
