// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/exchange.h"

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include <functional>
#include <istream>
#include <set>
#include <string>
#include <string_view>

namespace descant::formats {

/// One piece of a JSON text: an element of the outer array, a member of the outer object, or an element of a member
/// that is read by rows.
struct JsonRow {
    std::string member;     ///< name in the outer object; empty in an outer array
    bool isElement = false; ///< of an array: the outer one, or that of a member read by rows
    std::size_t line = 0;   ///< where it begins
    nlohmann::json value;
};

/// A member that was to come by its elements, and has none.
inline bool isEmptyArray(const JsonRow& row) { return !row.isElement && row.value.is_array() && row.value.empty(); }

/// Reads JSON text piece by piece and holds one piece at a time. Strict: depth is bounded, duplicate keys, numbers out
/// of range and bytes that are not UTF-8 are problems. Members whose name is in `byRows` are handed over element by
/// element where they are arrays; an empty one comes as a whole. Nothing, or the problem that ended the reading.
std::optional<ImportProblem> readJsonRows(std::istream& stream, const std::set<std::string>& byRows,
                                          const std::function<void(JsonRow)>& take);

/// A whole JSON text, as strict.
tl::expected<nlohmann::json, std::string> parseStrictly(std::string_view text);

} // namespace descant::formats
