// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/internal/piece_index.h"

#include <memory>
#include <span>

namespace descant::inference {

/// Keeps a caption to a beginning that a person wrote, as text and not as tokens: whatever tokens write that text may
/// be chosen, and the last of them may go on in the middle of a word ("a man is pl" → "▁play", "ing"). Characters that
/// no token writes are passed over with the unknown token, as the tokenizer does. Immutable; safe from several threads.
class PrefixConstraint {
public:
    /// No beginning: everything is free.
    PrefixConstraint() = default;
    /// `text` is normalised as the tokenizer does ("▁a▁man▁is▁pl").
    PrefixConstraint(std::shared_ptr<const PieceIndex> pieces, std::string text);

    /// Whether these tokens, the start id among them, have written all of it.
    bool isWritten(std::span<const std::int64_t> sequence) const;
    /// Forbids every token that does not go on with the text, or that leaves more to write than `room` tokens can.
    /// Nothing where all is written.
    void confine(std::span<float> scores, std::span<const std::int64_t> sequence, std::size_t room) const;
    /// Those of the tokens that write the last of it when they follow the sequence; all where it is written.
    std::vector<std::int64_t> completing(std::span<const std::int64_t> tokens,
                                         std::span<const std::int64_t> sequence) const;
    /// How many tokens it takes at least; 0 for no beginning.
    std::size_t fewestTokens() const;
    /// What tokens write behind the beginning, normalised. Empty without a beginning.
    std::string continuation(std::span<const std::int64_t> ids) const;

private:
    /// The tokens that may come where `place` bytes are written.
    std::vector<FittingPiece> waysFrom(std::size_t place) const;
    std::size_t endOfUnknown(std::size_t place) const;
    /// Bytes written by a token where `place` bytes are; 0 for a token that may not stand there.
    std::size_t writtenBy(std::int64_t id, std::size_t place) const;
    std::size_t placeAfter(std::span<const std::int64_t> sequence) const;

    std::shared_ptr<const PieceIndex> m_pieces;
    std::string m_text;
    std::vector<std::vector<FittingPiece>> m_ways; ///< by bytes written; empty where no tokens lead
    std::vector<std::size_t> m_fewest;             ///< tokens that it takes from there
};

} // namespace descant::inference
