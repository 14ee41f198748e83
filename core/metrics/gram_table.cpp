// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/gram_table.h"

#include <bit>

namespace descant::metrics {
namespace {

std::size_t slotsFor(std::size_t expected) { return std::bit_ceil(expected * 2 + 2); }

} // namespace

GramTable::GramTable(std::size_t expected) : m_slots(slotsFor(expected)) { }

GramTable GramTable::of(std::span<const Gram> grams)
{
    GramTable table(grams.size());
    table.m_size = grams.size();
    for (const Gram& gram : grams)
        table.m_slots[table.placeOf(gram.key)] = gram;
    return table;
}

std::vector<GramTable::Gram> GramTable::grams() const
{
    std::vector<Gram> all;
    all.reserve(m_size);
    visit([&all](const Gram& gram) { all.push_back(gram); });
    return all;
}

void GramTable::clear(std::size_t expected)
{
    m_slots.assign(slotsFor(expected), {});
    m_size = 0;
}

void GramTable::grow()
{
    std::vector<Gram> old(m_slots.size() * 2);
    old.swap(m_slots);
    for (const Gram& gram : old) {
        if (gram.number != kNone)
            m_slots[placeOf(gram.key)] = gram;
    }
}

GramTable::Gram& GramTable::add(std::uint64_t key)
{
    if (m_size * 2 >= m_slots.size())
        grow();
    Gram& gram = m_slots[placeOf(key)];
    if (gram.number == kNone)
        gram = {key, static_cast<std::uint32_t>(m_size++), 0};
    return gram;
}

} // namespace descant::metrics
