// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/meteor.h"
#include "core/metrics/meteor/vocabulary.h"

namespace descant::metrics {

/// Aligns words as METEOR 1.5 does, its shortcuts included: what looks sensible would give other scores. `paraphrases`
/// may be null. Any thread, while nobody adds to the vocabulary.
MeteorCounts align(const WordNumbers& reference, const WordNumbers& candidate, const Vocabulary& vocabulary,
                   const ParaphraseTable* paraphrases);

} // namespace descant::metrics
