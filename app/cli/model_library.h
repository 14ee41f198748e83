// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

namespace descant::cli {

/// `model activate`: which model proposes when nobody names one, here and in the window.
void addModelActivate(CommandTable& table, CLI::App* group);
/// `model list`: the packages that are known.
void addModelList(CommandTable& table, CLI::App* group);

} // namespace descant::cli
