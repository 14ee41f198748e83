// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace descant::metrics {

/// Numbers words, from 0 in the order of adding. A hash table with open addressing over one text of all words; one
/// thread at a time while it grows.
class WordTable {
public:
    static constexpr std::uint32_t kNone = 0xffffffff; ///< no such word

    WordTable();

    /// The number of the word, which is added where it is new.
    std::uint32_t add(std::string_view word);
    /// The number of the word, or kNone.
    std::uint32_t find(std::string_view word) const;
    /// Valid until the next add().
    std::string_view word(std::uint32_t number) const;
    std::size_t size() const { return m_begins.size() - 1; }

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = kNone;
    };
    std::size_t placeOf(std::string_view word, std::uint32_t hash) const;
    void grow();

    std::string m_letters;
    std::vector<std::size_t> m_begins{0}; ///< of each word in m_letters, and behind the last
    std::vector<Slot> m_slots;            ///< a power of two
};

} // namespace descant::metrics
