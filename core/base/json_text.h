// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace descant {

/// Whether a text can be told from others after it was written: bytes that are no UTF-8 are replaced.
enum class TextIs { Utf8, Broken };

/// Appends the text as a JSON string with its quotation marks (RFC 8259): only what must be escaped is, and bytes that
/// are not UTF-8 become U+FFFD. For files of millions of strings; for anything else there is nlohmann::json.
TextIs appendJsonString(std::string& out, std::string_view text);

/// How many of the text's first bytes are UTF-8 (RFC 3629: nothing overlong, no surrogates, up to U+10FFFF).
std::size_t utf8Prefix(std::string_view text);

} // namespace descant
