// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/workflows/project_scoring.h"

#include <QString>

namespace descant::ui {

/// The clips as a table: UTF-8, commas, RFC 4180 quotes, numbers with points. `rows` are numbers in
/// ProjectScores::clips, in the order to write. Columns: id, video, start, end, each score, with a second captioner
/// each of its scores too, candidate(s), references (separated by " | "). A cell that a spreadsheet would take for a
/// formula gets a quote before it.
QByteArray scoresAsCsv(const workflows::ProjectScores& scores, const std::vector<int>& rows);
/// Written whole or not at all; any thread.
Result<void> writeScoresCsv(const workflows::ProjectScores& scores, const std::vector<int>& rows,
                            const std::filesystem::path& path);

} // namespace descant::ui
