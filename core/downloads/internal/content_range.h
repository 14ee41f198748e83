// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace descant::downloads {

/// Content-Range (RFC 9110): "bytes 100-199/200" of a 206, "bytes */200" of a 416.
struct ContentRange {
    std::optional<std::uint64_t> first; ///< nothing for "*"
    std::optional<std::uint64_t> total; ///< nothing for "*"
};
/// Nothing when it is neither.
std::optional<ContentRange> parseContentRange(const std::string& text);

} // namespace descant::downloads
