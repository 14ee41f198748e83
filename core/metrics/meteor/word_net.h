// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace descant::metrics {

/// WordNet 3.0 as METEOR 1.5 knows it: which words share a meaning. Made from Debian's packages wordnet-base and
/// wordnet-sense-index. Once read it is not changed.
class WordNet {
public:
    /// FileNotFound when the folder lacks index.sense or the lists of exceptions.
    static Result<WordNet> read(const std::filesystem::path& folder);
    /// $DESCANT_WORDNET, else where Debian puts it.
    static std::filesystem::path defaultFolder();

    /// Numbers of the meanings of a word and of its base form, sorted. Parts of speech are not told apart, as in
    /// METEOR's own dictionary, so a few numbers belong to several meanings.
    std::vector<std::uint32_t> meaningsOf(const std::string& word) const;

private:
    using Meanings = std::vector<std::uint32_t>;

    void readSenses(std::string_view text);
    void readExceptions(std::string_view text);
    const Meanings* find(const std::string& word) const;
    const Meanings* ofBase(const std::string& word) const;

    std::unordered_map<std::string, Meanings> m_meanings;
    std::unordered_map<std::string, std::vector<std::string>> m_bases; ///< of irregular forms
};

} // namespace descant::metrics
