// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/inference/checkpoints/made_source.h"

#include <fmt/format.h>

namespace descant::test {
namespace {

using namespace inference;

/// Collects names in the order in which the files hold them.
struct Names {
    SourceTensors tensors;

    void add(const std::string& name, std::vector<std::int64_t> shape, ElementType type = ElementType::F32)
    {
        tensors.push_back({name, type, std::move(shape)});
    }
    void linear(const std::string& name, std::int64_t out, std::int64_t in, ElementType type = ElementType::F32)
    {
        add(name + ".weight", {out, in}, type);
        add(name + ".bias", {out}, type);
    }
    void norm(const std::string& name, std::int64_t width)
    {
        add(name + ".weight", {width});
        add(name + ".bias", {width});
    }
};

void addBeats(Names& names, const BeatsShape& beats, const std::string& prefix)
{
    names.add(prefix + "patch_embedding.weight", {beats.embed, 1, beats.patch, beats.patch});
    names.norm(prefix + "layer_norm", beats.embed);
    if (beats.embed != beats.hidden)
        names.linear(prefix + "post_extract_proj", beats.hidden, beats.embed);
    names.add(prefix + "encoder.pos_conv.0.bias", {beats.hidden});
    names.add(prefix + "encoder.pos_conv.0.weight_g", {1, 1, beats.convPos});
    names.add(prefix + "encoder.pos_conv.0.weight_v",
              {beats.hidden, beats.hidden / beats.convPosGroups, beats.convPos});
    for (int layer = 0; layer < beats.layers; ++layer) {
        const std::string root = fmt::format("{}encoder.layers.{}.", prefix, layer);
        names.add(root + "self_attn.relative_attention_bias.weight", {beats.numBuckets, beats.heads});
        for (const char* part : {"k_proj", "v_proj", "q_proj", "out_proj"})
            names.linear(root + "self_attn." + part, beats.hidden, beats.hidden);
        names.linear(root + "self_attn.grep_linear", 8, beats.hidden / beats.heads);
        names.add(root + "self_attn.grep_a", {1, beats.heads, 1, 1});
        names.norm(root + "self_attn_layer_norm", beats.hidden);
        names.linear(root + "fc1", beats.mlp, beats.hidden);
        names.linear(root + "fc2", beats.hidden, beats.mlp);
        names.norm(root + "final_layer_norm", beats.hidden);
    }
    names.norm(prefix + "encoder.layer_norm", beats.hidden);
}

void addEvaVit(Names& names, const Architecture& a)
{
    const std::string root = "visual_encoder.";
    const std::int64_t width = a.vit.hidden;
    const ElementType half = ElementType::F16;
    names.add(root + "cls_token", {1, 1, width});
    names.add(root + "pos_embed", {1, a.frameTokens(), width});
    names.add(root + "patch_embed.proj.weight", {width, 3, a.vit.patch, a.vit.patch}, half);
    names.add(root + "patch_embed.proj.bias", {width}, half);
    for (int block = 0; block < a.vit.layers; ++block) {
        const std::string at = fmt::format("{}blocks.{}.", root, block);
        names.norm(at + "norm1", width);
        names.add(at + "attn.q_bias", {width});
        names.add(at + "attn.v_bias", {width});
        names.add(at + "attn.qkv.weight", {3 * width, width}, half);
        names.linear(at + "attn.proj", width, width, half);
        names.norm(at + "norm2", width);
        names.linear(at + "mlp.fc1", a.vit.mlp, width, half);
        names.linear(at + "mlp.fc2", width, a.vit.mlp, half);
    }
    names.norm("ln_vision", width);
}

void addHubVit(Names& names, const Architecture& a)
{
    const std::string root = "vision_model.";
    const std::int64_t width = a.vit.hidden;
    names.add(root + "embeddings.class_embedding", {1, 1, width});
    names.add(root + "embeddings.position_embedding", {1, a.frameTokens(), width});
    names.add(root + "embeddings.patch_embedding.weight", {width, 3, a.vit.patch, a.vit.patch});
    names.add(root + "embeddings.patch_embedding.bias", {width});
    for (int layer = 0; layer < a.vit.layers; ++layer) {
        const std::string at = fmt::format("{}encoder.layers.{}.", root, layer);
        names.norm(at + "layer_norm1", width);
        names.linear(at + "self_attn.qkv", 3 * width, width);
        names.linear(at + "self_attn.projection", width, width);
        names.norm(at + "layer_norm2", width);
        names.linear(at + "mlp.fc1", a.vit.mlp, width);
        names.linear(at + "mlp.fc2", width, a.vit.mlp);
    }
    names.norm(root + "post_layernorm", width);
}

/// One modality of a Q-Former: the suffix of its modules, the width that it reads, and in which layers.
struct Sense {
    std::string suffix;
    std::int64_t width;
    std::int64_t first;
    std::int64_t step;
};

/// In BERT's words: `self` is what LAVIS calls the part that transformers calls attention.
void addQFormer(Names& names, const QFormerShape& shape, const std::string& root, const std::string& self,
                const std::vector<Sense>& senses)
{
    const std::int64_t width = shape.hidden;
    const auto attention = [&](const std::string& at, std::int64_t reads) {
        names.linear(at + "." + self + ".query", width, width);
        names.linear(at + "." + self + ".key", width, reads);
        names.linear(at + "." + self + ".value", width, reads);
        names.linear(at + ".output.dense", width, width);
        names.norm(at + ".output.LayerNorm", width);
    };
    for (int layer = 0; layer < shape.layers; ++layer) {
        const std::string at = fmt::format("{}encoder.layer.{}.", root, layer);
        attention(at + "attention", width);
        for (const Sense& sense : senses) {
            if (layer % sense.step == sense.first)
                attention(at + "crossattention" + sense.suffix, sense.width);
            names.linear(at + "intermediate_query" + sense.suffix + ".dense", shape.mlp, width);
            names.linear(at + "output_query" + sense.suffix + ".dense", width, shape.mlp);
            names.norm(at + "output_query" + sense.suffix + ".LayerNorm", width);
        }
    }
}

void addLavisQFormer(Names& names, const QFormerShape& shape, const std::string& root, const std::vector<Sense>& senses)
{
    names.add(root + "bert.embeddings.position_ids", {1, 512}, ElementType::I64);
    names.norm(root + "bert.embeddings.LayerNorm", shape.hidden);
    addQFormer(names, shape, root + "bert.", "self", senses);
}

void addT5Attention(Names& names, const std::string& at, const Architecture& a, ElementType type)
{
    const std::int64_t inner = a.t5.heads * a.t5.dKv;
    for (const std::string part : {"q", "k", "v", "o"}) {
        const std::int64_t out = part == "o" ? a.t5.dModel : inner, in = part == "o" ? inner : a.t5.dModel;
        names.add(at + part + ".weight", {out, in}, type);
        if (!a.lora || (part != "q" && part != "v"))
            continue;
        names.add(at + part + ".lora_A.default.weight", {a.lora->rank, in});
        names.add(at + part + ".lora_B.default.weight", {out, a.lora->rank});
    }
}

void addT5Block(Names& names, const std::string& at, const Architecture& a, ElementType type, int crossLayers)
{
    addT5Attention(names, at + "0.SelfAttention.", a, type);
    if (crossLayers > 0)
        addT5Attention(names, at + "1.EncDecAttention.", a, type);
    const std::string dense = fmt::format("{}{}.DenseReluDense.", at, 1 + crossLayers);
    names.add(dense + "wi_0.weight", {a.t5.dFf, a.t5.dModel}, type);
    names.add(dense + "wi_1.weight", {a.t5.dFf, a.t5.dModel}, type);
    names.add(dense + "wo.weight", {a.t5.dModel, a.t5.dFf}, type);
    for (int layer = 0; layer < 2 + crossLayers; ++layer)
        names.add(fmt::format("{}{}.layer_norm.weight", at, layer), {a.t5.dModel}, type);
}

/// With its second names where a file of torch.save is meant.
void addT5(Names& names, const Architecture& a, const std::string& root, ElementType type)
{
    const bool lavis = type == ElementType::BF16;
    names.add(root + "shared.weight", {a.t5.vocab, a.t5.dModel}, type);
    for (const std::string stack : {"encoder", "decoder"}) {
        if (lavis)
            names.add(root + stack + ".embed_tokens.weight", {a.t5.vocab, a.t5.dModel}, type);
        const bool decoder = stack == "decoder";
        for (int block = 0; block < (decoder ? a.t5.decoderLayers : a.t5.encoderLayers); ++block)
            addT5Block(names, fmt::format("{}{}.block.{}.layer.", root, stack, block), a, type, decoder ? 1 : 0);
        names.add(root + stack + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight",
                  {a.t5.relativeBuckets, a.t5.heads}, type);
        names.add(root + stack + ".final_layer_norm.weight", {a.t5.dModel}, type);
    }
    names.add(root + "lm_head.weight", {a.t5.vocab, a.t5.dModel}, type);
}

bool isKeptByTheEpochRunner(const std::string& name)
{
    const bool frozen =
        name.starts_with("visual_encoder.") || name.starts_with("audio_encoder.") || name.starts_with("t5_model.");
    const bool laterBias = name.ends_with("relative_attention_bias.weight") && name.starts_with("audio_encoder.")
        && name.find("layers.0.") == std::string::npos;
    return !frozen || laterBias || name.ends_with("embed_tokens.weight") || name.find(".lora_") != std::string::npos;
}

} // namespace

SourceTensors authorsTensors(const Architecture& a)
{
    Names names;
    const QFormerShape& shape = a.qformer;
    const bool alternating = shape.crossAttentionLayout == CrossAttentionLayout::Alternating;
    const std::int64_t step = alternating ? 2 : shape.crossAttentionFrequency;
    const bool multimodal = a.variant == Variant::Multimodal;
    names.add("query_tokens", {1, shape.visualQueries + (multimodal ? shape.audioQueries : 0), shape.hidden});
    if (a.hears()) {
        addBeats(names, a.beats, "audio_encoder.");
        names.norm("ln_audio", a.beats.hidden);
    }
    addEvaVit(names, a);
    if (multimodal)
        addLavisQFormer(names, shape, "Qformer.",
                        {{"_vis", a.vit.hidden, 0, step}, {"_aud", a.beats.hidden, alternating ? 1 : 0, step}});
    else
        addLavisQFormer(names, shape, "Qformer.", {{"", a.vit.hidden, 0, step}});
    if (a.variant == Variant::Separate) {
        addLavisQFormer(names, shape, "Qformer_aud.", {{"", a.beats.hidden, 0, step}});
        names.add("query_tokens_aud", {1, shape.audioQueries, shape.hidden});
    }
    addT5(names, a, a.lora ? "t5_model.base_model.model." : "t5_model.", ElementType::BF16);
    names.linear("t5_proj", a.t5.dModel, shape.hidden);
    if (a.hears())
        names.linear("t5_proj_aud", a.t5.dModel, shape.hidden);
    return names.tensors;
}

SourceTensors partialTensors(const Architecture& architecture)
{
    SourceTensors tensors = authorsTensors(architecture);
    std::erase_if(tensors, [](const SourceTensor& tensor) { return !isKeptByTheEpochRunner(tensor.name); });
    return tensors;
}

SourceTensors hubTensors(const Architecture& a)
{
    Names names;
    addHubVit(names, a);
    names.add("query_tokens", {1, a.qformer.visualQueries, a.qformer.hidden});
    names.norm("qformer.layernorm", a.qformer.hidden);
    addQFormer(names, a.qformer, "qformer.", "attention", {{"", a.vit.hidden, 0, a.qformer.crossAttentionFrequency}});
    names.linear("language_projection", a.t5.dModel, a.qformer.hidden);
    addT5(names, a, "language_model.", ElementType::F32);
    return names.tensors;
}

SourceTensors beatsTensors(const BeatsShape& beats, const std::string& prefix)
{
    Names names;
    addBeats(names, beats, prefix);
    return names.tensors;
}

} // namespace descant::test
