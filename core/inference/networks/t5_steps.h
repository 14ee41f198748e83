// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"
#include "core/inference/networks/linear_weights.h"

#include <vector>

namespace descant::inference {

/// The keys and values of the tokens so far, for every layer. What a token left stays where it is; a row only knows
/// where its own past lies, so that going on from another row copies a few numbers and no keys. A copy is independent.
class T5StepMemory {
public:
    T5StepMemory() = default;
    T5StepMemory(std::int64_t layers, std::int64_t width) : m_width(width), m_keys(layers), m_values(layers) { }

    /// Makes room for one more token in each of `rows`; the first time they begin, later there are as many as before.
    void beginToken(std::int64_t rows);
    /// What the newest token of row 0, 1, … left in a layer: `rows` times the width.
    void store(std::size_t layer, const float* keys, const float* values);
    /// Row r goes on from what row rows[r] was.
    void reorder(const std::vector<std::int64_t>& rows);

    std::int64_t length() const { return m_length; }
    /// The keys (or values) that the token at `position` left for a row in a layer: `width` numbers.
    const float* keys(std::size_t layer, std::size_t row, std::int64_t position) const
    {
        return m_keys[layer].data() + m_pasts[row][static_cast<std::size_t>(position)] * m_width;
    }
    const float* values(std::size_t layer, std::size_t row, std::int64_t position) const
    {
        return m_values[layer].data() + m_pasts[row][static_cast<std::size_t>(position)] * m_width;
    }

private:
    std::int64_t m_width = 0;
    std::int64_t m_length = 0;
    std::int64_t m_slots = 0;                         ///< tokens of all rows
    std::vector<std::vector<float>> m_keys, m_values; ///< per layer: slots × width
    std::vector<std::vector<std::int64_t>> m_pasts;   ///< per row: the slot of each position
};

/// T5's decoder token by token on the CPU: its weights are looked up once, and a step consists of little else than one
/// pass over them. Not differentiable. Borrows the weights; any number of threads may use it, each with its own memory.
class T5Steps {
public:
    /// `decoder`: "….decoder"; `embedding` and `head` are tensors and a scope beside it.
    T5Steps(const Scope& decoder, const at::Tensor& embedding, const Scope& head, const T5Shape& shape,
            double loraScale);

    /// What the encoder's output became in the cross-attention of each layer; rows belong to B clips, as many to each.
    struct Cross {
        std::vector<at::Tensor> keys;   ///< [B, heads, S, dKv]
        std::vector<at::Tensor> values; ///< [B, heads, S, dKv]; quickest where dKv varies slowest in memory
        at::Tensor mask;                ///< [B, S], 1 = attend, or undefined
    };
    /// Consumes one token a row, ids int64 [rows]; gives what the head reads, [rows, dModel].
    at::Tensor step(const at::Tensor& ids, T5StepMemory& memory, const Cross& cross) const;
    /// [rows, dModel] → logits [rows, vocab]
    at::Tensor logits(const at::Tensor& states) const { return m_head.apply(states).to(at::kFloat); }
    T5StepMemory newMemory() const;

private:
    struct Projection {
        LinearWeights base;
        at::Tensor down, up; ///< LoRA, or undefined
    };
    struct Layer {
        at::Tensor selfNorm, crossNorm, lastNorm;
        Projection query, key, value, output, crossQuery, crossOutput;
        LinearWeights gate, inner, outer;
    };

    static Projection projection(const Scope& scope);
    at::Tensor apply(const Projection& projection, const at::Tensor& x) const;
    at::Tensor normed(const at::Tensor& x, const at::Tensor& weight) const;
    at::Tensor attendSelf(std::size_t layer, const at::Tensor& query, const T5StepMemory& memory) const;
    at::Tensor attendCross(const at::Tensor& query, const at::Tensor& keys, const at::Tensor& values,
                           const at::Tensor& mask) const;
    float biasAt(std::int64_t head, std::int64_t distance) const;

    T5Shape m_shape;
    double m_loraScale;
    at::Tensor m_embedding, m_finalNorm;
    at::Tensor m_biases; ///< [heads, distances]; the last holds for all that are farther
    LinearWeights m_head;
    std::vector<Layer> m_layers;
};

} // namespace descant::inference
