// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/project_scores.h"

#include "app/cli/program_runner.h"

namespace descant::desktop {

workflows::ScoringChoices ProjectScores::choices(const project::Document& document)
{
    return workflows::scoringChoices(document);
}

Outcome<workflows::ProjectScores> ProjectScores::score(const project::Document& document,
                                                       const workflows::ScoringWish& wish, std::stop_token stop,
                                                       const ProgressSink& progress)
{
    workflows::ScoringWish whole = wish;
    whole.how.runProgram = cli::runProgram;
    return m_scorer.score(document, whole, std::move(stop), progress);
}

} // namespace descant::desktop
