// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace descant::splits {

/// Union-find (Tarjan 1975): which of n things are one set. The least member stands for its set. One thread.
class DisjointSets {
public:
    explicit DisjointSets(std::size_t count);

    std::size_t size() const { return m_parent.size(); }
    /// The least member of the set that `one` is in.
    std::size_t find(std::size_t one) const;
    /// False when they were one set already.
    bool join(std::size_t one, std::size_t other);

private:
    mutable std::vector<std::size_t> m_parent; ///< shortened while it is read
};

} // namespace descant::splits
