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

/// The typographic apostrophe is one like the other.
std::string withPlainApostrophes(std::string_view caption)
{
    constexpr std::string_view kApostrophe = "\xe2\x80\x99";
    std::string plain(caption);
    for (std::size_t at = 0; (at = plain.find(kApostrophe, at)) != std::string::npos; ++at)
        plain.replace(at, kApostrophe.size(), "'");
    return plain;
}

/// How much of the end of a word is a clitic; 0 for most words.
std::size_t cliticOf(std::string_view word)
{
    for (const std::string_view clitic : {"n't", "'s", "'m", "'d", "'ll", "'re", "'ve"}) {
        if (word.size() > clitic.size() && word.ends_with(clitic))
            return clitic.size();
    }
    return 0;
}

void addWord(std::vector<std::string>& words, const std::string& word)
{
    const std::size_t clitic = cliticOf(word);
    words.push_back(word.substr(0, word.size() - clitic));
    if (clitic > 0)
        words.push_back(word.substr(word.size() - clitic));
}

} // namespace

std::vector<std::string> captionWords(std::string_view text)
{
    const std::string caption = withPlainApostrophes(text);
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty())
            addWord(words, word);
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
