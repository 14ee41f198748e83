// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace descant::metrics {

/// Runs of words by keys of 64 bits: two numbers of shorter runs or words. A hash table with open addressing that
/// numbers runs from 0 in the order of adding; one thread at a time while it grows.
class GramTable {
public:
    static constexpr std::uint32_t kNone = 0xffffffff; ///< no such run

    struct Gram {
        std::uint64_t key = 0;
        std::uint32_t number = kNone;
        std::uint32_t segments = 0; ///< that have the run: for whoever adds to say
    };

    explicit GramTable(std::size_t expected = 16);
    /// With the runs that another table gave as grams().
    static GramTable of(std::span<const Gram> grams);

    static std::uint64_t keyOf(std::uint32_t beginning, std::uint32_t rest)
    {
        return (std::uint64_t{beginning} << 32) | rest;
    }

    /// The run, which is added where it is new; valid until the next add().
    Gram& add(std::uint64_t key);
    /// The run; its number is kNone where there is none.
    const Gram& find(std::uint64_t key) const { return m_slots[placeOf(key)]; }
    /// Lets the processor fetch what add() and find() will look at. A large table lies in no cache: whoever says what
    /// comes next waits for several places at once rather than for one after the other.
    void prepare(std::uint64_t key) const { __builtin_prefetch(&m_slots[scattered(key) & (m_slots.size() - 1)]); }

    std::size_t size() const { return m_size; }
    /// Calls `visit(gram)` for all of them, in no order that means anything.
    template <typename Visit> void visit(const Visit& visit) const
    {
        for (const Gram& gram : m_slots) {
            if (gram.number != kNone)
                visit(gram);
        }
    }
    std::vector<Gram> grams() const;
    /// Empty again, with room for as many.
    void clear(std::size_t expected);

private:
    /// Spreads keys that differ in a few bits over all places (the finisher of a 64-bit linear congruence).
    static std::size_t scattered(std::uint64_t key)
    {
        key ^= key >> 32;
        key *= 0x9e3779b97f4a7c15ull;
        return static_cast<std::size_t>(key ^ (key >> 29));
    }

    std::size_t placeOf(std::uint64_t key) const
    {
        std::size_t place = scattered(key) & (m_slots.size() - 1);
        while (m_slots[place].number != kNone && m_slots[place].key != key)
            place = (place + 1) & (m_slots.size() - 1);
        return place;
    }

    void grow();

    std::vector<Gram> m_slots; ///< a power of two
    std::size_t m_size = 0;
};

} // namespace descant::metrics
