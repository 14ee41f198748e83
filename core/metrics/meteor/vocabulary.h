// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/meteor/paraphrase_table.h"
#include "core/metrics/meteor/word_net.h"

#include <string>
#include <unordered_map>
#include <vector>

struct sb_stemmer;

namespace descant::metrics {

/// What METEOR knows of each word that was met: looked up once a word. One thread at a time.
class Vocabulary {
public:
    explicit Vocabulary(const WordNet& net);
    ~Vocabulary();
    Vocabulary(const Vocabulary&) = delete;
    Vocabulary& operator=(const Vocabulary&) = delete;

    WordNumbers numbersOf(const std::vector<std::string>& words);
    const std::unordered_map<std::string, std::uint32_t>& numbers() const { return m_numbers; }

    bool sameStem(std::uint32_t one, std::uint32_t other) const { return m_words[one].stem == m_words[other].stem; }
    bool shareMeaning(std::uint32_t one, std::uint32_t other) const;
    /// One of the 93 words that count little because they are everywhere.
    bool isFunctionWord(std::uint32_t word) const { return m_words[word].isFunctionWord; }

private:
    struct Word {
        std::string stem;
        std::vector<std::uint32_t> meanings;
        bool isFunctionWord = false;
    };
    Word look(const std::string& word) const;

    const WordNet& m_net;
    sb_stemmer* m_stemmer;
    std::unordered_map<std::string, std::uint32_t> m_numbers;
    std::vector<Word> m_words;
};

} // namespace descant::metrics
