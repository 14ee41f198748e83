// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

#include "core/storage/project_file.h"

namespace descant::cli {

/// Counts of media, segments, texts and proposals, and of segments by status.
Json summaryOf(const project::Document& document);

} // namespace descant::cli
