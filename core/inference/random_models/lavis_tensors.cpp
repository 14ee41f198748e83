// SPDX-License-Identifier: GPL-3.0-or-later
// Sources: LAVIS, models/eva_vit and models/blip2_models; ABrimont/Multi-modal-BLIP-2; PEFT. The way back from
// checkpoints/key_tables.cpp.
#include "core/inference/random_models/lavis_tensors.h"

#include "core/inference/tensor_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>

namespace descant::inference {
namespace {

struct Rule {
    const char* ours;
    const char* theirs;
};

// One rule a line: they are read as tables. The first that matches counts.
// clang-format off
constexpr std::array kRules = std::to_array<Rule>({
    {R"(vision_model\.embeddings\.class_embedding)", "visual_encoder.cls_token"},
    {R"(vision_model\.embeddings\.position_embedding)", "visual_encoder.pos_embed"},
    {R"(vision_model\.embeddings\.patch_embedding\.(.+))", "visual_encoder.patch_embed.proj.$1"},
    {R"(vision_model\.encoder\.layers\.(\d+)\.layer_norm([12])\.(.+))", "visual_encoder.blocks.$1.norm$2.$3"},
    {R"(vision_model\.encoder\.layers\.(\d+)\.self_attn\.qkv\.(.+))", "visual_encoder.blocks.$1.attn.qkv.$2"},
    {R"(vision_model\.encoder\.layers\.(\d+)\.self_attn\.projection\.(.+))", "visual_encoder.blocks.$1.attn.proj.$2"},
    {R"(vision_model\.encoder\.layers\.(\d+)\.(mlp\..+))", "visual_encoder.blocks.$1.$2"},
    {R"(vision_model\.post_layernorm\.(.+))", "ln_vision.$1"},
    {R"(qformer(_aud|)\.layernorm\.(.+))", "Qformer$1.bert.embeddings.LayerNorm.$2"},
    {R"(qformer(_aud|)\.(encoder\.layer\.\d+\.(?:cross)?attention(?:_vis|_aud)?)\.attention\.(.+))", "Qformer$1.bert.$2.self.$3"},
    {R"(qformer(_aud|)\.(encoder\..+))", "Qformer$1.bert.$2"},
    {R"(language_projection(_aud|)\.(.+))", "t5_proj$1.$2"},
    {R"(language_model\.(.+)\.(lora_[AB])\.weight)", "t5_model.$1.$2.default.weight"},
    {R"(language_model\.(.+))", "t5_model.$1"},
});

// Modules in the order in which the model registers them.
constexpr std::array kOrder = std::to_array<const char*>({"query_tokens", "audio_encoder.", "ln_audio.", "visual_encoder.",
    "ln_vision.", "Qformer", "t5_model.", "t5_proj"});
// clang-format on

std::string lavisName(const std::string& ours)
{
    static const std::vector<std::pair<std::regex, const char*>> patterns = [] {
        std::vector<std::pair<std::regex, const char*>> all;
        for (const Rule& rule : kRules)
            all.emplace_back(std::regex(rule.ours), rule.theirs);
        return all;
    }();
    std::smatch match;
    for (const auto& [pattern, theirs] : patterns) {
        if (std::regex_match(ours, match, pattern))
            return match.format(theirs);
    }
    return ours; // BEATs, its norm and the queries are called alike
}

std::size_t placeOf(const std::string& name)
{
    const auto found =
        std::find_if(kOrder.begin(), kOrder.end(), [&](const char* prefix) { return name.starts_with(prefix); });
    return static_cast<std::size_t>(found - kOrder.begin());
}

/// The ViT computes in fp16 but for its norms and what it adds to them; T5 lies in bf16 and its low-rank pairs do not.
ElementType typeOf(const std::string& name)
{
    if (name.starts_with("t5_model.") && name.find(".lora_") == std::string::npos)
        return ElementType::BF16;
    const bool linear = name.ends_with("proj.weight") || name.ends_with("proj.bias") || name.ends_with("qkv.weight")
        || name.find(".mlp.") != std::string::npos;
    return name.starts_with("visual_encoder.") && linear ? ElementType::F16 : ElementType::F32;
}

/// Collects the tensors of one model.
class Collection {
public:
    explicit Collection(const Architecture& architecture) : m_architecture(architecture) { }

    void add(const std::string& ours, const std::vector<std::int64_t>& shape)
    {
        const std::string name = lavisName(ours);
        if (name.ends_with("attn.qkv.bias"))
            return addThirds(name, ours, shape);
        m_tensors.push_back({name, typeOf(name), shape, ours, shape});
        if (ours == "language_model.shared.weight") {
            addSecondName("t5_model.encoder.embed_tokens.weight");
            addSecondName("t5_model.decoder.embed_tokens.weight");
        }
        if (ours.starts_with("audio_encoder.") && ours.ends_with("relative_attention_bias.weight"))
            for (std::int64_t layer = 1; layer < m_architecture.beats.layers; ++layer)
                addSecondName(
                    fmt::format("audio_encoder.encoder.layers.{}.self_attn.relative_attention_bias.weight", layer));
        if (name.ends_with(".bert.embeddings.LayerNorm.weight"))
            m_tensors.push_back(
                {name.substr(0, name.find(".LayerNorm")) + ".position_ids", ElementType::I64, {1, 512}, {}, {}});
    }

    std::vector<LavisTensor> take()
    {
        std::stable_sort(m_tensors.begin(), m_tensors.end(), [](const LavisTensor& one, const LavisTensor& other) {
            return placeOf(one.name) < placeOf(other.name);
        });
        if (m_architecture.lora) // PEFT wraps the model twice
            for (LavisTensor& tensor : m_tensors) {
                wrap(tensor.name);
                wrap(tensor.sharesWith);
            }
        return std::move(m_tensors);
    }

private:
    /// LAVIS keeps no bias for keys, and those of queries and values apart.
    void addThirds(const std::string& name, const std::string& ours, const std::vector<std::int64_t>& shape)
    {
        const std::int64_t width = shape.front() / 3;
        const std::string stem = name.substr(0, name.size() - std::string("qkv.bias").size());
        m_tensors.push_back({stem + "q_bias", ElementType::F32, {width}, ours, shape});
        m_tensors.push_back(
            {stem + "v_bias", ElementType::F32, {width}, ours, shape, static_cast<std::uint64_t>(2 * width)});
    }
    void addSecondName(const std::string& name)
    {
        LavisTensor tensor = m_tensors.back();
        if (tensor.sharesWith.empty())
            tensor.sharesWith = tensor.name;
        tensor.name = name;
        m_tensors.push_back(std::move(tensor));
    }
    static void wrap(std::string& name)
    {
        if (name.starts_with("t5_model."))
            name.insert(std::string("t5_model.").size(), "base_model.model.");
    }

    const Architecture& m_architecture;
    std::vector<LavisTensor> m_tensors;
};

} // namespace

bool LavisTensor::isTrained() const
{
    const bool frozen =
        name.starts_with("visual_encoder.") || name.starts_with("audio_encoder.") || name.starts_with("t5_model.");
    return !ours.empty() && (!frozen || name.find(".lora_") != std::string::npos);
}

std::uint64_t LavisTensor::elements() const
{
    std::uint64_t count = 1;
    for (const std::int64_t length : shape)
        count *= static_cast<std::uint64_t>(length);
    return count;
}

std::vector<LavisTensor> lavisTensors(const Architecture& architecture)
{
    Collection collection(architecture);
    for (const auto& [name, specification] : expectedTensors(architecture)) {
        if (specification.need == TensorSpecification::Need::Required)
            collection.add(name, specification.shape);
    }
    return collection.take();
}

} // namespace descant::inference
