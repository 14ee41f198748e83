// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/meteor/vocabulary.h"

#include <vector>

namespace descant::metrics {

/// Words of the reference that may stand for words of the candidate.
struct WordMatch {
    std::size_t stage = 0;
    std::size_t referenceStart = 0, referenceLength = 1;
    std::size_t candidateStart = 0, candidateLength = 1;
};

/// Every match that is possible, listed by where it begins in the reference, in the order of METEOR's stages.
struct PossibleMatches {
    std::vector<std::vector<WordMatch>> at;
    std::vector<int> onReference, onCandidate; ///< how many matches cover each word
};

PossibleMatches findMatches(const WordNumbers& reference, const WordNumbers& candidate, const Vocabulary& vocabulary,
                            const ParaphraseTable* paraphrases);

} // namespace descant::metrics
