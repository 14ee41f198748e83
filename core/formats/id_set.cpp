// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/id_set.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <utility>

namespace descant::formats {

namespace {

constexpr std::size_t kMostNumber = std::size_t{1} << 26; // 8 MB of bits
constexpr std::size_t kFewestSlots = 64;

/// The value of a number as a row has it; nothing for "007", which is another id than "7".
std::optional<std::size_t> plainNumber(std::string_view id)
{
    std::size_t number = 0;
    const auto [end, problem] = std::from_chars(id.data(), id.data() + id.size(), number);
    const bool isPlain =
        problem == std::errc() && end == id.data() + id.size() && (id.size() == 1 || id.front() != '0');
    return isPlain && number < kMostNumber ? std::optional(number) : std::nullopt;
}

std::uint64_t hashOf(std::string_view id)
{
    const std::uint64_t hash = std::hash<std::string_view>()(id);
    return hash == 0 ? 1 : hash;
}

} // namespace

bool IdSet::insert(std::string_view id)
{
    const auto number = plainNumber(id);
    if (!number)
        return insertHash(hashOf(id));
    if (*number >= m_numbers.size())
        m_numbers.resize(std::max({*number + 1, m_numbers.size() * 2, kFewestSlots}));
    const bool isNew = !m_numbers[*number];
    m_numbers[*number] = true;
    return isNew;
}

bool IdSet::contains(std::string_view id) const
{
    const auto number = plainNumber(id);
    return number ? *number < m_numbers.size() && m_numbers[*number] : containsHash(hashOf(id));
}

bool IdSet::insertHash(std::uint64_t hash)
{
    if (m_used * 4 >= m_hashes.size() * 3)
        grow();
    std::size_t at = hash & (m_hashes.size() - 1);
    while (m_hashes[at] != 0 && m_hashes[at] != hash)
        at = (at + 1) & (m_hashes.size() - 1);
    if (m_hashes[at] == hash)
        return false;
    m_hashes[at] = hash;
    ++m_used;
    return true;
}

bool IdSet::containsHash(std::uint64_t hash) const
{
    if (m_hashes.empty())
        return false;
    std::size_t at = hash & (m_hashes.size() - 1);
    while (m_hashes[at] != 0 && m_hashes[at] != hash)
        at = (at + 1) & (m_hashes.size() - 1);
    return m_hashes[at] == hash;
}

void IdSet::grow()
{
    const std::vector<std::uint64_t> before =
        std::exchange(m_hashes, std::vector<std::uint64_t>(std::max(m_hashes.size() * 2, kFewestSlots)));
    m_used = 0;
    for (const std::uint64_t hash : before) {
        if (hash != 0)
            insertHash(hash);
    }
}

} // namespace descant::formats
