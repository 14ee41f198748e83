// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace descant::formats {

/// Which ids were seen, in a few bytes each: a bit for a plain number (0, 17; up to some tens of millions, as corpora
/// number their rows), eight to sixteen bytes for any other text, of which only a hash of 64 bits is kept. Among a
/// million texts two are taken for one with a probability of 3 in 100 million.
class IdSet {
public:
    /// True when it was not there yet.
    bool insert(std::string_view id);
    bool contains(std::string_view id) const;
    void clear() { *this = {}; }

private:
    bool insertHash(std::uint64_t hash);
    bool containsHash(std::uint64_t hash) const;
    void grow();

    std::vector<bool> m_numbers;
    std::vector<std::uint64_t> m_hashes; ///< open addressing; 0 = free
    std::size_t m_used = 0;
};

} // namespace descant::formats
