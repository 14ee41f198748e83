// SPDX-License-Identifier: GPL-3.0-or-later
// The names of other people's checkpoints and ours. Sources: transformers, models/blip_2
// (convert_blip_2_original_to_pytorch); LAVIS, models/eva_vit and models/blip2_models; the authors' repository
// ABrimont/Multi-modal-BLIP-2; UNILM, beats; PEFT.
#include "core/inference/checkpoints/key_map.h"

#include <array>

namespace descant::inference {
namespace {

using enum KeyUse;

// One rule a line: they are read as tables.
// clang-format off

// T5 below its prefix, in all dialects.
#define T5_RULES(prefix) \
    {prefix R"((encoder|decoder)\.embed_tokens\.weight)", "language_model.shared.weight", Alias}, \
    {prefix R"(decoder\.block\.0\.layer\.1\.EncDecAttention\.relative_attention_bias\.weight)", "", Ignore}, \
    {prefix R"((.+\.[qkvo])\.lora_A(?:\.([^.]+))?\.weight)", "language_model.$1.lora_A.weight", LoraDown}, \
    {prefix R"((.+\.[qkvo])\.lora_B(?:\.([^.]+))?\.weight)", "language_model.$1.lora_B.weight", LoraUp}, \
    {prefix R"((.+\.[qkvo])\.base_layer\.weight)", "language_model.$1.weight"}, \
    {prefix R"((shared|lm_head)\.weight)", "language_model.$1.weight"}, \
    {prefix R"((encoder|decoder)\.(.+))", "language_model.$1.$2"}

// BEATs below its prefix. Every layer's bias table is the first layer's.
#define BEATS_RULES(prefix) \
    {prefix R"(encoder\.layers\.(?!0\.)\d+\.self_attn\.relative_attention_bias\.weight)", "audio_encoder.encoder.layers.0.self_attn.relative_attention_bias.weight", Alias}, \
    {prefix R"(encoder\.pos_conv\.0\.parametrizations\.weight\.original0)", "audio_encoder.encoder.pos_conv.0.weight_g"}, \
    {prefix R"(encoder\.pos_conv\.0\.parametrizations\.weight\.original1)", "audio_encoder.encoder.pos_conv.0.weight_v"}, \
    {prefix R"(predictor\..+)", "", Ignore}, \
    {prefix R"((patch_embedding|layer_norm|post_extract_proj|encoder)\.(.+))", "audio_encoder.$1.$2"}

constexpr std::array kHuggingFace = std::to_array<KeyRule>({
    T5_RULES(R"((?:model\.)?language_model\.)"),
    {R"((?:model\.)?(vision_model\..+))", "$1"},
    // What belongs to text is not used.
    {R"((?:model\.)?qformer\.embeddings\.(?:position_ids|word_embeddings\.weight|position_embeddings\.weight))", "", Ignore},
    {R"((?:model\.)?qformer\.encoder\.layer\.\d+\.(?:intermediate|output)\..+)", "", Ignore},
    {R"((?:model\.)?(qformer\..+))", "$1"},
    {R"((?:model\.)?(query_tokens|language_projection\.weight|language_projection\.bias))", "$1"},
});

constexpr std::array kOwn = std::to_array<KeyRule>({
    T5_RULES(R"(language_model\.)"),
    BEATS_RULES(R"(audio_encoder\.)"),
    {R"(qformer(?:_aud)?\.embeddings\.position_ids)", "", Ignore},
    {R"(((?:vision_model|qformer|qformer_aud|ln_audio|language_projection|language_projection_aud)\..+))", "$1"},
    {R"((query_tokens|query_tokens_aud))", "$1"},
});

constexpr std::array kBeats = std::to_array<KeyRule>({
    BEATS_RULES(""),
});

constexpr std::array kLavis = std::to_array<KeyRule>({
    // EVA-ViT: no key bias, and the last norm outside of it.
    {R"(visual_encoder\.cls_token)", "vision_model.embeddings.class_embedding"},
    {R"(visual_encoder\.pos_embed)", "vision_model.embeddings.position_embedding"},
    {R"(visual_encoder\.patch_embed\.proj\.(weight|bias))", "vision_model.embeddings.patch_embedding.$1"},
    {R"(visual_encoder\.blocks\.(\d+)\.norm([12])\.(weight|bias))", "vision_model.encoder.layers.$1.layer_norm$2.$3"},
    {R"(visual_encoder\.blocks\.(\d+)\.attn\.q_bias)", "vision_model.encoder.layers.$1.self_attn.qkv.bias", QueryBias},
    {R"(visual_encoder\.blocks\.(\d+)\.attn\.v_bias)", "vision_model.encoder.layers.$1.self_attn.qkv.bias", ValueBias},
    {R"(visual_encoder\.blocks\.(\d+)\.attn\.qkv\.(weight|bias))", "vision_model.encoder.layers.$1.self_attn.qkv.$2"},
    {R"(visual_encoder\.blocks\.(\d+)\.attn\.proj\.(weight|bias))", "vision_model.encoder.layers.$1.self_attn.projection.$2"},
    {R"(visual_encoder\.blocks\.(\d+)\.mlp\.(fc[12])\.(weight|bias))", "vision_model.encoder.layers.$1.mlp.$2.$3"},
    {R"(ln_vision\.(weight|bias))", "vision_model.post_layernorm.$1"},
    {R"(ln_audio\.(weight|bias))", "ln_audio.$1"},
    BEATS_RULES(R"(audio_encoder\.)"),
    // The Q-Formers. What belongs to text (word embeddings, its feed-forward, the heads of the first stage) is not used.
    {R"(Qformer(?:_aud)?\.bert\.embeddings\.(?:position_ids|word_embeddings\.weight|position_embeddings\.weight))", "", Ignore},
    {R"(Qformer(?:_aud)?\.cls\..+)", "", Ignore},
    {R"(Qformer(?:_aud)?\.bert\.encoder\.layer\.\d+\.(?:intermediate|output)\..+)", "", Ignore},
    {R"(Qformer(_aud|)\.bert\.embeddings\.LayerNorm\.(weight|bias))", "qformer$1.layernorm.$2"},
    {R"(Qformer(_aud|)\.bert\.encoder\.layer\.(\d+)\.(attention|crossattention(?:_vis|_aud)?)\.self\.(.+))", "qformer$1.encoder.layer.$2.$3.attention.$4"},
    {R"(Qformer(_aud|)\.bert\.encoder\.layer\.(\d+)\.((?:attention|crossattention|intermediate_query|output_query)(?:_vis|_aud)?\..+))", "qformer$1.encoder.layer.$2.$3"},
    {R"((query_tokens|query_tokens_aud))", "$1"},
    {R"(t5_proj(_aud|)\.(weight|bias))", "language_projection$1.$2"},
    T5_RULES(R"(t5_model\.(?:base_model\.model\.)?)"),
});

// clang-format on
#undef T5_RULES
#undef BEATS_RULES

} // namespace

std::span<const KeyRule> keyRules(KeyDialect dialect)
{
    switch (dialect) {
    case KeyDialect::HuggingFace:
        return kHuggingFace;
    case KeyDialect::Lavis:
        return kLavis;
    case KeyDialect::Beats:
        return kBeats;
    case KeyDialect::Own:
        break;
    }
    return kOwn;
}

} // namespace descant::inference
