// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace descant::test {

/// The lines of tests/data/metrics/NAME (gzip, one JSON document a line).
std::vector<nlohmann::json> goldenLines(const std::string& name);

} // namespace descant::test
