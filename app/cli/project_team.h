// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

namespace descant::cli {

/// "project package", "merge", "readings" and "settle".
void addTeamWork(CommandTable& table, CLI::App* group);
/// "project agreement".
void addAgreement(CommandTable& table, CLI::App* group);

} // namespace descant::cli
