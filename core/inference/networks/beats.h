// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"
#include "core/inference/networks/weights.h"

namespace descant::inference {

/// BEATs (Chen et al. 2022): patches of a mel picture, convolutional positions with weight norm, deep-norm blocks with
/// gated relative position bias. Differentiable; borrows the weights ("audio_encoder.…", "ln_audio.…").
class Beats {
public:
    Beats(const Weights& weights, const BeatsShape& shape)
        : m_scope(weights, "audio_encoder"), m_norm(weights, "ln_audio"), m_shape(shape)
    {
    }

    /// fbank [B, F, 128], normalised; sampleMask [B, n] with 1 = padding, or undefined → tokens [B, T·bands, hidden],
    /// time outer, mel bands inner.
    at::Tensor blocks(const at::Tensor& fbank, const at::Tensor& sampleMask = {}) const;
    /// The norm between BEATs and the Q-Former ("ln_audio").
    at::Tensor finalNorm(const at::Tensor& blocks) const;

private:
    at::Tensor patches(const at::Tensor& fbank) const;
    at::Tensor positions(const at::Tensor& x) const;
    at::Tensor attention(const Scope& scope, const at::Tensor& x, const at::Tensor& bias,
                         const at::Tensor& padding) const;

    Scope m_scope;
    Scope m_norm;
    BeatsShape m_shape;
};

/// The sample mask [B, n] (1 = padding) brought down to `frames` and then to `tokens`: bool [B, tokens], true where all
/// that a token stands for is padding.
at::Tensor tokenPadding(const at::Tensor& sampleMask, std::int64_t frames, std::int64_t tokens);

} // namespace descant::inference
