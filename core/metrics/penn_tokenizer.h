// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace descant::metrics {

/// Splits captions into words as pycocoevalcap does: the Penn Treebank tokeniser of CoreNLP 3.4.1 (written anew from
/// its behaviour), lower case, its seventeen punctuation tokens left out. One thread at a time.
class PennTokenizer {
public:
    PennTokenizer();
    ~PennTokenizer();
    PennTokenizer(PennTokenizer&&) noexcept;
    PennTokenizer& operator=(PennTokenizer&&) noexcept;

    /// Each caption as words with single blanks between them. The captions are read as one text, a line each, as the
    /// reference does: what follows an abbreviation, even in the next caption, decides about its full stop, and the
    /// last caption has nothing behind it. Line breaks inside a caption count as blanks. Invalid UTF-8 is left out.
    std::vector<std::string> tokenize(const std::vector<std::string_view>& captions);

    /// One text as the lexer's own tokens, punctuation included; a line break for each of the text. For tests.
    std::string lex(std::string_view text);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace descant::metrics
