// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/tokenizer/rules.h"

#include <string>
#include <string_view>

namespace descant::metrics {

/// Appends the token that a rule makes of what it took, in lower case. Gives how many units of it are to be read again.
std::size_t appendTokenText(const TokenRule& rule, std::u16string_view taken, std::u16string& token);

} // namespace descant::metrics
