// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"
#include "core/inference/networks/weights.h"

#include <vector>

namespace descant::inference {

/// What the Q-Former reads. A sense whose tokens are undefined takes no part: its queries are left out, so that a
/// multimodal model without sound is its visual half alone, and without pictures its hearing half.
struct QFormerInputs {
    at::Tensor visual;        ///< [B, Nv, vit.hidden]: the tokens of all frames, after ln_vision
    at::Tensor audio;         ///< [B, Na, beats.hidden], after ln_audio
    at::Tensor audioKeyMask;  ///< [B, Na], 1 = valid; undefined = all valid
    at::Tensor selfMask = {}; ///< [Q, Q], 1 = row attends to column; undefined = all do. For joint queries only
};

enum class KeepAttention { No, Yes };

struct QFormerOutputs {
    at::Tensor queries;         ///< [B, Q, hidden]: visual rows, then audio rows
    at::Tensor prefix;          ///< [B, Q, t5.dModel] in the order that T5 gets: audio rows, then visual rows
    at::Tensor visualAttention; ///< with KeepAttention::Yes: [B, visual rows, Nv], mean over heads and layers
    at::Tensor audioAttention;  ///< likewise [B, audio rows, Na]
};

/// The Q-Former of BLIP-2 (Li et al. 2023) and its multi-modal form: embedding norm and self-attention are shared by
/// all queries; cross-attention, feed-forward and projection belong to one sense. Names: multimodal
/// "crossattention_vis" and
/// "_aud", "intermediate_query_vis" and "_aud", …; visual: the plain BLIP-2 names; separate and audio: the second
/// Q-Former under "qformer_aud" with plain names and "query_tokens_aud". Differentiable; borrows the weights.
class QFormer {
public:
    QFormer(const Weights& weights, const Architecture& architecture)
        : m_weights(&weights), m_architecture(architecture)
    {
    }

    /// Throws std::invalid_argument when both senses are undefined.
    QFormerOutputs run(const QFormerInputs& inputs, double dropout = 0.0, KeepAttention keep = KeepAttention::No) const;

private:
    const Weights* m_weights;
    Architecture m_architecture;
};

} // namespace descant::inference
