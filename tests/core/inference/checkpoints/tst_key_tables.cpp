// SPDX-License-Identifier: GPL-3.0-or-later
// The published files have so many tensors; each must find its place, at full depth, by name and shape.
#include "core/inference/checkpoints/assembly_plan.h"
#include "core/inference/tensor_table.h"
#include "tests/core/inference/checkpoints/made_source.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
using test::MadeSource;

namespace {

Architecture published(Variant variant, CrossAttentionLayout layout = CrossAttentionLayout::Aligned,
                       std::int64_t frequency = 2)
{
    Architecture a;
    a.variant = variant;
    a.lora = LoraShape{};
    a.qformer.crossAttentionLayout = layout;
    a.qformer.crossAttentionFrequency = frequency;
    return a;
}

/// What the planner says of these tensors; shapes only, nothing is read.
void expectThatAllFit(const MadeSource& source, const Architecture& architecture)
{
    MappedTensors mapped;
    ASSERT_TRUE(mapped.add(source));
    EXPECT_TRUE(mapped.unknown().empty()) << mapped.unknown().front();
    const auto plan = planAssembly(mapped, architecture, {Elements::AsStored, LoraHandling::Keep}, "x.pth");
    ASSERT_TRUE(plan) << describe(plan.error()) << " "
                      << (plan.error().items.empty() ? "" : plan.error().items.front());
    std::size_t required = 0;
    for (const auto& [name, specification] : expectedTensors(architecture))
        required += specification.need == TensorSpecification::Need::Required;
    EXPECT_EQ(plan->tensors.size(), required);
    EXPECT_EQ(plan->architecture, architecture);
}

std::string mappedBy(KeyDialect dialect, const std::string& name) { return KeyMap(dialect).map(name).ours; }

} // namespace

TEST(KeyTables, takeEveryTensorOfTheAuthorsFiles)
{
    const auto alternating = published(Variant::Multimodal, CrossAttentionLayout::Alternating);
    Architecture first = published(Variant::Multimodal), increased = published(Variant::Multimodal);
    first.lora.reset();
    increased.qformer.audioQueries = 32;
    for (const auto& [architecture, count] :
         {std::pair(published(Variant::Multimodal), 2005U), std::pair(first, 1717U), std::pair(alternating, 2005U),
          std::pair(increased, 2005U),
          std::pair(published(Variant::Multimodal, CrossAttentionLayout::Aligned, 1), 2125U),
          std::pair(published(Variant::Separate), 2129U), std::pair(published(Variant::Visual), 1619U)}) {
        const MadeSource source(test::authorsTensors(architecture));
        EXPECT_EQ(source.tensors().size(), count);
        expectThatAllFit(source, architecture);
    }
}

TEST(KeyTables, takeEveryTensorOfTheHubFolder)
{
    Architecture blip2 = published(Variant::Visual);
    blip2.lora.reset();
    const MadeSource source(test::hubTensors(blip2));
    EXPECT_EQ(source.tensors().size(), 1289U);
    expectThatAllFit(source, blip2);
    // Newer transformers put "model." in front of all but the head.
    auto renamed = source.tensors();
    for (SourceTensor& tensor : renamed)
        tensor.name = "model." + tensor.name;
    expectThatAllFit(MadeSource(std::move(renamed)), blip2);
}

TEST(KeyTables, takeEveryTensorOfBeats)
{
    const MadeSource source(test::beatsTensors(BeatsShape{}));
    EXPECT_EQ(source.tensors().size(), 250U);
    MappedTensors mapped;
    ASSERT_TRUE(mapped.add(source));
    EXPECT_TRUE(mapped.unknown().empty());
    EXPECT_EQ(mapped.tensors().size(), 239U);
    EXPECT_EQ(
        mapped.tensors().at("audio_encoder.encoder.layers.0.self_attn.relative_attention_bias.weight").aliases.size(),
        11U);
    std::size_t ours = 2; // ln_audio
    for (const auto& [name, shape] : mapped.shapes())
        ours += expectedTensors(Architecture{}).at(name).shape == shape;
    EXPECT_EQ(ours, 241U);
}

TEST(KeyTables, ownNamesStayAsTheyAre)
{
    for (const Variant variant : {Variant::Multimodal, Variant::Separate, Variant::Visual, Variant::Audio}) {
        const KeyMap names(KeyDialect::Own);
        for (const auto& [name, specification] : expectedTensors(published(variant))) {
            EXPECT_EQ(names.map(name).ours, name);
            EXPECT_NE(names.map(name).use, KeyUse::Ignore);
        }
    }
}

TEST(KeyTables, acceptOtherSpellingsOfLora)
{
    const std::string q = "language_model.encoder.block.3.layer.0.SelfAttention.q.";
    const std::string theirs = "t5_model.base_model.model.encoder.block.3.layer.0.SelfAttention.q.";
    for (const char* middle : {"", ".default", ".captions"}) {
        EXPECT_EQ(mappedBy(KeyDialect::Lavis, theirs + "lora_A" + middle + ".weight"), q + "lora_A.weight");
        EXPECT_EQ(mappedBy(KeyDialect::Lavis, theirs + "lora_B" + middle + ".weight"), q + "lora_B.weight");
    }
    EXPECT_EQ(mappedBy(KeyDialect::Lavis, theirs + "base_layer.weight"), q + "weight");
    EXPECT_EQ(mappedBy(KeyDialect::Lavis, theirs + "weight"), q + "weight");
}

TEST(KeyTables, acceptOtherSpellingsOfTheWeightNorm)
{
    const std::string conv = "encoder.pos_conv.0.";
    EXPECT_EQ(mappedBy(KeyDialect::Beats, conv + "parametrizations.weight.original0"),
              "audio_encoder." + conv + "weight_g");
    EXPECT_EQ(mappedBy(KeyDialect::Beats, conv + "parametrizations.weight.original1"),
              "audio_encoder." + conv + "weight_v");
}

TEST(KeyTables, knowWhatIsOfNoUse)
{
    for (const auto& [dialect, name] :
         {std::pair(KeyDialect::HuggingFace, "qformer.embeddings.position_ids"),
          std::pair(KeyDialect::HuggingFace, "qformer.encoder.layer.3.intermediate.dense.weight"),
          std::pair(KeyDialect::HuggingFace, "qformer.encoder.layer.3.output.LayerNorm.bias"),
          std::pair(KeyDialect::HuggingFace,
                    "language_model.decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight"),
          std::pair(KeyDialect::Lavis, "Qformer.bert.embeddings.position_ids"),
          std::pair(KeyDialect::Lavis, "Qformer.cls.predictions.bias"),
          std::pair(KeyDialect::Lavis, "Qformer.bert.encoder.layer.0.output.dense.weight"),
          std::pair(KeyDialect::Beats, "predictor.weight")})
        EXPECT_EQ(KeyMap(dialect).map(name).use, KeyUse::Ignore) << name;
}

TEST(KeyTables, doNotKnowOtherNames)
{
    for (const auto dialect : {KeyDialect::Own, KeyDialect::HuggingFace, KeyDialect::Lavis, KeyDialect::Beats}) {
        const KeyMap names(dialect);
        for (const std::string& name : {std::string(), std::string("module.visual_encoder.cls_token"),
                                        std::string("opt_model.x"), "t5_model." + std::string(100'000, 'a')}) {
            EXPECT_TRUE(names.map(name).ours.empty());
            EXPECT_NE(names.map(name).use, KeyUse::Ignore);
        }
    }
}

TEST(KeyTables, tellDialectsByTheirNames)
{
    EXPECT_EQ(dialectOf({"query_tokens", "Qformer.bert.embeddings.LayerNorm.weight"}), KeyDialect::Lavis);
    EXPECT_EQ(dialectOf({"query_tokens", "t5_proj_aud.bias"}), KeyDialect::Lavis);
    EXPECT_EQ(dialectOf({"query_tokens", "qformer.layernorm.weight", "vision_model.post_layernorm.bias"}),
              KeyDialect::HuggingFace);
    EXPECT_EQ(dialectOf({"encoder.layer_norm.weight", "post_extract_proj.weight"}), KeyDialect::Beats);
    EXPECT_EQ(dialectOf({"qformer.layernorm.weight", "ln_audio.weight"}), KeyDialect::Own);
    EXPECT_EQ(dialectOf({}), KeyDialect::Own);
}
