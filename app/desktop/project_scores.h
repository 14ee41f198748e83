// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scores/scores_backend.h"

namespace descant::desktop {

/// The score view's real work: core/workflows.
class ProjectScores : public ui::ScoresBackend {
public:
    workflows::ScoringChoices choices(const project::Document& document) override;
    Outcome<workflows::ProjectScores> score(const project::Document& document, const workflows::ScoringWish& wish,
                                            std::stop_token stop, const ProgressSink& progress) override;

private:
    workflows::ProjectScorer m_scorer;
};

} // namespace descant::desktop
