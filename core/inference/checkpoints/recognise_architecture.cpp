// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/recognise_architecture.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

namespace descant::inference {
namespace {

using nlohmann::json;

// The authors slice their queries at a fixed place: the first 32 are the visual ones.
constexpr std::int64_t kVisualQueries = 32;

/// Looks at shapes, and writes what it finds where it belongs.
class Recogniser {
public:
    explicit Recogniser(const TensorShapes& shapes) : m_shapes(shapes) { }
    json recognise();

private:
    bool has(const std::string& name) const { return m_shapes.contains(name); }
    /// One dimension of a tensor; 0 when it is not there.
    std::int64_t dimension(const std::string& name, std::size_t axis) const
    {
        const auto found = m_shapes.find(name);
        return found != m_shapes.end() && axis < found->second.size() ? found->second[axis] : 0;
    }
    void set(const char* part, const char* key, std::int64_t value)
    {
        if (value > 0)
            m_result[part][key] = value;
    }
    /// How many layers stand below a prefix "….N.".
    std::int64_t layersOf(const std::string& prefix) const;
    /// The layers whose names begin so, after their number.
    std::set<std::int64_t> layersWith(const std::string& prefix, const std::string& module) const;

    void variant();
    void vit();
    void beats();
    void qformer(const std::string& root);
    void crossAttention(const std::string& root);
    void queries();
    void t5();
    void lora();

    const TensorShapes& m_shapes;
    json m_result = json::object();
};

std::int64_t Recogniser::layersOf(const std::string& prefix) const
{
    const std::set<std::int64_t> layers = layersWith(prefix, "");
    return layers.empty() ? 0 : *layers.rbegin() + 1;
}

std::set<std::int64_t> Recogniser::layersWith(const std::string& prefix, const std::string& module) const
{
    std::set<std::int64_t> layers;
    for (auto found = m_shapes.lower_bound(prefix); found != m_shapes.end() && found->first.starts_with(prefix);
         ++found) {
        const std::string rest = found->first.substr(prefix.size());
        const std::size_t digits = rest.find_first_not_of("0123456789");
        if (digits == 0 || digits == std::string::npos || digits > 5
            || rest.compare(digits, 1 + module.size(), "." + module) != 0)
            continue;
        layers.insert(std::stoll(rest.substr(0, digits)));
    }
    return layers;
}

json Recogniser::recognise()
{
    variant();
    vit();
    beats();
    qformer(has("qformer.layernorm.weight") ? "qformer" : "qformer_aud");
    queries();
    t5();
    lora();
    return std::move(m_result);
}

void Recogniser::variant()
{
    const bool sees = has("vision_model.embeddings.class_embedding") || has("language_projection.weight");
    const bool hears = has("language_projection_aud.weight");
    const bool apart = has("qformer_aud.layernorm.weight");
    m_result["variant"] = !hears ? "visual" : !sees ? "audio" : apart ? "separate" : "multimodal";
}

void Recogniser::vit()
{
    const std::string embeddings = "vision_model.embeddings.";
    set("vit", "hidden", dimension(embeddings + "class_embedding", 2));
    set("vit", "patch", dimension(embeddings + "patch_embedding.weight", 2));
    set("vit", "layers", layersOf("vision_model.encoder.layers."));
    set("vit", "mlp", dimension("vision_model.encoder.layers.0.mlp.fc1.weight", 0));
    const std::int64_t positions = dimension(embeddings + "position_embedding", 1);
    const auto side =
        static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(positions > 0 ? positions - 1 : 0))));
    const std::int64_t pixels = side * dimension(embeddings + "patch_embedding.weight", 2);
    if (pixels > 0)
        m_result["image_size"] = pixels;
}

void Recogniser::beats()
{
    const std::string root = "audio_encoder.", layer = root + "encoder.layers.0.";
    set("beats", "embed", dimension(root + "patch_embedding.weight", 0));
    set("beats", "patch", dimension(root + "patch_embedding.weight", 2));
    const std::int64_t hidden = dimension(root + "encoder.layer_norm.weight", 0);
    set("beats", "hidden", hidden);
    set("beats", "layers", layersOf(root + "encoder.layers."));
    set("beats", "mlp", dimension(layer + "fc1.weight", 0));
    set("beats", "heads", dimension(layer + "self_attn.grep_a", 1));
    set("beats", "conv_pos", dimension(root + "encoder.pos_conv.0.weight_v", 2));
    if (const std::int64_t perGroup = dimension(root + "encoder.pos_conv.0.weight_v", 1))
        set("beats", "conv_pos_groups", hidden / perGroup);
    set("beats", "num_buckets", dimension(layer + "self_attn.relative_attention_bias.weight", 0));
}

void Recogniser::qformer(const std::string& root)
{
    const std::string layers = root + ".encoder.layer.";
    set("qformer", "hidden", dimension(root + ".layernorm.weight", 0));
    set("qformer", "layers", layersOf(layers));
    for (const char* suffix : {"", "_vis", "_aud"})
        set("qformer", "mlp", dimension(fmt::format("{}0.intermediate_query{}.dense.weight", layers, suffix), 0));
    crossAttention(root);
}

/// Which layers look or listen: every n-th, or by turns.
void Recogniser::crossAttention(const std::string& root)
{
    const std::string layers = root + ".encoder.layer.";
    std::set<std::int64_t> reading = layersWith(layers, "crossattention.");
    if (reading.empty())
        reading = layersWith(layers, "crossattention_vis.");
    const std::set<std::int64_t> listening = layersWith(layers, "crossattention_aud.");
    if (listening.contains(1) && !reading.contains(1)) {
        m_result["qformer"]["cross_attention_layout"] = "alternating";
        return;
    }
    if (reading.size() > 1)
        set("qformer", "cross_attention_frequency", *std::next(reading.begin()) - *reading.begin());
    else if (reading.size() == 1)
        set("qformer", "cross_attention_frequency", layersOf(layers));
}

void Recogniser::queries()
{
    const std::int64_t rows = dimension("query_tokens", 1);
    const std::int64_t hearing = dimension("query_tokens_aud", 1);
    if (m_result["variant"] == "multimodal" && rows > kVisualQueries) {
        set("qformer", "visual_queries", kVisualQueries);
        set("qformer", "audio_queries", rows - kVisualQueries);
        return;
    }
    if (m_result["variant"] == "multimodal")
        return;
    set("qformer", "visual_queries", rows);
    set("qformer", "audio_queries", hearing);
}

void Recogniser::t5()
{
    const std::string root = "language_model.";
    set("t5", "vocab", dimension(root + "shared.weight", 0));
    set("t5", "d_model", dimension(root + "shared.weight", 1));
    set("t5", "encoder_layers", layersOf(root + "encoder.block."));
    set("t5", "decoder_layers", layersOf(root + "decoder.block."));
    set("t5", "d_ff", dimension(root + "encoder.block.0.layer.1.DenseReluDense.wo.weight", 1));
    const std::string attention = root + "encoder.block.0.layer.0.SelfAttention.";
    const std::int64_t heads = dimension(attention + "relative_attention_bias.weight", 1);
    set("t5", "heads", heads);
    set("t5", "relative_buckets", dimension(attention + "relative_attention_bias.weight", 0));
    if (heads > 0)
        set("t5", "d_kv", dimension(attention + "q.weight", 0) / heads);
}

void Recogniser::lora()
{
    std::set<std::string> targets;
    const std::string down = ".lora_A.weight";
    for (const auto& [name, shape] : m_shapes) {
        if (!name.ends_with(down) || shape.empty())
            continue;
        const std::string base = name.substr(0, name.size() - down.size());
        targets.insert(base.substr(base.rfind('.') + 1));
        set("lora", "rank", shape.front());
    }
    if (!targets.empty())
        m_result["lora"]["targets"] = targets;
}

} // namespace

json architectureFromShapes(const TensorShapes& shapes) { return Recogniser(shapes).recognise(); }

} // namespace descant::inference
