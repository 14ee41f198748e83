// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <vector>

namespace descant::cli {

/// Whether a program of this name is on the path.
bool programExists(const std::string& name);
/// Runs it to its end with its output thrown away. Internal when it cannot be started or fails.
Result<void> runProgram(const std::vector<std::string>& arguments);

} // namespace descant::cli
