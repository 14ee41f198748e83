// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor/normalizer.h"
#include "core/metrics/penn_tokenizer.h"
#include "tests/fuzz/fuzz_target.h"

#include <algorithm>

using namespace descant;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static metrics::PennTokenizer tokenizer;
    const std::string_view text = fuzz::textOf(data, size);
    const auto lines = tokenizer.tokenize({text, "a dog", text});
    fuzz::require(lines.size() == 3, "each caption keeps a line of its own");
    for (const std::string& line : lines) {
        fuzz::require(std::ranges::none_of(line, [](char letter) { return letter == '\n'; }), "a line has no breaks");
        for (const std::string& word : metrics::meteorWords(line))
            fuzz::require(!word.empty(), "METEOR's words are not empty");
    }
    tokenizer.lex(text);
    return 0;
}
