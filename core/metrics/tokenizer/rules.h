// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/tokenizer/pattern.h"

#include <string_view>
#include <vector>

namespace descant::metrics {

/// What becomes of the text that a rule takes.
enum class TokenForm {
    Plain,             ///< as it stands
    Word,              ///< without soft hyphens
    Quotes,            ///< apostrophes become ASCII ones
    Joined,            ///< blanks inside become no-break spaces
    Brackets,          ///< round brackets become names, blanks inside no-break spaces
    Fixed,             ///< the rule's own text
    GivesBack,         ///< the last units are read again: `count` of them
    FinalAbbreviation, ///< as it stands, and its full stop is read again; one letter loses the full stop
    Fraction,          ///< ¼ becomes 1/4
    QuoteMarks,        ///< marks become ASCII ones
    LineBreak,
    Nothing, ///< left out
};

struct TokenRule {
    std::u16string_view pattern;
    std::u16string_view ahead; ///< what must follow and is not taken; empty: anything
    TokenForm form = TokenForm::Plain;
    std::u16string_view text = {};
    std::size_t count = 0;
};

/// The rules of the Penn Treebank tokeniser of CoreNLP 3.4.1 with the settings of pycocoevalcap. The one that takes
/// most, what must follow counted in, is used; of equals the first.
const std::vector<TokenRule>& tokenRules();
/// The named parts of their patterns.
const PatternNames& tokenRuleNames();

} // namespace descant::metrics
