// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

namespace descant::cli {

/// `model fetch`: the public files that packages are assembled from.
void addModelFetch(CommandTable& table, CLI::App* group);

} // namespace descant::cli
