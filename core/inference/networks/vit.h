// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"
#include "core/inference/networks/weights.h"

namespace descant::inference {

/// EVA-ViT (Fang et al. 2022) as BLIP-2 uses it: pre-norm blocks, exact GELU, all tokens kept. Differentiable; borrows
/// the weights ("vision_model.…"). Throws what LibTorch throws; core/inference and core/training catch it.
class Vit {
public:
    Vit(const Weights& weights, const VitShape& shape) : m_scope(weights, "vision_model"), m_shape(shape) { }

    /// pixels [N, 3, S, S], normalised → tokens before the final norm, [N, (S/patch)² + 1, hidden], class token first.
    at::Tensor blocks(const at::Tensor& pixels) const;
    /// The final norm ("ln_vision") over the last dimension.
    at::Tensor finalNorm(const at::Tensor& blocks) const;

private:
    at::Tensor embed(const at::Tensor& pixels) const;
    at::Tensor attention(const Scope& scope, const at::Tensor& x) const;

    Scope m_scope;
    VitShape m_shape;
};

} // namespace descant::inference
