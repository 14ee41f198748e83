// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"
#include "core/inference/networks/t5_steps.h"
#include "core/inference/networks/weights.h"

#include <memory>
#include <vector>

namespace descant::inference {

/// What the decoder remembers between tokens: keys and values of every layer. Rows are hypotheses of the B clips, clip
/// after clip, as many of each: B divides the number of rows. Owned by the caller. With `room`, a step has the same
/// shapes and the same memory as the one before, as a captured CUDA graph needs it; a copy then shares what it
/// remembers.
struct T5DecoderState {
    std::vector<at::Tensor> selfKeys, selfValues; ///< per layer [rows, heads, length or room, dKv], undefined at first
    std::vector<at::Tensor> crossKeys, crossValues; ///< per layer [B, heads, S, dKv], shared by the rows of a clip
    at::Tensor encoderMask;                         ///< [B, S], 1 = attend, or undefined
    std::int64_t length = 0;                        ///< tokens consumed
    std::int64_t room = 0; ///< tokens that selfKeys have places for; doubled when they are full; 0: they grow each time
    /// On the CPU, without gradients: the quick way to take a step, and its keys and values in place of selfKeys.
    std::shared_ptr<const T5Steps> steps;
    T5StepMemory memory;

    /// Row r goes on from what row rows[r] was (int64 [new rows]).
    void reorder(const at::Tensor& rows);
    /// Clip b is from now on what clip clips[b] was (int64 [new B]); the rows are the caller's to reorder.
    void keepClips(const at::Tensor& clips);
};

/// T5 1.1 / Flan-T5 (Raffel et al. 2020; Chung et al. 2022): unscaled attention with relative position bias, RMS norms,
/// gated feed-forward, own output head. With LoRA weights ("….q.lora_A.weight", "….q.lora_B.weight") beside a
/// projection their product, times loraScale, is added unmerged. Differentiable; borrows the weights
/// ("language_model.…").
class T5 {
public:
    T5(const Weights& weights, const T5Shape& shape, double loraScale = 0.0)
        : m_scope(weights, "language_model"), m_shape(shape), m_loraScale(loraScale)
    {
    }

    /// ids int64 [B, L] → [B, L, dModel]
    at::Tensor embed(const at::Tensor& ids) const;
    /// embeddings [B, S, dModel]; mask [B, S] (1 = attend) or undefined → [B, S, dModel]
    at::Tensor encode(const at::Tensor& embeddings, const at::Tensor& mask = {}, double dropout = 0.0) const;
    /// Teacher forcing: ids int64 [B, L] beginning with the start id 0 → logits [B, L, vocab]. crossAttention, when
    /// given, receives the mean over layers and heads, [B, L, S].
    at::Tensor decode(const at::Tensor& ids, const at::Tensor& encoded, const at::Tensor& mask = {},
                      double dropout = 0.0, at::Tensor* crossAttention = nullptr) const;

    /// Prepares token-by-token decoding: the cross keys and values of every layer. On the CPU without gradients the
    /// state has `steps`, on other devices `room`.
    T5DecoderState begin(const at::Tensor& encoded, const at::Tensor& mask = {}) const;
    /// Consumes ids [rows, L] and gives the logits after the last one, [rows, vocab].
    at::Tensor step(const at::Tensor& ids, T5DecoderState& state) const;

private:
    T5DecoderState withCross(const at::Tensor& encoded, const at::Tensor& mask) const;
    at::Tensor run(const at::Tensor& ids, T5DecoderState& state, double dropout, std::vector<at::Tensor>* kept) const;
    at::Tensor project(const Scope& attention, const char* name, const at::Tensor& x) const;
    at::Tensor attend(const Scope& attention, const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                      const at::Tensor& bias, double dropout, std::vector<at::Tensor>* kept) const;
    at::Tensor feedForward(const Scope& layer, const at::Tensor& x, double dropout) const;
    at::Tensor rmsNorm(const at::Tensor& weight, const at::Tensor& x) const;
    at::Tensor positionBias(const Scope& stack, std::int64_t first, std::int64_t queries, std::int64_t keys,
                            bool decoder, const at::Tensor& like) const;

    Scope m_scope;
    T5Shape m_shape;
    double m_loraScale;
};

} // namespace descant::inference
