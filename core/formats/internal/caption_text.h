// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <string>
#include <string_view>

namespace descant::formats {

/// A caption as corpora hold it: on one line, blanks trimmed, runs of them one. Line breaks corrupt the reference
/// tokeniser's lines, and runs of blanks mean nothing.
std::string onOneLine(const std::string& text);

bool isUtf8(std::string_view text);

/// How a stretch of a file is called where nobody has named it: the file's name without ending, and the milliseconds.
std::string stretchName(const std::string& file, TimeRange range);

/// A short mark of what an import brought, to know later whether it was changed here.
std::string markOf(const std::string& text, TimeRange range, const std::string& language);

} // namespace descant::formats
