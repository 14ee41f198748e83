// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/piece_index.h"

#include <algorithm>

namespace descant::inference {

PieceIndex::PieceIndex(std::vector<std::string> texts) : m_texts(std::move(texts))
{
    for (std::size_t id = 0; id < m_texts.size(); ++id) {
        m_longest = std::max(m_longest, m_texts[id].size());
        if (!m_texts[id].empty())
            m_sorted.push_back(static_cast<std::int64_t>(id));
    }
    std::stable_sort(m_sorted.begin(), m_sorted.end(),
                     [this](std::int64_t a, std::int64_t b) { return text(a) < text(b); });
}

std::vector<FittingPiece> PieceIndex::fitting(std::string_view rest) const
{
    std::vector<FittingPiece> found;
    const auto before = [this](std::int64_t id, std::string_view wanted) { return text(id) < wanted; };
    // A shorter beginning stands before a longer one: each search goes on where the last one ended.
    auto place = m_sorted.begin();
    for (std::size_t length = 1; length < rest.size() && length <= m_longest; ++length) {
        place = std::lower_bound(place, m_sorted.end(), rest.substr(0, length), before);
        for (; place != m_sorted.end() && text(*place) == rest.substr(0, length); ++place)
            found.push_back({*place, length});
    }
    place = std::lower_bound(place, m_sorted.end(), rest, before);
    for (; place != m_sorted.end() && text(*place).starts_with(rest); ++place)
        found.push_back({*place, rest.size()});
    return found;
}

std::string_view PieceIndex::text(std::int64_t id) const
{
    const auto index = static_cast<std::size_t>(id);
    return id >= 0 && index < m_texts.size() ? std::string_view(m_texts[index]) : std::string_view();
}

} // namespace descant::inference
