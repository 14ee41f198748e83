// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace descant::test {

/// The bytes of a small spiece.model with T5's special ids, trained on a few sentences about cows and roosters.
const std::string& tinyTokenizer();

} // namespace descant::test
