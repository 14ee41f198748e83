// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace descant::metrics {

/// UTF-16 units from `first` to `last`, both included.
struct CharacterRange {
    std::uint16_t first, last;
};

/// What the Penn Treebank tokeniser of CoreNLP 3.4.1 takes for a letter (Unicode 6, with many marks), for a decimal
/// digit, and for a sign that stands alone. Everything else it leaves out unless a rule names it.
std::span<const CharacterRange> letterRanges();
/// Those of the letters that join no word that begins with a digit.
std::span<const CharacterRange> markRanges();
std::span<const CharacterRange> digitRanges();
std::span<const CharacterRange> symbolRanges();

/// Capital letters, one a range.
std::vector<CharacterRange> capitalRanges();

/// The lower case of each UTF-16 unit; the unit itself where there is none.
const std::vector<char16_t>& lowerCaseTable();

} // namespace descant::metrics
