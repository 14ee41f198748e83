// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

namespace descant::cli {

/// Keeps SIGINT and SIGTERM from ending the program. Call first in main: threads that are made later inherit it.
void holdSignals();
/// A token whose stop is requested by the first SIGINT or SIGTERM; one that comes a second or
/// more after it ends the program at once with status 3.
std::stop_token stopOnSignals();

} // namespace descant::cli
