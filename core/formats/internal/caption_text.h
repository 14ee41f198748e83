// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace descant::formats {

/// A caption as corpora hold it: on one line, blanks trimmed, runs of them one. Line breaks corrupt the reference
/// tokeniser's lines, and runs of blanks mean nothing.
std::string onOneLine(const std::string& text);

} // namespace descant::formats
