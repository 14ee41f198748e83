// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/recognise_architecture.h"

#include "core/inference/checkpoints/mapped_tensors.h"
#include "tests/core/inference/checkpoints/made_source.h"
#include "tests/core/inference/checkpoints/small_architecture.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
using nlohmann::json;
using test::MadeSource;
using test::smallArchitecture;

namespace {

json recognised(test::SourceTensors tensors)
{
    const MadeSource source(std::move(tensors));
    MappedTensors mapped;
    EXPECT_TRUE(mapped.add(source));
    return architectureFromShapes(mapped.shapes());
}

/// The authors' file of this architecture tells all of it.
void expectRecognised(const Architecture& expected)
{
    json found = recognised(test::authorsTensors(expected));
    if (expected.lora)
        found["lora"]["alpha"] = expected.lora->alpha;
    const auto architecture = architectureFromJson(found);
    ASSERT_TRUE(architecture) << describe(architecture.error());
    EXPECT_EQ(architectureToJson(*architecture), architectureToJson(expected));
}

} // namespace

TEST(RecogniseArchitecture, tellsEveryVariantFromItsTensors)
{
    expectRecognised(smallArchitecture(Variant::Multimodal));
    expectRecognised(smallArchitecture(Variant::Separate));
    Architecture visual = smallArchitecture(Variant::Visual);
    visual.beats = {};
    expectRecognised(visual);
    Architecture full;
    full.lora = LoraShape{};
    expectRecognised(full);
}

TEST(RecogniseArchitecture, tellsTheAblationsFromTheirTensors)
{
    Architecture a = smallArchitecture(Variant::Multimodal);
    for (const std::int64_t frequency : {1, 2, 3, 4}) {
        a.qformer.crossAttentionFrequency = frequency;
        expectRecognised(a);
    }
    a.qformer.crossAttentionFrequency = 2;
    a.qformer.audioQueries = 32;
    expectRecognised(a);
    a.qformer.crossAttentionLayout = CrossAttentionLayout::Alternating;
    expectRecognised(a);
    a.lora = LoraShape{.rank = 4, .alpha = 8.0};
    expectRecognised(a);
}

TEST(RecogniseArchitecture, theAudioVariantHasNoPictures)
{
    auto tensors = test::authorsTensors(smallArchitecture(Variant::Separate));
    std::erase_if(tensors, [](const SourceTensor& tensor) {
        return tensor.name.starts_with("visual_encoder.") || tensor.name.starts_with("Qformer.")
            || tensor.name.starts_with("t5_proj.") || tensor.name == "query_tokens"
            || tensor.name.starts_with("ln_vision");
    });
    const json found = recognised(std::move(tensors));
    EXPECT_EQ(found["variant"], "audio");
    EXPECT_EQ(found["qformer"]["audio_queries"], 16);
    EXPECT_EQ(found["qformer"]["layers"], 4);
    EXPECT_FALSE(found.contains("vit"));
}

TEST(RecogniseArchitecture, nothingIsInventedFromStrangeShapes)
{
    EXPECT_EQ(architectureFromShapes({}), (json{{"variant", "visual"}}));
    const json found = architectureFromShapes({{"vision_model.embeddings.class_embedding", {}},
                                               {"vision_model.embeddings.position_embedding", {0, 0}},
                                               {"vision_model.encoder.layers.99999999999999999999.x", {1}},
                                               {"vision_model.encoder.layers.x.y", {1}},
                                               {"audio_encoder.encoder.pos_conv.0.weight_v", {0, 0, 0}},
                                               {"language_model.shared.weight", {7}}});
    EXPECT_EQ(found, (json{{"variant", "visual"}, {"t5", {{"vocab", 7}}}}));
}

TEST(HubConfig, takesItsValuesAndTransformersDefaults)
{
    const auto found = architectureFromHubConfig(test::hubConfig(smallArchitecture(Variant::Visual)));
    ASSERT_TRUE(found);
    auto architecture = architectureFromJson(*found);
    ASSERT_TRUE(architecture);
    EXPECT_EQ(architecture->vit.finalNormEps, 1e-6);
    EXPECT_EQ(architecture->t5.decoderLayers, 3);
    EXPECT_EQ(architecture->imageSize, 42);
    const auto bare =
        architectureFromHubConfig({{"model_type", "blip-2"}, {"text_config", {{"dense_act_fn", "gelu"}}}});
    ASSERT_TRUE(bare);
    architecture = architectureFromJson(*bare);
    EXPECT_EQ(architecture->vit.hidden, 1408);
    EXPECT_EQ(architecture->vit.finalNormEps, 1e-6);
}

TEST(HubConfig, theDecoderIsAsDeepAsTheEncoderUnlessSaid)
{
    EXPECT_EQ((*architectureFromHubConfig({{"text_config", {{"num_layers", 5}}}}))["t5"]["decoder_layers"], 5);
}

TEST(HubConfig, theActivationThatStandsForItselfWins)
{
    const auto activation = [](const json& text) -> std::string {
        const auto found = architectureFromHubConfig({{"text_config", text}});
        return found ? (*found)["t5"]["activation"].get<std::string>() : "refused";
    };
    EXPECT_EQ(activation({{"feed_forward_proj", "gated-gelu"}, {"dense_act_fn", "gelu"}}), "gelu");
    EXPECT_EQ(activation({{"feed_forward_proj", "gated-gelu"}}), "gelu_new");
    EXPECT_EQ(activation({{"feed_forward_proj", "gated-gelu"}, {"dense_act_fn", "gelu_new"}}), "gelu_new");
    EXPECT_EQ(activation({{"feed_forward_proj", "gated-silu"}}), "refused");
    EXPECT_EQ(activation({{"feed_forward_proj", "relu"}}), "refused");
}

TEST(HubConfig, refusesOtherModels)
{
    for (const json& config :
         {json::array(), json{{"model_type", "llava"}}, json{{"use_decoder_only_language_model", true}},
          json{{"text_config", {{"model_type", "opt"}}}}, json{{"model_type", 3}},
          json{{"text_config", {{"model_type", json::array()}}}},
          json{{"vision_config", {{"layer_norm_eps", "small"}}}}, json{{"text_config", {{"feed_forward_proj", 1}}}}}) {
        const auto found = architectureFromHubConfig(config);
        ASSERT_FALSE(found) << config;
        EXPECT_EQ(found.error().code, ErrorCode::ArchitectureInvalid);
    }
}

TEST(AuthorsConfig, tellsQueriesAndAlpha)
{
    const json found = architectureFromAuthorsConfig(
        {{"model",
          {{"num_vis_query_token", 32}, {"num_aud_query_token", 16}, {"lora_alpha", 16}, {"lora_r", "eight"}}}});
    EXPECT_EQ(found, (json{{"qformer", {{"visual_queries", 32}, {"audio_queries", 16}}}, {"lora", {{"alpha", 16}}}}));
    EXPECT_TRUE(architectureFromAuthorsConfig({{"model", 3}}).empty());
    EXPECT_TRUE(architectureFromAuthorsConfig(json::object()).empty());
}

TEST(BeatsConfig, tellsItsSizeAndRefusesOtherMakes)
{
    const auto found = architectureFromBeatsConfig({{"encoder_layers", 12},
                                                    {"conv_pos", 128},
                                                    {"layer_norm_first", false},
                                                    {"deep_norm", true},
                                                    {"finetuned_model", false}});
    ASSERT_TRUE(found);
    EXPECT_EQ((*found)["beats"], (json{{"layers", 12}, {"conv_pos", 128}}));
    EXPECT_FALSE(architectureFromBeatsConfig({{"layer_norm_first", true}}));
    EXPECT_FALSE(architectureFromBeatsConfig({{"deep_norm", false}}));
    EXPECT_FALSE(architectureFromBeatsConfig({{"gru_rel_pos", "yes"}}));
}
