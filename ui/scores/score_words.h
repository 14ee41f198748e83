// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/project_scoring.h"

#include <QString>
#include <QStringList>

namespace descant::ui {

/// "BLEU-4", "CIDEr-D"; METEOR without its table of paraphrases says so.
QString scoreName(workflows::Score score, workflows::MeteorPart part);
/// Three decimals in the person's language; "–" for none.
QString scoreText(std::optional<double> value);
/// With its sign, which tells better from worse without colour.
QString differenceText(std::optional<double> value);
QString intervalText(const metrics::Interval& interval);
/// "p < 0.01", "p = 0.24".
QString probabilityText(double probability);
/// What was judged, what was left out and why, a sentence each.
QStringList notesOf(const workflows::ProjectScores& scores, workflows::OwnTexts own);
/// The scores that were computed, in their order.
std::vector<workflows::Score> scoresIn(const workflows::ScoreReport& report);

} // namespace descant::ui
