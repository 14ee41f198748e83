// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/t5_steps.h"

#include "core/inference/networks/layers.h"
#include "core/inference/networks/row_products.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

namespace descant::inference {
namespace {

/// Rows × heads × numbers that a thread takes at least in an attention.
constexpr std::int64_t kAttentionGrain = 64 << 10;

void softmax(float* scores, std::int64_t count)
{
    const float highest = *std::max_element(scores, scores + count);
    float sum = 0.0F;
    for (std::int64_t index = 0; index < count; ++index) {
        scores[index] = std::exp(scores[index] - highest);
        sum += scores[index];
    }
    for (std::int64_t index = 0; index < count; ++index)
        scores[index] /= sum;
}

at::Tensor plain(const at::Tensor& tensor) { return tensor.to(at::kFloat).contiguous(); }

/// [.., S, d] in memory as [.., d, S], which is how the weighted sum of values reads them.
at::Tensor slowestLast(const at::Tensor& values)
{
    return values.transpose(2, 3).is_contiguous() ? values : values.transpose(2, 3).contiguous().transpose(2, 3);
}

} // namespace

void T5StepMemory::beginToken(std::int64_t rows)
{
    if (m_length == 0)
        m_pasts.assign(static_cast<std::size_t>(rows), {});
    for (std::int64_t row = 0; row < rows; ++row)
        m_pasts[static_cast<std::size_t>(row)].push_back(m_slots + row);
    m_slots += rows;
    ++m_length;
}

void T5StepMemory::store(std::size_t layer, const float* keys, const float* values)
{
    const auto count = static_cast<std::int64_t>(m_pasts.size()) * m_width;
    m_keys[layer].insert(m_keys[layer].end(), keys, keys + count);
    m_values[layer].insert(m_values[layer].end(), values, values + count);
}

void T5StepMemory::reorder(const std::vector<std::int64_t>& rows)
{
    std::vector<std::vector<std::int64_t>> pasts;
    for (const std::int64_t row : rows)
        pasts.push_back(m_pasts[static_cast<std::size_t>(row)]);
    m_pasts = std::move(pasts);
}

T5Steps::T5Steps(const Scope& decoder, const at::Tensor& embedding, const Scope& head, const T5Shape& shape,
                 double loraScale)
    : m_shape(shape),
      m_loraScale(loraScale),
      m_embedding(embedding),
      m_finalNorm(plain(decoder("final_layer_norm.weight"))),
      m_head(linearWeights(head))
{
    const at::Tensor& table = decoder("block.0.layer.0.SelfAttention.relative_attention_bias.weight");
    std::vector<std::int64_t> buckets;
    for (std::int64_t distance = 0; distance <= shape.relativeMaxDistance; ++distance)
        buckets.push_back(relativeBucket(-distance, Direction::Past, shape.relativeBuckets, shape.relativeMaxDistance));
    m_biases = plain(at::embedding(table, at::tensor(buckets, at::kLong)).t());
    for (std::int64_t block = 0; block < shape.decoderLayers; ++block) {
        const Scope scope = decoder / "block" / block;
        const Scope self = scope / "layer.0.SelfAttention";
        const Scope cross = scope / "layer.1.EncDecAttention";
        const Scope dense = scope / "layer.2.DenseReluDense";
        m_layers.push_back({plain(scope("layer.0.layer_norm.weight")), plain(scope("layer.1.layer_norm.weight")),
                            plain(scope("layer.2.layer_norm.weight")), projection(self / "q"), projection(self / "k"),
                            projection(self / "v"), projection(self / "o"), projection(cross / "q"),
                            projection(cross / "o"), linearWeights(dense / "wi_0"), linearWeights(dense / "wi_1"),
                            linearWeights(dense / "wo")});
    }
}

T5StepMemory T5Steps::newMemory() const { return {m_shape.decoderLayers, m_shape.heads * m_shape.dKv}; }

T5Steps::Projection T5Steps::projection(const Scope& scope)
{
    const at::Tensor* down = scope.find("lora_A.weight");
    return {linearWeights(scope), down ? *down : at::Tensor(), down ? scope("lora_B.weight") : at::Tensor()};
}

at::Tensor T5Steps::apply(const Projection& projection, const at::Tensor& x) const
{
    const at::Tensor base = projection.base.apply(x).to(at::kFloat);
    if (!projection.down.defined())
        return base;
    const at::Tensor low = at::linear(at::linear(x.to(projection.down.scalar_type()), projection.down), projection.up);
    return base + low.to(at::kFloat) * m_loraScale;
}

at::Tensor T5Steps::normed(const at::Tensor& x, const at::Tensor& weight) const
{
    at::Tensor result = at::empty_like(x);
    const std::int64_t width = x.size(1);
    const float* scale = weight.const_data_ptr<float>();
    for (std::int64_t row = 0; row < x.size(0); ++row) {
        const float* source = x.const_data_ptr<float>() + row * width;
        float* target = result.data_ptr<float>() + row * width;
        const float squares = dotProduct(source, source, width);
        const float factor =
            1.0F / std::sqrt(squares / static_cast<float>(width) + static_cast<float>(m_shape.layerNormEps));
        for (std::int64_t index = 0; index < width; ++index)
            target[index] = scale[index] * (source[index] * factor);
    }
    return result;
}

float T5Steps::biasAt(std::int64_t head, std::int64_t distance) const
{
    const std::int64_t known = m_biases.size(1);
    return m_biases.const_data_ptr<float>()[head * known + std::min(distance, known - 1)];
}

at::Tensor T5Steps::attendSelf(std::size_t layer, const at::Tensor& query, const T5StepMemory& memory) const
{
    const std::int64_t width = m_shape.dKv;
    const std::int64_t length = memory.length();
    at::Tensor result = at::zeros_like(query);
    const float* queries = query.const_data_ptr<float>();
    float* results = result.data_ptr<float>();
    const std::int64_t grain = std::max<std::int64_t>(1, kAttentionGrain / (length * width));
    at::parallel_for(0, query.size(0) * m_shape.heads, grain, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> scores(static_cast<std::size_t>(length));
        for (std::int64_t place = begin; place < end; ++place) {
            const auto row = static_cast<std::size_t>(place / m_shape.heads);
            const std::int64_t head = place % m_shape.heads;
            for (std::int64_t position = 0; position < length; ++position)
                scores[static_cast<std::size_t>(position)] =
                    dotProduct(queries + place * width, memory.keys(layer, row, position) + head * width, width)
                    + biasAt(head, length - 1 - position);
            softmax(scores.data(), length);
            for (std::int64_t position = 0; position < length; ++position)
                addScaled(results + place * width, memory.values(layer, row, position) + head * width,
                          scores[static_cast<std::size_t>(position)], width);
        }
    });
    return result;
}

at::Tensor T5Steps::attendCross(const at::Tensor& query, const at::Tensor& keys, const at::Tensor& values,
                                const at::Tensor& mask) const
{
    const std::int64_t width = m_shape.dKv;
    const std::int64_t heads = m_shape.heads;
    const std::int64_t clips = keys.size(0);
    const std::int64_t rows = query.size(0) / clips;
    const std::int64_t length = keys.size(2);
    // One head of one clip at a time: all its rows read the same keys and values.
    const at::Tensor byHead = query.view({clips, rows, heads, width}).transpose(1, 2).contiguous();
    at::Tensor read = at::empty_like(byHead);
    const float* allQueries = byHead.const_data_ptr<float>();
    const float* allKeys = keys.const_data_ptr<float>();
    const float* allValues = values.const_data_ptr<float>();
    float* allRead = read.data_ptr<float>();
    const float* closed = mask.defined() ? mask.const_data_ptr<float>() : nullptr;
    const std::int64_t grain = std::max<std::int64_t>(1, kAttentionGrain / (rows * length * width));
    at::parallel_for(0, clips * heads, grain, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> scores(static_cast<std::size_t>(rows * length));
        for (std::int64_t place = begin; place < end; ++place) {
            multiplyRowsHere(allQueries + place * rows * width, allKeys + place * length * width,
                             {rows, width, length, nullptr, scores.data()});
            for (std::int64_t row = 0; row < rows; ++row) {
                float* const own = scores.data() + row * length;
                if (closed)
                    addScaled(own, closed + place / heads * length, 1.0F, length);
                softmax(own, length);
            }
            multiplyRowsHere(scores.data(), allValues + place * width * length,
                             {rows, length, width, nullptr, allRead + place * rows * width});
        }
    });
    return read.transpose(1, 2).reshape({query.size(0), heads * width});
}

at::Tensor T5Steps::step(const at::Tensor& ids, T5StepMemory& memory, const Cross& cross) const
{
    at::Tensor x = plain(at::embedding(m_embedding, ids));
    const at::Tensor closed = cross.mask.defined() ? plain(additiveMask(cross.mask, x)) : at::Tensor();
    const char* const activation = m_shape.activation == Activation::Gelu ? "none" : "tanh";
    memory.beginToken(x.size(0));
    for (std::size_t index = 0; index < m_layers.size(); ++index) {
        const Layer& layer = m_layers[index];
        at::Tensor input = normed(x, layer.selfNorm);
        const at::Tensor keys = apply(layer.key, input);
        const at::Tensor values = apply(layer.value, input);
        memory.store(index, keys.const_data_ptr<float>(), values.const_data_ptr<float>());
        x.add_(apply(layer.output, attendSelf(index, apply(layer.query, input), memory)));

        input = normed(x, layer.crossNorm);
        x.add_(apply(
            layer.crossOutput,
            attendCross(apply(layer.crossQuery, input), cross.keys[index], slowestLast(cross.values[index]), closed)));

        input = normed(x, layer.lastNorm);
        at::Tensor inner = at::gelu(layer.gate.apply(input), activation);
        inner.mul_(layer.inner.apply(input));
        x.add_(layer.outer.apply(inner));
    }
    return normed(x, m_finalNorm);
}

} // namespace descant::inference
