// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/captioner.h"
#include "core/inference/networks/qformer.h"

namespace descant::inference {

/// How much each query row looked at each frame and at each time step of the sound: the Q-Former's cross-attention,
/// summed over what belongs together.
struct QueryViews {
    at::Tensor frames; ///< [visual rows, T], undefined without pictures
    at::Tensor audio;  ///< [audio rows, steps], undefined without sound
};

QueryViews queryViews(const QFormerOutputs& outputs, std::int64_t frameTokens, std::int64_t bandsPerStep,
                      std::int64_t steps);

/// Evidence of one token: T5's cross-attention to each prefix row (audio rows, then visual rows; the prompt is left
/// out), spread over what the row looked at, brought to the sum 1. Attention was chosen by measuring what taking frames
/// and sound away does to a word (docs/decisions/0010-evidence-is-attention.md).
TokenEvidence evidenceOf(int token, const at::Tensor& attention, const QueryViews& views);

} // namespace descant::inference
