// SPDX-License-Identifier: GPL-3.0-or-later
// Golden vectors: outputs of the reference implementations on tiny networks with weights that depend on their names.
#include "core/inference/networks/beats.h"
#include "core/inference/networks/layers.h"
#include "core/inference/networks/qformer.h"
#include "core/inference/networks/vit.h"
#include "tests/core/inference/filled_weights.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

using namespace descant::inference;
using descant::test::expectGolden;
using descant::test::fill;
using descant::test::Filled;
using descant::test::fillParameter;
using descant::test::fillTensor;

namespace {

Filled tinyVit()
{
    Filled f;
    f.add("vision_model.embeddings.class_embedding", "cls_token", {1, 1, 32});
    f.add("vision_model.embeddings.position_embedding", "pos_embed", {1, 5, 32});
    f.add("vision_model.embeddings.patch_embedding.weight", "patch_embed.proj.weight", {32, 3, 14, 14});
    f.add("vision_model.embeddings.patch_embedding.bias", "patch_embed.proj.bias", {32});
    for (int layer = 0; layer < 2; ++layer) {
        const std::string ours = fmt::format("vision_model.encoder.layers.{}.", layer);
        const std::string theirs = fmt::format("blocks.{}.", layer);
        f.norm(ours + "layer_norm1", theirs + "norm1", 32);
        f.norm(ours + "layer_norm2", theirs + "norm2", 32);
        f.add(ours + "self_attn.qkv.weight", theirs + "attn.qkv.weight", {96, 32});
        f.weights.set(ours + "self_attn.qkv.bias",
                      at::cat({fillParameter(theirs + "attn.q_bias", {32}), at::zeros({32}),
                               fillParameter(theirs + "attn.v_bias", {32})}));
        f.linear(ours + "self_attn.projection", theirs + "attn.proj", 32, 32);
        f.linear(ours + "mlp.fc1", theirs + "mlp.fc1", 139, 32);
        f.linear(ours + "mlp.fc2", theirs + "mlp.fc2", 32, 139);
    }
    f.norm("vision_model.post_layernorm", "ln_vision", 32);
    return f;
}

VitShape tinyVitShape()
{
    return {.hidden = 32, .layers = 2, .heads = 4, .mlp = 139, .patch = 14, .finalNormEps = 1e-6};
}

void addAttention(Filled& f, const std::string& ours, const std::string& theirs, std::int64_t keyWidth)
{
    f.linear(ours + ".attention.query", theirs + ".self.query", 24, 24);
    f.linear(ours + ".attention.key", theirs + ".self.key", 24, keyWidth);
    f.linear(ours + ".attention.value", theirs + ".self.value", 24, keyWidth);
    f.linear(ours + ".output.dense", theirs + ".output.dense", 24, 24);
    f.norm(ours + ".output.LayerNorm", theirs + ".output.LayerNorm", 24);
}

void addFeedForward(Filled& f, const std::string& layer, const std::string& theirs, const std::string& suffix)
{
    f.linear("qformer." + layer + "intermediate_query" + suffix + ".dense",
             theirs + "intermediate_query" + suffix + ".dense", 48, 24);
    f.linear("qformer." + layer + "output_query" + suffix + ".dense", theirs + "output_query" + suffix + ".dense", 24,
             48);
    f.norm("qformer." + layer + "output_query" + suffix + ".LayerNorm", theirs + "output_query" + suffix + ".LayerNorm",
           24);
}

Architecture tinyQFormerArchitecture(Variant variant, std::int64_t frequency = 2,
                                     CrossAttentionLayout layout = CrossAttentionLayout::Aligned)
{
    Architecture a;
    a.variant = variant;
    a.qformer = {.hidden = 24,
                 .layers = 4,
                 .heads = 3,
                 .mlp = 48,
                 .crossAttentionFrequency = frequency,
                 .crossAttentionLayout = layout,
                 .visualQueries = 5,
                 .audioQueries = 3};
    return a;
}

/// Every module that any layout needs; the layers pick what they use.
Filled tinyQFormer(Variant variant)
{
    Filled f;
    const bool joint = variant == Variant::Multimodal;
    f.norm("qformer.layernorm", "embeddings.LayerNorm", 24);
    for (int index = 0; index < 4; ++index) {
        const std::string layer = fmt::format("encoder.layer.{}.", index);
        addAttention(f, "qformer." + layer + "attention", layer + "attention", 24);
        for (const std::string& suffix :
             joint ? std::vector<std::string>{"_vis", "_aud"} : std::vector<std::string>{""}) {
            addAttention(f, "qformer." + layer + "crossattention" + suffix, layer + "crossattention" + suffix,
                         suffix == "_aud" ? 20 : 32);
            addFeedForward(f, layer, layer, suffix);
        }
    }
    f.add("query_tokens", "query_tokens", {1, joint ? 8 : 5, 24});
    f.linear("language_projection", "language_projection", 6, 24);
    f.linear("language_projection_aud", "language_projection_aud", 6, 24);
    return f;
}

at::Tensor runMultimodal(std::int64_t frequency, CrossAttentionLayout layout, const at::Tensor& mask = {})
{
    const Filled f = tinyQFormer(Variant::Multimodal);
    const QFormer qformer(f.weights, tinyQFormerArchitecture(Variant::Multimodal, frequency, layout));
    return qformer.run({fillTensor("image_embeds", {1, 7, 32}), fillTensor("audio_embeds", {1, 9, 20}), mask}).queries;
}

Filled tinyBeats()
{
    Filled f;
    const auto both = [&](const std::string& name, at::IntArrayRef shape) {
        f.add("audio_encoder." + name, name, shape);
    };
    const auto linear = [&](const std::string& name, std::int64_t out, std::int64_t in) {
        f.linear("audio_encoder." + name, name, out, in);
    };
    const auto norm = [&](const std::string& name, std::int64_t width) {
        f.norm("audio_encoder." + name, name, width);
    };
    both("patch_embedding.weight", {16, 1, 16, 16});
    norm("layer_norm", 16);
    linear("post_extract_proj", 24, 16);
    both("encoder.pos_conv.0.weight_g", {1, 1, 8});
    both("encoder.pos_conv.0.weight_v", {24, 6, 8});
    both("encoder.pos_conv.0.bias", {24});
    norm("encoder.layer_norm", 24);
    both("encoder.layers.0.self_attn.relative_attention_bias.weight", {32, 3});
    for (int layer = 0; layer < 2; ++layer) {
        const std::string prefix = fmt::format("encoder.layers.{}.", layer);
        for (const char* part : {"q_proj", "k_proj", "v_proj", "out_proj"})
            linear(prefix + "self_attn." + part, 24, 24);
        linear(prefix + "self_attn.grep_linear", 8, 8);
        both(prefix + "self_attn.grep_a", {1, 3, 1, 1});
        norm(prefix + "self_attn_layer_norm", 24);
        linear(prefix + "fc1", 48, 24);
        linear(prefix + "fc2", 24, 48);
        norm(prefix + "final_layer_norm", 24);
    }
    return f;
}

BeatsShape tinyBeatsShape()
{
    return {.embed = 16,
            .hidden = 24,
            .layers = 2,
            .heads = 3,
            .mlp = 48,
            .convPos = 8,
            .convPosGroups = 4,
            .numBuckets = 32,
            .maxDistance = 80};
}

} // namespace

TEST(Filler, givesTheReferenceNumbers)
{
    const auto pixels = fill("pixel_values", 4);
    EXPECT_NEAR(pixels[0], -0.70787145, 1e-8);
    EXPECT_NEAR(pixels[1], -0.98481273, 1e-8);
    EXPECT_NEAR(pixels[3], -0.22005874, 1e-8);
    EXPECT_NEAR(fill("fbank", 3)[2], -0.06736695, 1e-8);
}

TEST(Vit, equalsTheReference)
{
    const Filled f = tinyVit();
    const Vit vit(f.weights, tinyVitShape());
    const at::Tensor blocks = vit.blocks(fillTensor("pixel_values", {1, 3, 28, 28}));
    expectGolden(blocks,
                 {{1.664768, 1.931569, -0.107142, -0.810428, 1.644811, -2.945409},
                  {1.111476, 0.894616, -1.709746},
                  -0.23087,
                  18.00535});
    expectGolden(vit.finalNorm(blocks),
                 {{1.274369, 1.512070, -0.106618, -0.518687, 1.208324, -2.206519},
                  {1.048278, 0.807501, -1.043537},
                  -0.61346,
                  12.95442});
}

TEST(QFormer, withoutHearingEqualsBlip2)
{
    const Filled f = tinyQFormer(Variant::Visual);
    const QFormer qformer(f.weights, tinyQFormerArchitecture(Variant::Visual));
    expectGolden(qformer.run({fillTensor("image_embeds", {1, 7, 32}), {}, {}}).queries,
                 {{0.687281, 2.334785, -0.761462, -1.283090, 1.059753, 0.779740},
                  {0.150991, 0.463140, 0.672864},
                  0.27612,
                  10.82730});
}

TEST(QFormer, multimodalEqualsTheReference)
{
    const auto aligned = CrossAttentionLayout::Aligned;
    expectGolden(runMultimodal(2, aligned),
                 {{-2.350336, -0.441373, -0.790904, 0.183441, 0.911434, 1.300586},
                  {1.052620, 0.758027, -0.847324},
                  1.29019,
                  14.06698});
    expectGolden(runMultimodal(1, aligned),
                 {{-2.244044, -0.516435, -1.270530, -0.012073, 0.659131, 1.215383},
                  {1.261320, 1.094237, -0.908621},
                  0.95489,
                  14.17711});
    expectGolden(runMultimodal(2, CrossAttentionLayout::Alternating),
                 {{-2.121343, -0.615815, -0.606611, -0.036758, 0.923306, 1.104870},
                  {1.315797, 0.581125, -0.658385},
                  1.54052,
                  14.22745});
}

TEST(QFormer, masksSoundAsTheReference)
{
    const auto aligned = CrossAttentionLayout::Aligned;
    const at::Tensor some = at::tensor({1, 1, 1, 1, 1, 1, 0, 0, 0}, at::kByte).unsqueeze(0);
    expectGolden(runMultimodal(2, aligned, some),
                 {{-2.166021, -0.329414, -0.953909, 0.099136, 0.958219, 1.343886},
                  {0.731417, 0.823676, -1.042306},
                  1.18618,
                  14.01285});
    expectGolden(runMultimodal(2, aligned, at::zeros({1, 9}, at::kByte)),
                 {{-2.362921, -0.449830, -0.660792, 0.076467, 0.977398, 1.274817},
                  {1.201546, 0.846274, -0.755726},
                  1.32535,
                  14.08319});
}

TEST(QFormer, multimodalWithoutSoundIsItsVisualHalf)
{
    const Filled joint = tinyQFormer(Variant::Multimodal);
    Weights visual;
    for (const auto& [name, tensor] : joint.weights.all()) {
        std::string plain = name;
        if (const auto place = plain.find("_vis"); place != std::string::npos)
            plain.erase(place, 4);
        visual.set(plain, name == "query_tokens" ? tensor.slice(1, 0, 5) : tensor);
    }
    const QFormerInputs inputs{fillTensor("image_embeds", {1, 7, 32}), {}, {}};
    const auto half = QFormer(joint.weights, tinyQFormerArchitecture(Variant::Multimodal)).run(inputs);
    const auto whole = QFormer(visual, tinyQFormerArchitecture(Variant::Visual)).run(inputs);
    EXPECT_TRUE(at::equal(half.queries, whole.queries));
    EXPECT_TRUE(at::equal(half.prefix, whole.prefix));
}

TEST(QFormer, theOrderOfFramesChangesNothing)
{
    const Filled f = tinyQFormer(Variant::Multimodal);
    const QFormer qformer(f.weights, tinyQFormerArchitecture(Variant::Multimodal));
    const at::Tensor visual = fillTensor("frames", {2, 12, 32});
    const at::Tensor audio = fillTensor("audio_embeds", {2, 9, 20});
    const at::Tensor order = at::tensor({8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7}, at::kLong);
    const auto one = qformer.run({visual, audio, {}});
    const auto other = qformer.run({visual.index_select(1, order), audio, {}});
    EXPECT_TRUE(at::allclose(one.queries, other.queries, 1e-5, 1e-5));
}

TEST(QFormer, withoutAttentionBetweenTheSensesItIsTwoQFormers)
{
    const Filled f = tinyQFormer(Variant::Multimodal);
    const QFormer joint(f.weights, tinyQFormerArchitecture(Variant::Multimodal));
    const at::Tensor visual = fillTensor("image_embeds", {2, 7, 32});
    const at::Tensor audio = fillTensor("audio_embeds", {2, 9, 20});
    at::Tensor blocks = at::zeros({8, 8}, at::kByte);
    blocks.slice(0, 0, 5).slice(1, 0, 5).fill_(1);
    blocks.slice(0, 5).slice(1, 5).fill_(1);
    const auto apart = joint.run({visual, audio, {}, blocks});
    EXPECT_LT((apart.queries.slice(1, 0, 5) - joint.run({visual, {}, {}}).queries).abs().max().item<double>(), 1.1e-6);
    EXPECT_LT((apart.queries.slice(1, 5) - joint.run({{}, audio, {}}).queries).abs().max().item<double>(), 1.1e-6);
    EXPECT_GT((apart.queries - joint.run({visual, audio, {}}).queries).abs().max().item<double>(), 1e-2)
        << "where the senses meet, they change each other";
    EXPECT_TRUE(at::equal(joint.run({visual, audio, {}, at::ones({8, 8}, at::kByte)}).queries,
                          joint.run({visual, audio, {}}).queries));
}

TEST(QFormer, theOrderOfSoundChangesNothing)
{
    // The keys carry no position of their own, so tokens and their mask may change places together.
    const Filled f = tinyQFormer(Variant::Multimodal);
    const QFormer qformer(f.weights, tinyQFormerArchitecture(Variant::Multimodal));
    const at::Tensor visual = fillTensor("image_embeds", {2, 7, 32});
    const at::Tensor audio = fillTensor("audio_embeds", {2, 9, 20});
    const at::Tensor mask = at::tensor({1, 1, 1, 1, 1, 1, 0, 0, 0}, at::kByte).unsqueeze(0).repeat({2, 1});
    const at::Tensor order = at::tensor({8, 3, 0, 6, 1, 7, 2, 5, 4}, at::kLong);
    const auto one = qformer.run({visual, audio, mask});
    const auto other = qformer.run({visual, audio.index_select(1, order), mask.index_select(1, order)});
    EXPECT_TRUE(at::allclose(one.queries, other.queries, 1e-5, 1e-5));
    EXPECT_FALSE(
        at::allclose(one.queries, qformer.run({visual, audio.index_select(1, order), mask}).queries, 1e-3, 1e-3))
        << "the mask belongs to the tokens";
}

TEST(QFormer, withoutAudioQueriesItIsBlip2BitForBit)
{
    // The joint queries are cut to the visual ones; weights of hearing lie about unused.
    Filled joint = tinyQFormer(Variant::Multimodal);
    joint.weights.set("query_tokens", joint.weights.get("query_tokens").slice(1, 0, 5).contiguous());
    Weights plain;
    for (const auto& [name, tensor] : joint.weights.all()) {
        std::string ours = name;
        if (const auto place = ours.find("_vis"); place != std::string::npos)
            ours.erase(place, 4);
        plain.set(ours, tensor);
    }
    const QFormerInputs inputs{fillTensor("image_embeds", {2, 7, 32}), {}, {}};
    EXPECT_TRUE(at::equal(QFormer(joint.weights, tinyQFormerArchitecture(Variant::Multimodal)).run(inputs).queries,
                          QFormer(plain, tinyQFormerArchitecture(Variant::Visual)).run(inputs).queries));
}

TEST(QFormer, t5GetsSoundBeforePictures)
{
    const Filled f = tinyQFormer(Variant::Multimodal);
    const QFormer qformer(f.weights, tinyQFormerArchitecture(Variant::Multimodal));
    const auto out = qformer.run({fillTensor("image_embeds", {1, 7, 32}), fillTensor("audio_embeds", {1, 9, 20}), {}},
                                 0.0, KeepAttention::Yes);
    const Scope root(f.weights, "");
    EXPECT_TRUE(
        at::allclose(out.prefix.slice(1, 0, 3), linear(root / "language_projection_aud", out.queries.slice(1, 5))));
    EXPECT_TRUE(at::allclose(out.prefix.slice(1, 3), linear(root / "language_projection", out.queries.slice(1, 0, 5))));
    EXPECT_EQ(out.visualAttention.sizes(), at::IntArrayRef({1, 5, 7}));
    EXPECT_TRUE(at::allclose(out.audioAttention.sum(-1), at::ones({1, 3})));
}

TEST(QFormer, gradientsReachTheQueries)
{
    Filled f = tinyQFormer(Variant::Multimodal);
    at::Tensor& queries = f.weights.all().at("query_tokens");
    queries.set_requires_grad(true);
    const QFormer qformer(f.weights, tinyQFormerArchitecture(Variant::Multimodal));
    qformer.run({fillTensor("image_embeds", {1, 7, 32}), fillTensor("audio_embeds", {1, 9, 20}), {}})
        .prefix.square()
        .sum()
        .backward();
    ASSERT_TRUE(queries.grad().defined());
    EXPECT_GT(queries.grad().abs().min().item<double>(), 0.0);
}

TEST(Beats, equalsTheReference)
{
    const Filled f = tinyBeats();
    const Beats beats(f.weights, tinyBeatsShape());
    expectGolden(beats.blocks(fillTensor("fbank", {1, 98, 128})),
                 {{0.934087, 0.500907, 0.012502, 1.986385, -0.633111, -1.105167},
                  {-1.805314, 1.886087, 0.884569},
                  0.42199,
                  34.33036});
}

TEST(Beats, masksPaddingAsTheReference)
{
    const Filled f = tinyBeats();
    const Beats beats(f.weights, tinyBeatsShape());
    const at::Tensor mask = at::cat({at::zeros({1, 11200}, at::kByte), at::ones({1, 4480}, at::kByte)}, 1);
    EXPECT_EQ(tokenPadding(mask, 98, 48).sum().item<std::int64_t>(), 13);
    expectGolden(beats.blocks(fillTensor("fbank", {1, 98, 128}), mask),
                 {{0.999877, 0.572226, 0.042134, 1.970342, -0.824283, -1.106314},
                  {-0.593924, -0.962970, -0.536246},
                  3.15760,
                  34.09008});
}

TEST(Beats, allPaddingGivesFiniteNumbers)
{
    const Filled f = tinyBeats();
    const Beats beats(f.weights, tinyBeatsShape());
    EXPECT_TRUE(at::isfinite(beats.blocks(fillTensor("fbank", {1, 98, 128}), at::ones({1, 15680}, at::kByte)))
                    .all()
                    .item<bool>());
}
