// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/caption_words.h"

namespace descant::metrics {
namespace {

bool isBlank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

/// Bytes above ASCII belong to letters of other scripts.
bool isLetter(char letter)
{
    const auto byte = static_cast<unsigned char>(letter);
    return byte >= 0x80 || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z');
}

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

} // namespace

std::vector<std::string> captionWords(std::string_view caption)
{
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty())
            words.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t i = 0; i < caption.size(); ++i) {
        const bool joins = (caption[i] == '\'' || caption[i] == '-') && !word.empty() && i + 1 < caption.size()
            && isLetter(caption[i + 1]);
        if (isLetter(caption[i]) || joins)
            word += lower(caption[i]);
        else if (isBlank(caption[i]) || !word.empty())
            finish();
    }
    finish();
    return words;
}

} // namespace descant::metrics
