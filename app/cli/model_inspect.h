// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

namespace descant::cli {

/// `model inspect`: what a file or folder is, what package would come of it, and what is missing.
void addModelInspect(CommandTable& table, CLI::App* group);

} // namespace descant::cli
