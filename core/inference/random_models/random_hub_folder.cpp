// SPDX-License-Identifier: GPL-3.0-or-later
// Source of the names in config.json: transformers, models/blip_2/configuration_blip_2.py.
#include "core/base/disk_space.h"
#include "core/base/file.h"
#include "core/inference/random_models/made_tokenizer.h"
#include "core/inference/random_models/random_model.h"
#include "core/inference/random_models/random_weights.h"

#include <nlohmann/json.hpp>

#include <array>

namespace descant::inference {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::array kShards =
    std::to_array<const char*>({"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"});

json textConfig(const T5Shape& t5)
{
    return {{"model_type", "t5"},
            {"d_model", t5.dModel},
            {"d_kv", t5.dKv},
            {"d_ff", t5.dFf},
            {"num_layers", t5.encoderLayers},
            {"num_decoder_layers", t5.decoderLayers},
            {"num_heads", t5.heads},
            {"vocab_size", t5.vocab},
            {"relative_attention_num_buckets", t5.relativeBuckets},
            {"relative_attention_max_distance", t5.relativeMaxDistance},
            {"layer_norm_epsilon", t5.layerNormEps},
            {"feed_forward_proj", "gated-gelu"},
            {"dense_act_fn", t5.activation == Activation::Gelu ? "gelu" : "gelu_new"},
            {"is_gated_act", true},
            {"is_encoder_decoder", true},
            {"tie_word_embeddings", false},
            {"decoder_start_token_id", 0},
            {"pad_token_id", 0},
            {"eos_token_id", 1}};
}

json hubConfig(const Architecture& a, ElementType type)
{
    return {{"architectures", {"Blip2ForConditionalGeneration"}},
            {"model_type", "blip-2"},
            {"torch_dtype",
             type == ElementType::BF16      ? "bfloat16"
                 : type == ElementType::F16 ? "float16"
                                            : "float32"},
            {"num_query_tokens", a.qformer.visualQueries},
            {"use_decoder_only_language_model", false},
            {"vision_config",
             {{"hidden_size", a.vit.hidden},
              {"intermediate_size", a.vit.mlp},
              {"num_hidden_layers", a.vit.layers},
              {"num_attention_heads", a.vit.heads},
              {"image_size", a.imageSize},
              {"patch_size", a.vit.patch},
              {"layer_norm_eps", a.vit.layerNormEps}}},
            {"qformer_config",
             {{"hidden_size", a.qformer.hidden},
              {"num_hidden_layers", a.qformer.layers},
              {"num_attention_heads", a.qformer.heads},
              {"intermediate_size", a.qformer.mlp},
              {"cross_attention_frequency", a.qformer.crossAttentionFrequency},
              {"encoder_hidden_size", a.vit.hidden},
              {"layer_norm_eps", a.qformer.layerNormEps}}},
            {"text_config", textConfig(a.t5)}};
}

/// Tensors one after another until about half of all bytes are together, as transformers splits a model.
std::array<std::vector<TensorToWrite>, kShards.size()> split(std::vector<TensorToWrite> tensors, std::uint64_t total)
{
    std::array<std::vector<TensorToWrite>, kShards.size()> shards;
    std::uint64_t bytes = 0;
    for (TensorToWrite& tensor : tensors) {
        const std::size_t shard = 2 * bytes < total ? 0 : 1;
        bytes += tensor.bytes();
        shards[shard].push_back(std::move(tensor));
    }
    return shards;
}

Outcome<void> writeShards(const fs::path& folder, std::vector<TensorToWrite> tensors, std::uint64_t total,
                          const std::stop_token& stop)
{
    json index = {{"metadata", {{"total_size", total}}}, {"weight_map", json::object()}};
    auto shards = split(std::move(tensors), total);
    for (std::size_t shard = 0; shard < shards.size(); ++shard) {
        for (const TensorToWrite& tensor : shards[shard])
            index["weight_map"][tensor.name] = kShards[shard];
        DESCANT_CHECK(
            writeHashedSafetensors(folder / kShards[shard], std::move(shards[shard]), {{"format", "pt"}}, stop));
    }
    DESCANT_CHECK(writeFileAtomically(folder / "model.safetensors.index.json", index.dump(2) + "\n"));
    return {};
}

} // namespace

Outcome<void> writeRandomHubFolder(const fs::path& folder, const RandomModel& model, std::stop_token stop,
                                   const ProgressSink& progress)
{
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem || !fs::is_empty(folder, problem) || problem)
        return fail(ErrorCode::FileNotWritable, folder.string(), "there is something else of that name",
                    "choose an empty folder");
    Architecture visual = model.architecture;
    visual.variant = Variant::Visual;
    visual.lora.reset();
    std::vector<TensorToWrite> tensors = randomTensors(visual, model.type, model.seed);
    std::uint64_t total = 0;
    for (const TensorToWrite& tensor : tensors)
        total += tensor.bytes();
    DESCANT_CHECK(checkSpace(folder, total));
    reportPieces(tensors, progress, "Making weights");
    Outcome<void> written = writeShards(folder, std::move(tensors), total, stop);
    if (written) {
        DESCANT_CHECK(writeFileAtomically(folder / "config.json", hubConfig(visual, model.type).dump(2) + "\n"));
        DESCANT_CHECK(writeFileAtomically(folder / "spiece.model", madeTokenizer(visual.t5.vocab)));
        return {};
    }
    for (const char* shard : kShards)
        fs::remove(folder / shard, problem);
    return written;
}

} // namespace descant::inference
