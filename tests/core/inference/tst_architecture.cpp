// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/architecture.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace descant;
using namespace descant::inference;
using nlohmann::json;

TEST(Architecture, missingValuesAreThePublishedSize)
{
    const auto a = architectureFromJson(json::parse(R"({"vit":{"layers":2},"somebody_elses":1})"));
    ASSERT_TRUE(a);
    EXPECT_EQ(a->vit.layers, 2);
    EXPECT_EQ(a->vit.hidden, 1408);
    EXPECT_EQ(a->t5.dFf, 5120);
    EXPECT_EQ(a->variant, Variant::Multimodal);
    EXPECT_FALSE(a->lora);
    EXPECT_EQ(a->frameTokens(), 257);
    EXPECT_EQ(a->samplesPerToken(), 320);
}

TEST(Architecture, survivesTheWayThroughJson)
{
    Architecture a;
    a.variant = Variant::Separate;
    a.qformer.crossAttentionLayout = CrossAttentionLayout::Alternating;
    a.t5.activation = Activation::GeluNew;
    a.lora = LoraShape{4, 8.0, {"q"}};
    EXPECT_EQ(architectureFromJson(architectureToJson(a)).value(), a);
}

TEST(Architecture, absurdDimensionsAreRefused)
{
    for (const char* text :
         {R"({"t5":{"vocab":1000000000000}})", R"({"vit":{"hidden":-1}})", R"({"vit":{"hidden":1.5}})",
          R"({"vit":{"heads":0}})", R"({"vit":{"heads":3}})", R"({"image_size":225})", R"({"vit":[]})",
          R"({"variant":"smell"})", R"({"t5":{"layer_norm_eps":"small"}})", R"([])", R"({"beats":{"patch":7}})",
          R"({"t5":{"d_model":32768,"d_ff":131072,"decoder_layers":512}})", R"({"lora":{"rank":0}})",
          R"({"vit":{"hidden":18446744073709551615}})", R"({"qformer":{"audio_queries":0}})"}) {
        const auto a = architectureFromJson(json::parse(text));
        ASSERT_FALSE(a) << text;
        EXPECT_EQ(a.error().code, ErrorCode::ArchitectureInvalid) << text;
    }
}
