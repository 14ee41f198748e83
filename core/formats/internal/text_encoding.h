// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace descant::formats {

/// The encoding that a byte order mark tells, as iconv names it: "UTF-16LE", "UTF-16BE"; empty for any other text.
std::string_view utf16From(std::string_view bytes);

/// The text in UTF-8, without a byte order mark; nothing where it is not of that encoding.
std::optional<std::string> inUtf8(std::string_view bytes, std::string_view encoding);

} // namespace descant::formats
