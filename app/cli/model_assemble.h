// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

namespace descant::cli {

/// `model assemble`: a package from the authors' files, from a hub folder, or from weights of ours.
void addModelAssemble(CommandTable& table, CLI::App* group);
/// What `model info` says of a package; in model.cpp.
Outcome<Answer> showModel(const std::string& folder);

} // namespace descant::cli
