// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace descant::metrics {

/// Where each of a few numbers stands, for asking about very many that mostly are not among them: it is thinly filled,
/// so that one look says no, and small enough for the processor's first cache.
class PlaceTable {
public:
    static constexpr std::uint32_t kNone = 0xffffffff; ///< no such number, and no number to put

    /// Empty, with room for as many numbers.
    void clear(std::size_t numbers)
    {
        m_slots.assign(std::bit_ceil(numbers * 8 + 8), {});
        m_shift = 32 - std::countr_zero(m_slots.size());
    }

    void put(std::uint32_t number, std::uint32_t place) { m_slots[slotOf(number)] = {number, place}; }

    /// The place of the number, or kNone.
    std::uint32_t find(std::uint32_t number) const { return m_slots[slotOf(number)].place; }

private:
    struct Slot {
        std::uint32_t number = kNone;
        std::uint32_t place = kNone;
    };

    std::size_t slotOf(std::uint32_t number) const
    {
        std::size_t slot = (number * 0x9e3779b1u) >> m_shift;
        while (m_slots[slot].number != number && m_slots[slot].number != kNone)
            slot = (slot + 1) & (m_slots.size() - 1);
        return slot;
    }

    std::vector<Slot> m_slots; ///< a power of two
    int m_shift = 32;
};

} // namespace descant::metrics
