// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <sys/types.h>

#include <stop_token>
#include <string>
#include <vector>

namespace descant::cli {

/// Whether a program of this name is on the path.
bool programExists(const std::string& name);
/// Starts it with its output thrown away; whoever calls waits for its end. Internal when it cannot be started.
Result<pid_t> startProgram(const std::vector<std::string>& arguments);
/// Runs it to its end with its output thrown away; ends it when asked to stop. Internal when it cannot be started or
/// fails.
Outcome<void> runProgram(const std::vector<std::string>& arguments, std::stop_token stop);

} // namespace descant::cli
