// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/internal/beam_search.h"

namespace descant::inference {

/// The best `count` continuations of some beams, best first; of equals the one of the earlier beam and lower token.
/// scores: log-probabilities, beams × vocabulary. Fewer only where there are fewer.
std::vector<Continuation> bestContinuations(std::span<const Beam> beams, std::span<const float> scores,
                                            std::size_t count);

} // namespace descant::inference
