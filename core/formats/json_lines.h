// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/msrvtt.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace descant::formats {

/// JSON text with the line on which each element of its top-level arrays begins, strict: depth is bounded, duplicate keys
/// and numbers out of range are problems.
struct JsonWithLines {
    nlohmann::json value;
    /// Lines of the elements of the member `name` (an array), in order.
    std::map<std::string, std::vector<std::size_t>> linesOf;
};

tl::expected<JsonWithLines, ImportProblem> parseJsonWithLines(const std::string& text);

} // namespace descant::formats
