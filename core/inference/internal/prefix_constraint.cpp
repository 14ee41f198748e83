// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/prefix_constraint.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace descant::inference {
namespace {

constexpr std::int64_t kUnknownId = 2;
constexpr float kForbidden = -std::numeric_limits<float>::infinity();
/// More than any text takes, and safe to add to.
constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max() / 2;

bool beginsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

} // namespace

PrefixConstraint::PrefixConstraint(std::shared_ptr<const PieceIndex> pieces, std::string text)
    : m_pieces(std::move(pieces)), m_text(std::move(text)), m_ways(m_text.size()), m_fewest(m_text.size() + 1, kNever)
{
    std::vector<bool> reached(m_text.size() + 1, false);
    reached[0] = true;
    for (std::size_t place = 0; place < m_text.size(); ++place) {
        if (!reached[place])
            continue;
        m_ways[place] = waysFrom(place);
        for (const FittingPiece& way : m_ways[place])
            reached[place + way.written] = true;
    }
    m_fewest.back() = 0;
    for (std::size_t place = m_text.size(); place-- > 0;) {
        for (const FittingPiece& way : m_ways[place])
            m_fewest[place] = std::min(m_fewest[place], 1 + m_fewest[place + way.written]);
    }
}

std::vector<FittingPiece> PrefixConstraint::waysFrom(std::size_t place) const
{
    std::vector<FittingPiece> ways = m_pieces->fitting(std::string_view(m_text).substr(place));
    if (ways.empty())
        ways.push_back({kUnknownId, endOfUnknown(place) - place});
    return ways;
}

std::size_t PrefixConstraint::endOfUnknown(std::size_t place) const
{
    // The tokenizer makes one unknown token of neighbouring characters.
    for (++place; place < m_text.size(); ++place) {
        if (beginsCharacter(m_text[place]) && !m_pieces->fitting(std::string_view(m_text).substr(place)).empty())
            break;
    }
    return place;
}

std::size_t PrefixConstraint::writtenBy(std::int64_t id, std::size_t place) const
{
    for (const FittingPiece& way : m_ways[place]) {
        if (way.id == id)
            return way.written;
    }
    return 0;
}

std::size_t PrefixConstraint::placeAfter(std::span<const std::int64_t> sequence) const
{
    std::size_t place = 0;
    for (std::size_t index = 1; index < sequence.size() && place < m_text.size(); ++index)
        place += writtenBy(sequence[index], place);
    return place;
}

bool PrefixConstraint::isWritten(std::span<const std::int64_t> sequence) const
{
    return placeAfter(sequence) == m_text.size();
}

void PrefixConstraint::confine(std::span<float> scores, std::span<const std::int64_t> sequence, std::size_t room) const
{
    const std::size_t place = placeAfter(sequence);
    if (place == m_text.size())
        return;
    std::vector<std::pair<std::int64_t, float>> allowed;
    for (const FittingPiece& way : m_ways[place]) {
        if (m_fewest[place + way.written] <= room)
            allowed.emplace_back(way.id, scores[static_cast<std::size_t>(way.id)]);
    }
    std::fill(scores.begin(), scores.end(), kForbidden);
    for (const auto& [id, score] : allowed)
        scores[static_cast<std::size_t>(id)] = score;
}

std::vector<std::int64_t> PrefixConstraint::completing(std::span<const std::int64_t> tokens,
                                                       std::span<const std::int64_t> sequence) const
{
    const std::size_t place = placeAfter(sequence);
    std::vector<std::int64_t> found;
    std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(found), [&](std::int64_t token) {
        return place == m_text.size() || place + writtenBy(token, place) == m_text.size();
    });
    return found;
}

std::size_t PrefixConstraint::fewestTokens() const { return m_fewest.empty() ? 0 : m_fewest.front(); }

std::string PrefixConstraint::continuation(std::span<const std::int64_t> ids) const
{
    std::string text;
    std::size_t place = 0;
    for (const std::int64_t id : m_pieces ? ids : std::span<const std::int64_t>()) {
        const std::size_t written = place < m_text.size() ? writtenBy(id, place) : 0;
        place += written;
        // A piece reaches beyond the end with what it has more than was left.
        if (place == m_text.size() && m_pieces->text(id).size() > written)
            text += m_pieces->text(id).substr(written);
    }
    return text;
}

} // namespace descant::inference
