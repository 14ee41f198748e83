// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace descant::metrics {

/// UTF-8 as UTF-16; what is not UTF-8 is left out.
std::u16string toUtf16(std::string_view text);
/// The same with line breaks as blanks, so that a caption stays one line (U+0085 is none: it is read as an ellipsis).
void appendOnOneLine(std::string_view caption, std::u16string& text);
/// Halves of surrogate pairs that stand alone are left out.
void appendUtf8(std::u16string_view text, std::string& utf8);

} // namespace descant::metrics
