// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace descant::metrics {

/// Numbers runs of words: a run is its beginning, which has a number itself, and its last word. Numbers count from 0 in
/// the order of adding. A hash table with open addressing; one thread at a time while it grows.
class GramTable {
public:
    static constexpr std::uint32_t kNone = 0xffffffff; ///< no such run, and the beginning of a run of one word

    explicit GramTable(std::size_t expected = 16);

    /// The number of the run, which is added where it is new.
    std::uint32_t add(std::uint32_t beginning, std::uint32_t word);
    /// The number of the run, or kNone.
    std::uint32_t find(std::uint32_t beginning, std::uint32_t word) const;
    std::size_t size() const { return m_size; }

private:
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t number = kNone;
    };
    std::size_t placeOf(std::uint64_t key) const;
    void grow();

    std::vector<Slot> m_slots; ///< a power of two
    std::size_t m_size = 0;
};

} // namespace descant::metrics
