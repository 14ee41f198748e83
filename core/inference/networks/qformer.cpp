// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/qformer.h"

#include "core/inference/networks/layers.h"

#include <cmath>
#include <stdexcept>

namespace descant::inference {
namespace {

enum class Sense { Sight, Hearing };

/// The queries of one sense: rows of the joint sequence, and what they read.
struct Branch {
    Sense sense = Sense::Sight;
    std::string suffix; ///< of the module names: "", "_vis" or "_aud"
    at::Tensor queries; ///< [1, rows, hidden]
    at::Tensor keys;    ///< [B, N, width]
    at::Tensor mask;    ///< [B, N] or undefined
    std::vector<at::Tensor> attention = {};
    std::int64_t rows() const { return queries.size(1); }
};

/// One pass through a stack of layers; holds what every layer needs.
struct Stack {
    Scope scope;
    const QFormerShape& shape;
    double dropoutRate;
    KeepAttention keep;
    at::Tensor selfMask = {}; ///< [Q, Q] or undefined

    at::Tensor attend(const Scope& module, const at::Tensor& x, const at::Tensor& keys, const at::Tensor& mask,
                      std::vector<at::Tensor>* kept) const
    {
        const Scope inner = module / "attention";
        const at::Tensor query = splitHeads(linear(inner / "query", x), shape.heads);
        const at::Tensor key = splitHeads(linear(inner / "key", keys), shape.heads);
        const at::Tensor value = splitHeads(linear(inner / "value", keys), shape.heads);
        at::Tensor scores =
            at::matmul(query, key.transpose(2, 3)) / std::sqrt(static_cast<double>(shape.hidden / shape.heads));
        if (mask.defined())
            scores = scores + (mask.dim() == 4 ? mask : additiveMask(mask, scores));
        const at::Tensor weights = softmaxLike(scores, value);
        if (kept)
            kept->push_back(weights.mean(1));
        return addAndNorm(module / "output", mergeHeads(at::matmul(dropout(weights, dropoutRate), value)), x);
    }

    at::Tensor addAndNorm(const Scope& output, const at::Tensor& inner, const at::Tensor& x) const
    {
        return layerNorm(output / "LayerNorm", dropout(linear(output / "dense", inner), dropoutRate) + x,
                         shape.layerNormEps);
    }

    bool crosses(std::int64_t layer, Sense sense) const
    {
        if (shape.crossAttentionLayout == CrossAttentionLayout::Alternating)
            return (layer % 2 == 0) == (sense == Sense::Sight);
        return layer % shape.crossAttentionFrequency == 0;
    }

    at::Tensor branchLayer(std::int64_t layer, Branch& branch, at::Tensor x) const
    {
        const Scope module = scope / "encoder.layer" / layer;
        if (crosses(layer, branch.sense))
            x = attend(module / ("crossattention" + branch.suffix), x, branch.keys, branch.mask,
                       keep == KeepAttention::Yes ? &branch.attention : nullptr);
        const at::Tensor inner = at::gelu(linear(module / ("intermediate_query" + branch.suffix) / "dense", x));
        return addAndNorm(module / ("output_query" + branch.suffix), inner, x);
    }

    /// The branches side by side: self-attention over all rows, the rest for each sense on its own.
    at::Tensor run(std::vector<Branch>& branches) const
    {
        std::vector<at::Tensor> rows;
        for (const Branch& branch : branches)
            rows.push_back(branch.queries.expand({branch.keys.size(0), -1, -1}));
        at::Tensor x = dropout(layerNorm(scope / "layernorm", at::cat(rows, 1), shape.layerNormEps), dropoutRate);
        at::Tensor self; // as numbers to add, [1, 1, Q, Q]
        if (selfMask.defined())
            self = additiveMask(selfMask.reshape({1, -1}), x).view({1, 1, x.size(1), x.size(1)});
        for (std::int64_t layer = 0; layer < shape.layers; ++layer) {
            x = attend(scope / "encoder.layer" / layer / "attention", x, x, self, nullptr);
            std::int64_t row = 0;
            for (std::size_t index = 0; index < branches.size(); ++index) {
                rows[index] = branchLayer(layer, branches[index], x.slice(1, row, row + branches[index].rows()));
                row += branches[index].rows();
            }
            x = at::cat(rows, 1);
        }
        return x;
    }
};

at::Tensor meanAttention(const Branch& branch)
{
    return branch.attention.empty() ? at::Tensor() : at::stack(branch.attention).mean(0);
}

} // namespace

QFormerOutputs QFormer::run(const QFormerInputs& inputs, double dropoutRate, KeepAttention keep) const
{
    const bool sees = inputs.visual.defined() && m_architecture.sees();
    const bool hears = inputs.audio.defined() && m_architecture.hears();
    if (!sees && !hears)
        throw std::invalid_argument("the Q-Former was given neither pictures nor sound");
    const bool joint = m_architecture.variant == Variant::Multimodal;
    const QFormerShape& shape = m_architecture.qformer;

    std::vector<Branch> senses;
    if (sees)
        senses.push_back({Sense::Sight,
                          joint ? "_vis" : "",
                          m_weights->get("query_tokens").slice(1, 0, shape.visualQueries),
                          inputs.visual,
                          {}});
    if (hears) {
        const at::Tensor queries =
            joint ? m_weights->get("query_tokens").slice(1, shape.visualQueries) : m_weights->get("query_tokens_aud");
        senses.push_back({Sense::Hearing, joint ? "_aud" : "", queries, inputs.audio, inputs.audioKeyMask});
    }

    std::vector<at::Tensor> states;
    if (joint) {
        const at::Tensor all =
            Stack{Scope(*m_weights, "qformer"), shape, dropoutRate, keep, inputs.selfMask}.run(senses);
        std::int64_t row = 0;
        for (const Branch& branch : senses) {
            states.push_back(all.slice(1, row, row + branch.rows()));
            row += branch.rows();
        }
    } else {
        for (Branch& branch : senses) {
            std::vector<Branch> alone = {branch};
            const char* name = branch.sense == Sense::Sight ? "qformer" : "qformer_aud";
            states.push_back(Stack{Scope(*m_weights, name), shape, dropoutRate, keep}.run(alone));
            branch.attention = alone.front().attention;
        }
    }

    QFormerOutputs outputs;
    outputs.queries = at::cat(states, 1);
    std::vector<at::Tensor> prefix;
    for (std::size_t index = 0; index < senses.size(); ++index) {
        const bool sight = senses[index].sense == Sense::Sight;
        const at::Tensor projected =
            linear(Scope(*m_weights, sight ? "language_projection" : "language_projection_aud"), states[index]);
        prefix.insert(sight ? prefix.end() : prefix.begin(), projected);
        (sight ? outputs.visualAttention : outputs.audioAttention) = meanAttention(senses[index]);
    }
    outputs.prefix = at::cat(prefix, 1);
    return outputs;
}

} // namespace descant::inference
