// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor/vocabulary.h"

#include <libstemmer.h>

#include <set>

namespace descant::metrics {
namespace {

/// METEOR 1.5's list for English, as far as its normaliser lets words through.
const std::set<std::string, std::less<>>& functionWords()
{
    static const std::set<std::string, std::less<>> words{
        "the",  ",",     ".",    "to",    "of",     "and",   "a",     "in",     "that",  "for",  "\"",     "is",
        "on",   "'s",    "it",   "with",  "was",    "as",    "said",  "at",     "he",    "by",   "be",     "from",
        "have", "has",   "are",  "his",   "but",    "an",    "this",  "not",    "i",     "will", "\u2019", "they",
        ")",    "-rrb-", "(",    "-lrb-", "who",    "their", "had",   "we",     "which", "were", "been",   "more",
        "or",   "s",     "its",  "would", "about",  "new",   "one",   "after",  "you",   ":",    "also",   "up",
        "when", "there", "than", "$",     "all",    "out",   "her",   "people", "she",   "year", "two",    "-",
        "can",  "if",    "last", "first", "\u201c", "over",  "other", "\u201d", "into",  "some", "what",   "so",
        "--",   "no",    "time", "years", "could",  "?",     "'t",    "\u2014", "'"};
    return words;
}

} // namespace

Vocabulary::Vocabulary(const WordNet& net) : m_net(net), m_stemmer(sb_stemmer_new("english", "UTF_8")) { }
Vocabulary::~Vocabulary() { sb_stemmer_delete(m_stemmer); }

Vocabulary::Word Vocabulary::look(const std::string& word) const
{
    Word known;
    const auto* letters = reinterpret_cast<const sb_symbol*>(word.data());
    const sb_symbol* stem = sb_stemmer_stem(m_stemmer, letters, static_cast<int>(word.size()));
    if (stem != nullptr)
        known.stem.assign(reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(m_stemmer)));
    else
        known.stem = word;
    known.meanings = m_net.meaningsOf(word);
    known.isFunctionWord = functionWords().contains(word);
    return known;
}

WordNumbers Vocabulary::numbersOf(const std::vector<std::string>& words)
{
    WordNumbers numbers;
    for (const std::string& word : words) {
        const auto [found, isNew] = m_numbers.emplace(word, static_cast<std::uint32_t>(m_words.size()));
        if (isNew)
            m_words.push_back(look(word));
        numbers.push_back(found->second);
    }
    return numbers;
}

bool Vocabulary::shareMeaning(std::uint32_t one, std::uint32_t other) const
{
    const auto& left = m_words[one].meanings;
    const auto& right = m_words[other].meanings;
    for (auto a = left.begin(), b = right.begin(); a != left.end() && b != right.end();) {
        if (*a == *b)
            return true;
        *a < *b ? ++a : ++b;
    }
    return false;
}

} // namespace descant::metrics
