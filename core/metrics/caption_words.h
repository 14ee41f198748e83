// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace descant::metrics {

/// The words of a caption: ASCII letters in lower case, cut at blanks, punctuation left out except inside a word
/// ("t-shirt"), clitics as words of their own ("dog 's", "do n't", "they 're"). For sentences without abbreviations,
/// quotes and run-together words ("cannot", "gonna") this is what the Penn Treebank tokeniser leaves once punctuation
/// is taken away.
std::vector<std::string> captionWords(std::string_view caption);

} // namespace descant::metrics
