// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/project_scoring.h"

namespace descant::workflows {

/// The clips that a wish is about, with their texts: ProjectScores without the scores. InputInvalid when there is none,
/// with the reason; errors of files pass through.
Result<ProjectScores> selectClips(const project::Document& document, const ScoringWish& wish);

} // namespace descant::workflows
