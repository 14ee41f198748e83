// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/tensor_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::inference {
namespace {

using Need = TensorSpecification::Need;

/// Collects names; `part` and `need` hold for what is added next.
class Table {
public:
    std::map<std::string, TensorSpecification> tensors;
    ModelPart part = ModelPart::Vit;
    Need need = Need::Required;

    void add(const std::string& name, std::vector<std::int64_t> shape)
    {
        tensors[name] = {std::move(shape), part, need};
    }
    void linear(const std::string& name, std::int64_t out, std::int64_t in)
    {
        add(name + ".weight", {out, in});
        add(name + ".bias", {out});
    }
    void norm(const std::string& name, std::int64_t width)
    {
        add(name + ".weight", {width});
        add(name + ".bias", {width});
    }
};

void addVit(Table& table, const Architecture& a)
{
    const VitShape& vit = a.vit;
    table.part = ModelPart::Vit;
    table.add("vision_model.embeddings.class_embedding", {1, 1, vit.hidden});
    table.add("vision_model.embeddings.position_embedding", {1, a.frameTokens(), vit.hidden});
    table.add("vision_model.embeddings.patch_embedding.weight", {vit.hidden, 3, vit.patch, vit.patch});
    table.add("vision_model.embeddings.patch_embedding.bias", {vit.hidden});
    for (std::int64_t layer = 0; layer < vit.layers; ++layer) {
        const std::string prefix = fmt::format("vision_model.encoder.layers.{}.", layer);
        table.norm(prefix + "layer_norm1", vit.hidden);
        table.linear(prefix + "self_attn.qkv", 3 * vit.hidden, vit.hidden);
        table.linear(prefix + "self_attn.projection", vit.hidden, vit.hidden);
        table.norm(prefix + "layer_norm2", vit.hidden);
        table.linear(prefix + "mlp.fc1", vit.mlp, vit.hidden);
        table.linear(prefix + "mlp.fc2", vit.hidden, vit.mlp);
    }
    table.norm("vision_model.post_layernorm", vit.hidden);
}

void addBeats(Table& table, const BeatsShape& beats)
{
    table.part = ModelPart::Beats;
    const std::string root = "audio_encoder.";
    table.add(root + "patch_embedding.weight", {beats.embed, 1, beats.patch, beats.patch});
    table.norm(root + "layer_norm", beats.embed);
    table.linear(root + "post_extract_proj", beats.hidden, beats.embed);
    table.add(root + "encoder.pos_conv.0.weight_g", {1, 1, beats.convPos});
    table.add(root + "encoder.pos_conv.0.weight_v", {beats.hidden, beats.hidden / beats.convPosGroups, beats.convPos});
    table.add(root + "encoder.pos_conv.0.bias", {beats.hidden});
    table.norm(root + "encoder.layer_norm", beats.hidden);
    table.add(root + "encoder.layers.0.self_attn.relative_attention_bias.weight", {beats.numBuckets, beats.heads});
    for (std::int64_t layer = 0; layer < beats.layers; ++layer) {
        const std::string prefix = fmt::format("{}encoder.layers.{}.", root, layer);
        for (const char* name : {"q_proj", "k_proj", "v_proj", "out_proj"})
            table.linear(prefix + "self_attn." + name, beats.hidden, beats.hidden);
        table.linear(prefix + "self_attn.grep_linear", 8, beats.hidden / beats.heads);
        table.add(prefix + "self_attn.grep_a", {1, beats.heads, 1, 1});
        table.norm(prefix + "self_attn_layer_norm", beats.hidden);
        table.linear(prefix + "fc1", beats.mlp, beats.hidden);
        table.linear(prefix + "fc2", beats.hidden, beats.mlp);
        table.norm(prefix + "final_layer_norm", beats.hidden);
    }
}

/// A sense inside a Q-Former: the suffix of its modules, the width that it reads and the layers in which it reads.
struct SenseModules {
    std::string suffix;
    std::int64_t width;
    std::int64_t firstLayer;
    std::int64_t layerStep;
};

void addBertAttention(Table& table, const std::string& name, std::int64_t hidden, std::int64_t width)
{
    table.linear(name + ".attention.query", hidden, hidden);
    table.linear(name + ".attention.key", hidden, width);
    table.linear(name + ".attention.value", hidden, width);
    table.linear(name + ".output.dense", hidden, hidden);
    table.norm(name + ".output.LayerNorm", hidden);
}

void addQFormer(Table& table, const std::string& root, const QFormerShape& shape,
                const std::vector<SenseModules>& senses)
{
    table.part = ModelPart::QFormer;
    table.norm(root + ".layernorm", shape.hidden);
    for (std::int64_t layer = 0; layer < shape.layers; ++layer) {
        const std::string prefix = fmt::format("{}.encoder.layer.{}.", root, layer);
        addBertAttention(table, prefix + "attention", shape.hidden, shape.hidden);
        for (const SenseModules& sense : senses) {
            if (layer % sense.layerStep == sense.firstLayer)
                addBertAttention(table, prefix + "crossattention" + sense.suffix, shape.hidden, sense.width);
            table.linear(prefix + "intermediate_query" + sense.suffix + ".dense", shape.mlp, shape.hidden);
            table.linear(prefix + "output_query" + sense.suffix + ".dense", shape.hidden, shape.mlp);
            table.norm(prefix + "output_query" + sense.suffix + ".LayerNorm", shape.hidden);
        }
    }
}

void addQFormers(Table& table, const Architecture& a)
{
    const QFormerShape& shape = a.qformer;
    const bool alternating = shape.crossAttentionLayout == CrossAttentionLayout::Alternating;
    const std::int64_t step = alternating ? 2 : shape.crossAttentionFrequency;
    const std::int64_t hearingFirst = alternating ? 1 : 0;
    if (a.variant == Variant::Multimodal) {
        addQFormer(table, "qformer", shape,
                   {{"_vis", a.vit.hidden, 0, step}, {"_aud", a.beats.hidden, hearingFirst, step}});
        table.add("query_tokens", {1, shape.visualQueries + shape.audioQueries, shape.hidden});
    } else {
        if (a.sees()) {
            addQFormer(table, "qformer", shape, {{"", a.vit.hidden, 0, step}});
            table.add("query_tokens", {1, shape.visualQueries, shape.hidden});
        }
        if (a.hears()) {
            addQFormer(table, "qformer_aud", shape, {{"", a.beats.hidden, hearingFirst, step}});
            table.add("query_tokens_aud", {1, shape.audioQueries, shape.hidden});
        }
    }
    table.part = ModelPart::Projection;
    if (a.sees())
        table.linear("language_projection", a.t5.dModel, shape.hidden);
    if (a.hears())
        table.linear("language_projection_aud", a.t5.dModel, shape.hidden);
}

void addT5Attention(Table& table, const std::string& name, const Architecture& a)
{
    const std::int64_t inner = a.t5.heads * a.t5.dKv;
    for (const std::string part : {"q", "k", "v", "o"}) {
        const std::int64_t out = part == "o" ? a.t5.dModel : inner;
        const std::int64_t in = part == "o" ? inner : a.t5.dModel;
        table.part = ModelPart::T5;
        table.add(name + "." + part + ".weight", {out, in});
        if (!a.lora || std::find(a.lora->targets.begin(), a.lora->targets.end(), part) == a.lora->targets.end())
            continue;
        table.part = ModelPart::Lora;
        table.add(name + "." + part + ".lora_A.weight", {a.lora->rank, in});
        table.add(name + "." + part + ".lora_B.weight", {out, a.lora->rank});
    }
    table.part = ModelPart::T5;
}

void addT5Stack(Table& table, const std::string& stack, std::int64_t blocks, std::int64_t lastLayer,
                const Architecture& a)
{
    const T5Shape& t5 = a.t5;
    const std::string root = "language_model." + stack;
    table.add(root + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight", {t5.relativeBuckets, t5.heads});
    for (std::int64_t block = 0; block < blocks; ++block) {
        const std::string prefix = fmt::format("{}.block.{}.layer.", root, block);
        addT5Attention(table, prefix + "0.SelfAttention", a);
        if (lastLayer == 2)
            addT5Attention(table, prefix + "1.EncDecAttention", a);
        for (std::int64_t layer = 0; layer <= lastLayer; ++layer)
            table.add(fmt::format("{}{}.layer_norm.weight", prefix, layer), {t5.dModel});
        const std::string dense = fmt::format("{}{}.DenseReluDense.", prefix, lastLayer);
        table.add(dense + "wi_0.weight", {t5.dFf, t5.dModel});
        table.add(dense + "wi_1.weight", {t5.dFf, t5.dModel});
        table.add(dense + "wo.weight", {t5.dModel, t5.dFf});
    }
    table.add(root + ".final_layer_norm.weight", {t5.dModel});
}

} // namespace

std::string modelPartName(ModelPart part)
{
    switch (part) {
    case ModelPart::Vit:
        return "vit";
    case ModelPart::Beats:
        return "beats";
    case ModelPart::QFormer:
        return "qformer";
    case ModelPart::Projection:
        return "projection";
    case ModelPart::T5:
        return "t5";
    case ModelPart::Lora:
        return "lora";
    }
    return {};
}

std::map<std::string, TensorSpecification> expectedTensors(const Architecture& a)
{
    Table table;
    if (a.sees())
        addVit(table, a);
    table.need = a.hears() ? Need::Required : Need::Optional;
    addBeats(table, a.beats);
    table.norm("ln_audio", a.beats.hidden);
    table.need = Need::Required;
    addQFormers(table, a);
    table.part = ModelPart::T5;
    table.add("language_model.shared.weight", {a.t5.vocab, a.t5.dModel});
    addT5Stack(table, "encoder", a.t5.encoderLayers, 1, a);
    addT5Stack(table, "decoder", a.t5.decoderLayers, 2, a);
    table.add("language_model.lm_head.weight", {a.t5.vocab, a.t5.dModel});
    return std::move(table.tensors);
}

std::string keptName(const std::string& stored)
{
    if (stored == "language_model.encoder.embed_tokens.weight"
        || stored == "language_model.decoder.embed_tokens.weight")
        return "language_model.shared.weight";
    const std::string_view layers = "audio_encoder.encoder.layers.", bias = ".self_attn.relative_attention_bias.weight";
    if (stored.starts_with(layers) && stored.ends_with(bias))
        return fmt::format("{}0{}", layers, bias);
    return stored;
}

bool isIgnorableTensor(const std::string& name)
{
    if (name.starts_with("qformer") && name.ends_with("embeddings.position_ids"))
        return true;
    return keptName(name) != name
        || name == "language_model.decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight";
}

} // namespace descant::inference
