// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/gram_table.h"

#include <bit>

namespace descant::metrics {
namespace {

std::uint64_t keyOf(std::uint32_t beginning, std::uint32_t word) { return (std::uint64_t{beginning} << 32) | word; }

/// Spreads keys that differ in a few bits over all places (the finisher of a 64-bit linear congruence).
std::size_t scattered(std::uint64_t key)
{
    key ^= key >> 32;
    key *= 0x9e3779b97f4a7c15ull;
    return static_cast<std::size_t>(key ^ (key >> 29));
}

} // namespace

GramTable::GramTable(std::size_t expected) : m_slots(std::bit_ceil(expected * 2)) { }

std::size_t GramTable::placeOf(std::uint64_t key) const
{
    std::size_t place = scattered(key) & (m_slots.size() - 1);
    while (m_slots[place].number != kNone && m_slots[place].key != key)
        place = (place + 1) & (m_slots.size() - 1);
    return place;
}

void GramTable::grow()
{
    std::vector<Slot> old(m_slots.size() * 2);
    old.swap(m_slots);
    for (const Slot& slot : old) {
        if (slot.number != kNone)
            m_slots[placeOf(slot.key)] = slot;
    }
}

std::uint32_t GramTable::add(std::uint32_t beginning, std::uint32_t word)
{
    if (m_size * 2 >= m_slots.size())
        grow();
    Slot& slot = m_slots[placeOf(keyOf(beginning, word))];
    if (slot.number == kNone)
        slot = {keyOf(beginning, word), static_cast<std::uint32_t>(m_size++)};
    return slot.number;
}

std::uint32_t GramTable::find(std::uint32_t beginning, std::uint32_t word) const
{
    return m_slots[placeOf(keyOf(beginning, word))].number;
}

} // namespace descant::metrics
