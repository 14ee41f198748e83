// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace descant::metrics {

/// The words of a caption: ASCII letters in lower case, cut at blanks, punctuation left out except inside a word
/// ("dog's", "t-shirt"). For sentences without abbreviations and quotes this is what the Penn Treebank tokeniser
/// leaves.
std::vector<std::string> captionWords(std::string_view caption);

} // namespace descant::metrics
