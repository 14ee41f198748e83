// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace descant::test {

/// Whether `phrase` stands in `text` as whole words.
inline bool saysPhrase(const std::string& text, const std::string& phrase)
{
    return (" " + text + " ").find(" " + phrase + " ") != std::string::npos;
}

} // namespace descant::test
