// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/vit.h"

#include "core/inference/networks/layers.h"

#include <cmath>

namespace descant::inference {

at::Tensor Vit::embed(const at::Tensor& pixels) const
{
    const Scope scope = m_scope / "embeddings";
    const at::Tensor& kernel = scope("patch_embedding.weight");
    const at::Tensor patches =
        at::conv2d(pixels.to(kernel.scalar_type()), kernel, scope("patch_embedding.bias").to(kernel.scalar_type()),
                   {m_shape.patch, m_shape.patch});
    const at::Tensor tokens = patches.flatten(2).transpose(1, 2);
    const at::Tensor& classToken = scope("class_embedding");
    return at::cat({classToken.expand({pixels.size(0), -1, -1}).to(tokens.scalar_type()), tokens}, 1)
        + scope("position_embedding");
}

at::Tensor Vit::attention(const Scope& scope, const at::Tensor& x) const
{
    const auto parts = linear(scope / "qkv", x).chunk(3, -1);
    const double scale = 1.0 / std::sqrt(static_cast<double>(m_shape.hidden / m_shape.heads));
    const at::Tensor context =
        at::scaled_dot_product_attention(splitHeads(parts[0], m_shape.heads), splitHeads(parts[1], m_shape.heads),
                                         splitHeads(parts[2], m_shape.heads), std::nullopt, 0.0, false, scale);
    return linear(scope / "projection", mergeHeads(context));
}

at::Tensor Vit::blocks(const at::Tensor& pixels) const
{
    at::Tensor x = embed(pixels);
    for (std::int64_t layer = 0; layer < m_shape.layers; ++layer) {
        const Scope scope = m_scope / "encoder.layers" / layer;
        x = x + attention(scope / "self_attn", layerNorm(scope / "layer_norm1", x, m_shape.layerNormEps));
        const at::Tensor inner =
            at::gelu(linear(scope / "mlp.fc1", layerNorm(scope / "layer_norm2", x, m_shape.layerNormEps)));
        x = x + linear(scope / "mlp.fc2", inner);
    }
    return x;
}

at::Tensor Vit::finalNorm(const at::Tensor& blocks) const
{
    return layerNorm(m_scope / "post_layernorm", blocks, m_shape.finalNormEps);
}

} // namespace descant::inference
