// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/caption_words.h"

#include "core/metrics/penn_tokenizer.h"
#include "core/metrics/word_split.h"

namespace descant::metrics {

std::vector<std::string> captionWords(std::string_view caption)
{
    thread_local PennTokenizer tokenizer; // its tables are worth keeping
    const std::string line = tokenizer.tokenize({caption}).front();
    std::vector<std::string_view> words;
    cutAtWhiteSpace(line, words);
    return {words.begin(), words.end()};
}

} // namespace descant::metrics
