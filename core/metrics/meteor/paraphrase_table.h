// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace descant::metrics {

/// Words as numbers of a table of the caller's.
using WordNumbers = std::vector<std::uint32_t>;

/// Of METEOR's table of paraphrases the part that given captions can need.
class ParaphraseTable {
public:
    /// Reads the table (gzip, or plain: three lines an entry, of which the first is left out), and keeps the entries
    /// whose words all have a number. FormatInvalid for a damaged file; Cancelled within some thousand entries.
    static Outcome<ParaphraseTable> read(const std::filesystem::path& file,
                                         const std::unordered_map<std::string, std::uint32_t>& numbers,
                                         std::stop_token stop);
    /// The file that a person means: itself, or the table in a folder of METEOR or of pycocoevalcap, or beside METEOR's
    /// jar. Nothing where there is none.
    static std::optional<std::filesystem::path> find(const std::filesystem::path& folderOrFile);

    /// What phrases mean the same as this one, in the order of the file; nullptr for none.
    const std::vector<WordNumbers>* of(const WordNumbers& phrase) const;
    std::size_t longestPhrase() const { return m_longest; }

private:
    std::map<WordNumbers, std::vector<WordNumbers>> m_paraphrases;
    std::size_t m_longest = 0;
};

} // namespace descant::metrics
