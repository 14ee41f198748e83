// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

namespace descant::cli {

/// `model run`: one part of a model on given tensors.
void addModelRun(CommandTable& table, CLI::App* group);

} // namespace descant::cli
