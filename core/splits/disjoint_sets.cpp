// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/disjoint_sets.h"

#include <numeric>
#include <utility>

namespace descant::splits {

DisjointSets::DisjointSets(std::size_t count) : m_parent(count) { std::iota(m_parent.begin(), m_parent.end(), 0); }

std::size_t DisjointSets::find(std::size_t one) const
{
    while (m_parent[one] != one) {
        m_parent[one] = m_parent[m_parent[one]]; // halves the path for the next time
        one = m_parent[one];
    }
    return one;
}

bool DisjointSets::join(std::size_t one, std::size_t other)
{
    one = find(one);
    other = find(other);
    if (one == other)
        return false;
    if (other < one)
        std::swap(one, other);
    m_parent[other] = one; // the least stays on top; halving alone keeps this near enough to constant time
    return true;
}

} // namespace descant::splits
