// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace descant::metrics {

/// Cut at single blanks, as the reference's ROUGE does: an empty caption is one empty word. `words` is room to use
/// again.
void cutAtBlanks(std::string_view caption, std::vector<std::string_view>& words);
/// Cut at white space of every kind, as its BLEU and CIDEr do: the no-break space inside "5 1/2" separates, and an
/// empty caption has no word.
void cutAtWhiteSpace(std::string_view caption, std::vector<std::string_view>& words);
/// Whether both ways of cutting certainly give the same words: nearly always.
bool isCutAlike(std::string_view caption);

} // namespace descant::metrics
