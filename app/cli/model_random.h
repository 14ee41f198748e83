// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

#include "core/inference/architecture.h"

namespace descant::cli {

/// `model random`: a model of any size that was never trained, in one of the layouts that `model assemble` reads.
void addModelRandom(CommandTable& table, CLI::App* group);
/// The architecture that is meant: "published" (with the authors' low-rank pairs), or a JSON file with an
/// "architecture" object or the object itself.
Result<inference::Architecture> architectureLike(const std::string& likeness);

} // namespace descant::cli
