// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/t5.h"

#include "core/inference/networks/layers.h"

#include <ATen/core/grad_mode.h>

namespace descant::inference {
namespace {

/// Enough for most captions: 64 tokens.
constexpr std::int64_t kFirstRoom = 64;

/// Rows of what is remembered change places: in the same memory where the shapes are to stay.
void takeRows(at::Tensor& remembered, const at::Tensor& rows, bool inPlace)
{
    const at::Tensor taken = remembered.index_select(0, rows);
    if (inPlace && taken.size(0) == remembered.size(0))
        remembered.copy_(taken);
    else
        remembered = taken;
}

/// Adds the newest keys (or values) [rows, heads, L, dKv] of a layer.
void remember(at::Tensor& remembered, const at::Tensor& added, const T5DecoderState& state)
{
    if (state.room == 0) {
        remembered = remembered.defined() ? at::cat({remembered, added}, 2) : added;
        return;
    }
    if (!remembered.defined() || remembered.size(2) < state.room) {
        const at::Tensor wider = at::zeros({added.size(0), added.size(1), state.room, added.size(3)}, added.options());
        if (remembered.defined())
            wider.slice(2, 0, remembered.size(2)).copy_(remembered);
        remembered = wider;
    }
    remembered.slice(2, state.length, state.length + added.size(2)).copy_(added);
}

} // namespace

void T5DecoderState::reorder(const at::Tensor& rows)
{
    if (steps) {
        const at::Tensor list = rows.to(at::kCPU).contiguous();
        const auto* first = list.const_data_ptr<std::int64_t>();
        memory.reorder({first, first + list.numel()});
        return;
    }
    for (std::size_t layer = 0; layer < selfKeys.size(); ++layer) {
        takeRows(selfKeys[layer], rows, room > 0);
        takeRows(selfValues[layer], rows, room > 0);
    }
}

void T5DecoderState::keepClips(const at::Tensor& clips)
{
    for (std::size_t layer = 0; layer < crossKeys.size(); ++layer) {
        crossKeys[layer] = crossKeys[layer].index_select(0, clips);
        crossValues[layer] = crossValues[layer].index_select(0, clips);
    }
    if (encoderMask.defined())
        encoderMask = encoderMask.index_select(0, clips);
}

at::Tensor T5::embed(const at::Tensor& ids) const { return at::embedding(m_scope("shared.weight"), ids); }

at::Tensor T5::rmsNorm(const at::Tensor& weight, const at::Tensor& x) const
{
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor scaled = wide * at::rsqrt(wide.pow(2).mean(-1, true) + m_shape.layerNormEps);
    return weight * scaled.to(weight.scalar_type());
}

at::Tensor T5::project(const Scope& attention, const char* name, const at::Tensor& x) const
{
    const Scope projection = attention / name;
    const at::Tensor base = linear(projection, x);
    const at::Tensor* down = projection.find("lora_A.weight");
    if (!down)
        return base;
    // The low-rank product is formed in 32 bits and rounded once together with the base, as the authors' run does.
    const at::Tensor low = at::linear(at::linear(x.to(down->scalar_type()), *down), projection("lora_B.weight"));
    return (base + low * m_loraScale).to(base.scalar_type());
}

at::Tensor T5::attend(const Scope& attention, const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                      const at::Tensor& bias, double dropoutRate, std::vector<at::Tensor>* kept) const
{
    at::Tensor scores = at::matmul(query, key.transpose(2, 3));
    if (bias.defined())
        scores = scores + bias;
    const at::Tensor weights = softmaxLike(scores, value);
    if (kept)
        kept->push_back(weights.mean(1));
    return project(attention, "o", mergeHeads(at::matmul(dropout(weights, dropoutRate), value)));
}

at::Tensor T5::feedForward(const Scope& layer, const at::Tensor& x, double dropoutRate) const
{
    const Scope scope = layer / "DenseReluDense";
    const at::Tensor gate =
        at::gelu(linear(scope / "wi_0", x), m_shape.activation == Activation::Gelu ? "none" : "tanh");
    return linear(scope / "wo", dropout(gate * linear(scope / "wi_1", x), dropoutRate));
}

at::Tensor T5::positionBias(const Scope& stack, std::int64_t first, std::int64_t queries, std::int64_t keys,
                            bool decoder, const at::Tensor& like) const
{
    const at::Tensor& table = stack("block.0.layer.0.SelfAttention.relative_attention_bias.weight");
    const at::Tensor buckets = relativeBuckets(first, queries, keys, decoder ? Direction::Past : Direction::Both,
                                               m_shape.relativeBuckets, m_shape.relativeMaxDistance, table.device());
    const at::Tensor bias = at::embedding(table, buckets).permute({2, 0, 1}).unsqueeze(0);
    if (!decoder || keys == first + 1)
        return bias;
    const at::Tensor future = at::ones({queries, keys}, at::TensorOptions(like.device())).triu(first + 1);
    return bias + additiveMask(at::rsub(future, 1.0).view({1, queries * keys}), bias).view({1, 1, queries, keys});
}

at::Tensor T5::encode(const at::Tensor& embeddings, const at::Tensor& mask, double dropoutRate) const
{
    const Scope stack = m_scope / "encoder";
    const std::int64_t length = embeddings.size(1);
    at::Tensor x = dropout(embeddings, dropoutRate);
    at::Tensor bias = positionBias(stack, 0, length, length, false, x);
    if (mask.defined())
        bias = bias + additiveMask(mask, bias);
    for (std::int64_t block = 0; block < m_shape.encoderLayers; ++block) {
        const Scope self = stack / "block" / block / "layer.0";
        const Scope attention = self / "SelfAttention";
        const at::Tensor normed = rmsNorm(self("layer_norm.weight"), x);
        const at::Tensor attended =
            attend(attention, splitHeads(project(attention, "q", normed), m_shape.heads),
                   splitHeads(project(attention, "k", normed), m_shape.heads),
                   splitHeads(project(attention, "v", normed), m_shape.heads), bias, dropoutRate, nullptr);
        x = x + dropout(attended, dropoutRate);
        const Scope last = stack / "block" / block / "layer.1";
        x = x + dropout(feedForward(last, rmsNorm(last("layer_norm.weight"), x), dropoutRate), dropoutRate);
    }
    return dropout(rmsNorm(stack("final_layer_norm.weight"), x), dropoutRate);
}

T5DecoderState T5::withCross(const at::Tensor& encoded, const at::Tensor& mask) const
{
    T5DecoderState state;
    state.encoderMask = mask;
    for (std::int64_t block = 0; block < m_shape.decoderLayers; ++block) {
        const Scope attention = m_scope / "decoder.block" / block / "layer.1.EncDecAttention";
        state.crossKeys.push_back(splitHeads(project(attention, "k", encoded), m_shape.heads));
        state.crossValues.push_back(splitHeads(project(attention, "v", encoded), m_shape.heads));
    }
    return state;
}

T5DecoderState T5::begin(const at::Tensor& encoded, const at::Tensor& mask) const
{
    T5DecoderState state = withCross(encoded, mask);
    if (!encoded.is_cpu() && !at::GradMode::is_enabled())
        state.room = kFirstRoom;
    if (encoded.is_cpu() && !at::GradMode::is_enabled()) {
        state.steps = std::make_shared<const T5Steps>(m_scope / "decoder", m_scope("shared.weight"),
                                                      m_scope / "lm_head", m_shape, m_loraScale);
        state.memory = state.steps->newMemory();
        for (at::Tensor& keys : state.crossKeys)
            keys = keys.to(at::kFloat).contiguous();
        for (at::Tensor& values : state.crossValues)
            values = values.to(at::kFloat).transpose(2, 3).contiguous().transpose(2, 3);
    }
    return state;
}

at::Tensor T5::run(const at::Tensor& ids, T5DecoderState& state, double dropoutRate,
                   std::vector<at::Tensor>* kept) const
{
    const Scope stack = m_scope / "decoder";
    const std::int64_t length = ids.size(1);
    state.selfKeys.resize(static_cast<std::size_t>(m_shape.decoderLayers));
    state.selfValues.resize(static_cast<std::size_t>(m_shape.decoderLayers));
    at::Tensor x = dropout(embed(ids), dropoutRate);
    while (state.room > 0 && state.room < state.length + length)
        state.room *= 2;
    const std::int64_t places = state.room > 0 ? state.room : state.length + length;
    const at::Tensor bias = positionBias(stack, state.length, length, places, true, x);
    at::Tensor crossBias;
    if (state.encoderMask.defined())
        crossBias = additiveMask(state.encoderMask, bias);

    for (std::int64_t block = 0; block < m_shape.decoderLayers; ++block) {
        const auto index = static_cast<std::size_t>(block);
        const Scope scope = stack / "block" / block;
        const Scope self = scope / "layer.0.SelfAttention";
        at::Tensor normed = rmsNorm(scope("layer.0.layer_norm.weight"), x);
        remember(state.selfKeys[index], splitHeads(project(self, "k", normed), m_shape.heads), state);
        remember(state.selfValues[index], splitHeads(project(self, "v", normed), m_shape.heads), state);
        const at::Tensor attended = attend(self, splitHeads(project(self, "q", normed), m_shape.heads),
                                           state.selfKeys[index], state.selfValues[index], bias, dropoutRate, nullptr);
        x = x + dropout(attended, dropoutRate);

        const Scope cross = scope / "layer.1.EncDecAttention";
        normed = rmsNorm(scope("layer.1.layer_norm.weight"), x);
        at::Tensor query = project(cross, "q", normed);
        // Many hypotheses of a clip: its rows become a longer sequence, so that its keys and values are not copied.
        const std::int64_t clips = state.crossKeys[index].size(0);
        const bool fold = query.size(0) > clips;
        if (fold)
            query = query.reshape({clips, query.size(0) / clips * length, query.size(2)});
        at::Tensor read = attend(cross, splitHeads(query, m_shape.heads), state.crossKeys[index],
                                 state.crossValues[index], crossBias, dropoutRate, kept);
        if (fold)
            read = read.view({x.size(0), length, -1});
        x = x + dropout(read, dropoutRate);
        const Scope last = scope / "layer.2";
        x = x + dropout(feedForward(last, rmsNorm(last("layer_norm.weight"), x), dropoutRate), dropoutRate);
    }
    state.length += length;
    return dropout(rmsNorm(stack("final_layer_norm.weight"), x), dropoutRate);
}

at::Tensor T5::decode(const at::Tensor& ids, const at::Tensor& encoded, const at::Tensor& mask, double dropoutRate,
                      at::Tensor* crossAttention) const
{
    T5DecoderState state = withCross(encoded, mask);
    std::vector<at::Tensor> kept;
    const at::Tensor x = run(ids, state, dropoutRate, crossAttention ? &kept : nullptr);
    if (crossAttention)
        *crossAttention = at::stack(kept).mean(0);
    return linear(m_scope / "lm_head", x);
}

at::Tensor T5::step(const at::Tensor& ids, T5DecoderState& state) const
{
    if (state.steps) {
        const T5Steps::Cross cross{state.crossKeys, state.crossValues, state.encoderMask};
        at::Tensor last;
        for (std::int64_t place = 0; place < ids.size(1); ++place)
            last = state.steps->step(ids.select(1, place), state.memory, cross);
        state.length += ids.size(1);
        return state.steps->logits(last);
    }
    const at::Tensor x = run(ids, state, 0.0, nullptr);
    return linear(m_scope / "lm_head", x.select(1, x.size(1) - 1));
}

} // namespace descant::inference
