// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/project_scoring.h"

namespace descant::ui {

/// What the score view needs from the rest of the program: app/desktop brings the real one, tests their own. Both
/// functions are called beside the UI thread, from one thread at a time, and must not throw.
class ScoresBackend {
public:
    virtual ~ScoresBackend() = default;

    /// What can be judged in a project.
    virtual workflows::ScoringChoices choices(const project::Document& document) = 0;
    virtual Outcome<workflows::ProjectScores> score(const project::Document& document,
                                                    const workflows::ScoringWish& wish, std::stop_token stop,
                                                    const ProgressSink& progress) = 0;
};

} // namespace descant::ui
