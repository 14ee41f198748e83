// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace descant::metrics {

/// The words that METEOR 1.5 compares: its own normaliser (option -norm) over a tokenised caption, then lower case.
/// Hyphened words come apart, "u.s." loses its full stops, a clitic loses its apostrophe ("'" and "s").
std::vector<std::string> meteorWords(std::string_view caption);

} // namespace descant::metrics
