// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/beats.h"

#include "core/inference/networks/layers.h"

#include <cmath>
#include <limits>

namespace descant::inference {
namespace {

constexpr double kNormEps = 1e-5;
/// The gate's eight numbers come in two groups of four.
constexpr std::int64_t kGateGroups = 2;

at::Tensor reduceMask(const at::Tensor& mask, std::int64_t length)
{
    const std::int64_t extra = mask.size(1) % length;
    return mask.slice(1, 0, mask.size(1) - extra).reshape({mask.size(0), length, -1}).all(-1);
}

/// The relative bias is multiplied by a number per head and query that depends on the unscaled query.
at::Tensor gateOf(const Scope& scope, const at::Tensor& query)
{
    const at::Tensor numbers = linear(scope / "grep_linear", query);
    const at::Tensor sums = numbers.view({query.size(0), query.size(1), query.size(2), kGateGroups, -1}).sum(-1);
    const auto gates = at::sigmoid(sums).chunk(kGateGroups, -1);
    return gates[0] * (gates[1] * scope("grep_a") - 1.0) + 2.0;
}

} // namespace

at::Tensor tokenPadding(const at::Tensor& sampleMask, std::int64_t frames, std::int64_t tokens)
{
    return reduceMask(reduceMask(sampleMask.to(at::kBool), frames), tokens);
}

at::Tensor Beats::patches(const at::Tensor& fbank) const
{
    const at::Tensor& kernel = m_scope("patch_embedding.weight");
    const at::Tensor grid =
        at::conv2d(fbank.unsqueeze(1).to(kernel.scalar_type()), kernel, {}, {m_shape.patch, m_shape.patch});
    const at::Tensor tokens = grid.flatten(2).transpose(1, 2);
    return linear(m_scope / "post_extract_proj", layerNorm(m_scope / "layer_norm", tokens, kNormEps));
}

at::Tensor Beats::positions(const at::Tensor& x) const
{
    const Scope scope = m_scope / "encoder.pos_conv.0";
    const at::Tensor& direction = scope("weight_v");
    const at::Tensor kernel = scope("weight_g") * direction / at::norm(direction, 2, at::IntArrayRef({0, 1}), true);
    at::Tensor moved = at::conv1d(x.transpose(1, 2).to(kernel.scalar_type()), kernel, scope("bias"), {1},
                                  {m_shape.convPos / 2}, {1}, m_shape.convPosGroups);
    if (m_shape.convPos % 2 == 0)
        moved = moved.slice(2, 0, moved.size(2) - 1);
    return at::gelu(moved).transpose(1, 2);
}

at::Tensor Beats::attention(const Scope& scope, const at::Tensor& x, const at::Tensor& bias,
                            const at::Tensor& padding) const
{
    const at::Tensor query = splitHeads(linear(scope / "q_proj", x), m_shape.heads);
    const at::Tensor key = splitHeads(linear(scope / "k_proj", x), m_shape.heads);
    const at::Tensor value = splitHeads(linear(scope / "v_proj", x), m_shape.heads);
    const double scale = 1.0 / std::sqrt(static_cast<double>(m_shape.hidden / m_shape.heads));
    at::Tensor scores = at::matmul(query * scale, key.transpose(2, 3)) + gateOf(scope, query) * bias;
    if (padding.defined())
        scores = scores.masked_fill(padding.unsqueeze(1).unsqueeze(1), std::numeric_limits<float>::lowest());
    return linear(scope / "out_proj", mergeHeads(at::matmul(softmaxLike(scores, value), value)));
}

at::Tensor Beats::blocks(const at::Tensor& fbank, const at::Tensor& sampleMask) const
{
    at::Tensor x = patches(fbank);
    const std::int64_t tokens = x.size(1);
    at::Tensor padding;
    if (sampleMask.defined()) {
        padding = tokenPadding(sampleMask, fbank.size(1), tokens).to(x.device());
        x = x.masked_fill(padding.unsqueeze(-1), 0.0);
    }
    x = layerNorm(m_scope / "encoder.layer_norm", x + positions(x), kNormEps);

    const at::Tensor& table = m_scope("encoder.layers.0.self_attn.relative_attention_bias.weight");
    const at::Tensor buckets =
        relativeBuckets(0, tokens, tokens, Direction::Both, m_shape.numBuckets, m_shape.maxDistance, x.device());
    const at::Tensor bias = at::embedding(table, buckets).permute({2, 0, 1}).unsqueeze(0);
    const double residual = std::pow(2.0 * static_cast<double>(m_shape.layers), 0.25);
    for (std::int64_t layer = 0; layer < m_shape.layers; ++layer) {
        const Scope scope = m_scope / "encoder.layers" / layer;
        x = layerNorm(scope / "self_attn_layer_norm", x * residual + attention(scope / "self_attn", x, bias, padding),
                      kNormEps);
        const at::Tensor inner = at::gelu(linear(scope / "fc1", x));
        x = layerNorm(scope / "final_layer_norm", x * residual + linear(scope / "fc2", inner), kNormEps);
    }
    return x;
}

at::Tensor Beats::finalNorm(const at::Tensor& blocks) const { return layerNorm(m_norm, blocks, m_shape.audioNormEps); }

} // namespace descant::inference
