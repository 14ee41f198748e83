// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/word_table.h"

#include <functional>

namespace descant::metrics {
namespace {

constexpr std::size_t kFirstSlots = 1024; // a small vocabulary fits without growing

std::uint32_t hashOf(std::string_view word) { return static_cast<std::uint32_t>(std::hash<std::string_view>()(word)); }

} // namespace

WordTable::WordTable() : m_slots(kFirstSlots) { }

std::string_view WordTable::word(std::uint32_t number) const
{
    return std::string_view(m_letters).substr(m_begins[number], m_begins[number + 1] - m_begins[number]);
}

std::size_t WordTable::placeOf(std::string_view text, std::uint32_t hash) const
{
    std::size_t place = hash & (m_slots.size() - 1);
    for (;; place = (place + 1) & (m_slots.size() - 1)) {
        const Slot& slot = m_slots[place];
        if (slot.number == kNone || (slot.hash == hash && word(slot.number) == text))
            return place;
    }
}

void WordTable::grow()
{
    std::vector<Slot> old(m_slots.size() * 2);
    old.swap(m_slots);
    for (const Slot& slot : old) {
        if (slot.number != kNone)
            m_slots[placeOf(word(slot.number), slot.hash)] = slot;
    }
}

std::uint32_t WordTable::add(std::string_view text)
{
    if (size() * 2 >= m_slots.size())
        grow();
    const std::uint32_t hash = hashOf(text);
    Slot& slot = m_slots[placeOf(text, hash)];
    if (slot.number == kNone) {
        slot = {hash, static_cast<std::uint32_t>(size())};
        m_letters += text;
        m_begins.push_back(m_letters.size());
    }
    return slot.number;
}

std::uint32_t WordTable::find(std::string_view text) const { return m_slots[placeOf(text, hashOf(text))].number; }

} // namespace descant::metrics
