// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace descant::inference {

/// Whether a name is a file name and nothing more.
bool isPlainFileName(const std::string& name);

} // namespace descant::inference
