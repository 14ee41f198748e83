// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace descant::inference {

/// The bytes of a spiece.model that fits a model of so many words (40 at least) and belongs to no language: T5's
/// special pieces, letters, and invented words of one to three syllables, 32,000 at most. As with T5, 128 words have no
/// piece where there are enough.
std::string madeTokenizer(std::int64_t vocabulary);

} // namespace descant::inference
