// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace descant::inference {

/// A token that can write what comes next of a text, and how many of its bytes it writes.
struct FittingPiece {
    std::int64_t id = 0;
    std::size_t written = 0;
};

/// What each token of a vocabulary writes, in an order in which those that fit a text are found at once.
class PieceIndex {
public:
    /// texts[id]: bytes of normalised text ("▁man"); empty for a token that writes nothing.
    explicit PieceIndex(std::vector<std::string> texts);

    /// The tokens whose text begins `rest`, and those whose text begins with the whole of it; `rest` is not empty.
    std::vector<FittingPiece> fitting(std::string_view rest) const;
    /// Empty for an id that writes nothing or that there is not.
    std::string_view text(std::int64_t id) const;

private:
    std::vector<std::string> m_texts;
    std::vector<std::int64_t> m_sorted; ///< ids by their text, those without one left out
    std::size_t m_longest = 0;
};

} // namespace descant::inference
