// SPDX-License-Identifier: GPL-3.0-or-later
// Sources: transformers, models/blip_2/configuration_blip_2.py; LAVIS and the authors' YAML files; UNILM,
// beats/BEATs.py.
#include "core/inference/checkpoints/recognise_architecture.h"

#include <fmt/format.h>

#include <optional>

namespace descant::inference {
namespace {

using nlohmann::json;

/// Copies members under our names, where they are numbers.
void copyNumbers(const json& from, json& to, std::initializer_list<std::pair<const char*, const char*>> names)
{
    for (const auto& [theirs, ours] : names) {
        const auto found = from.find(theirs);
        if (found != from.end() && found->is_number())
            to[ours] = *found;
    }
}

/// A member, or what it is where it is left out; nothing when it is of another type.
template <typename Value> std::optional<Value> valueOr(const json& object, const char* key, Value otherwise)
{
    const auto found = object.find(key);
    if (found == object.end())
        return otherwise;
    if constexpr (std::is_same_v<Value, bool>)
        return found->is_boolean() ? std::optional(found->get<bool>()) : std::nullopt;
    else if constexpr (std::is_same_v<Value, double>)
        return found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
    else
        return found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

const json& memberOf(const json& object, const char* key)
{
    static const json empty = json::object();
    const auto found = object.find(key);
    return found != object.end() && found->is_object() ? *found : empty;
}

tl::unexpected<Error> foreign(std::string what)
{
    return fail(ErrorCode::ArchitectureInvalid, "config.json", std::move(what),
                "take a BLIP-2 with a Flan-T5, such as Salesforce/blip2-flan-t5-xl");
}

/// Which GELU; what stands for itself wins over what the name of the feed-forward implies.
Result<std::string> activationOf(const json& text)
{
    const std::string projection = valueOr<std::string>(text, "feed_forward_proj", "gated-gelu").value_or("");
    if (!projection.starts_with("gated-"))
        return foreign("its T5 has no gated feed-forward");
    const std::string named = text.contains("dense_act_fn") && text["dense_act_fn"].is_string()
        ? text["dense_act_fn"].get<std::string>()
        : projection == "gated-gelu" ? "gelu_new"
                                     : projection.substr(6);
    if (named == "gelu")
        return named;
    if (named == "gelu_new" || named == "gelu_pytorch_tanh")
        return "gelu_new";
    return foreign(fmt::format("its T5 has the activation \"{}\"", named));
}

} // namespace

Result<json> architectureFromHubConfig(const json& config)
{
    if (!config.is_object() || valueOr<std::string>(config, "model_type", "blip-2") != "blip-2")
        return foreign("it is not the configuration of a BLIP-2");
    const json& text = memberOf(config, "text_config");
    if (valueOr<std::string>(text, "model_type", "t5") != "t5"
        || valueOr(config, "use_decoder_only_language_model", false) != false)
        return foreign("its language model is not a T5");
    json found = json::object();
    const json& vision = memberOf(config, "vision_config");
    const std::optional<double> eps = valueOr(vision, "layer_norm_eps", 1e-6);
    if (!eps)
        return foreign("its \"layer_norm_eps\" is no number");
    json& vit = found["vit"] = {{"layer_norm_eps", *eps}, {"final_norm_eps", *eps}};
    copyNumbers(vision, vit,
                {{"hidden_size", "hidden"},
                 {"intermediate_size", "mlp"},
                 {"num_hidden_layers", "layers"},
                 {"num_attention_heads", "heads"},
                 {"patch_size", "patch"}});
    copyNumbers(vision, found, {{"image_size", "image_size"}});
    json& qformer = found["qformer"] = json::object();
    copyNumbers(memberOf(config, "qformer_config"), qformer,
                {{"hidden_size", "hidden"},
                 {"num_hidden_layers", "layers"},
                 {"num_attention_heads", "heads"},
                 {"intermediate_size", "mlp"},
                 {"cross_attention_frequency", "cross_attention_frequency"},
                 {"layer_norm_eps", "layer_norm_eps"}});
    copyNumbers(config, qformer, {{"num_query_tokens", "visual_queries"}});
    json& t5 = found["t5"] = json::object();
    copyNumbers(text, t5, {{"num_layers", "decoder_layers"}});
    copyNumbers(text, t5,
                {{"d_model", "d_model"},
                 {"d_kv", "d_kv"},
                 {"d_ff", "d_ff"},
                 {"num_layers", "encoder_layers"},
                 {"num_decoder_layers", "decoder_layers"},
                 {"num_heads", "heads"},
                 {"vocab_size", "vocab"},
                 {"relative_attention_num_buckets", "relative_buckets"},
                 {"relative_attention_max_distance", "relative_max_distance"},
                 {"layer_norm_epsilon", "layer_norm_eps"}});
    DESCANT_TRY(t5["activation"], activationOf(text));
    return found;
}

json architectureFromAuthorsConfig(const json& config)
{
    json found = json::object();
    const json& model = memberOf(config, "model");
    json qformer = json::object();
    copyNumbers(model, qformer, {{"num_vis_query_token", "visual_queries"}, {"num_aud_query_token", "audio_queries"}});
    if (!qformer.empty())
        found["qformer"] = qformer;
    if (model.contains("lora_alpha") && model["lora_alpha"].is_number())
        found["lora"]["alpha"] = model["lora_alpha"];
    return found;
}

Result<json> architectureFromBeatsConfig(const json& config)
{
    json found = json::object();
    if (valueOr(config, "layer_norm_first", false) != false || valueOr(config, "deep_norm", true) != true
        || valueOr(config, "gru_rel_pos", true) != true)
        return fail(ErrorCode::ArchitectureInvalid, "cfg", "this BEATs is of another make than iteration 3",
                    "take BEATs_iter3_plus_AS2M.pt");
    copyNumbers(config, found["beats"] = json::object(),
                {{"embed_dim", "embed"},
                 {"encoder_embed_dim", "hidden"},
                 {"encoder_layers", "layers"},
                 {"encoder_attention_heads", "heads"},
                 {"encoder_ffn_embed_dim", "mlp"},
                 {"input_patch_size", "patch"},
                 {"conv_pos", "conv_pos"},
                 {"conv_pos_groups", "conv_pos_groups"},
                 {"num_buckets", "num_buckets"},
                 {"max_distance", "max_distance"}});
    return found;
}

} // namespace descant::inference
