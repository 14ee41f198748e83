// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace descant::formats {

/// "eng" for "en", as tools of linguistics name languages; what has no such pair stays as it is.
std::string longCodeOf(const std::string& language);
/// "en" for "eng", as BCP 47 wants it; what has no such pair stays as it is.
std::string shortCodeOf(const std::string& language);

} // namespace descant::formats
