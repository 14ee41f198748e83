// SPDX-License-Identifier: GPL-3.0-or-later
// Golden vectors of T5: outputs of the reference implementation on a tiny network with weights that depend on their
// names.
#include "core/inference/networks/layers.h"
#include "core/inference/networks/t5.h"
#include "tests/core/inference/filled_weights.h"

#include <c10/core/GradMode.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

using namespace descant::inference;
using descant::test::expectGolden;
using descant::test::Filled;
using descant::test::fillTensor;

namespace {

Filled tinyT5()
{
    Filled f;
    const auto both = [&](const std::string& name, at::IntArrayRef shape) {
        f.add("language_model." + name, name, shape);
    };
    const auto attention = [&](const std::string& name) {
        for (const char* part : {"q", "k", "v", "o"})
            both(name + "." + part + ".weight", {32, 32});
    };
    both("shared.weight", {40, 32});
    for (const std::string stack : {"encoder", "decoder"}) {
        const int last = stack == "encoder" ? 1 : 2;
        both(stack + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight", {32, 4});
        for (int block = 0; block < 2; ++block) {
            const std::string prefix = fmt::format("{}.block.{}.layer.", stack, block);
            attention(prefix + "0.SelfAttention");
            if (last == 2)
                attention(prefix + "1.EncDecAttention");
            for (int layer = 0; layer <= last; ++layer)
                both(fmt::format("{}{}.layer_norm.weight", prefix, layer), {32});
            const std::string dense = fmt::format("{}{}.DenseReluDense.", prefix, last);
            both(dense + "wi_0.weight", {64, 32});
            both(dense + "wi_1.weight", {64, 32});
            both(dense + "wo.weight", {32, 64});
        }
        both(stack + ".final_layer_norm.weight", {32});
    }
    both("lm_head.weight", {40, 32});
    return f;
}

T5Shape tinyT5Shape(Activation activation)
{
    return {.dModel = 32,
            .dKv = 8,
            .dFf = 64,
            .encoderLayers = 2,
            .decoderLayers = 2,
            .heads = 4,
            .vocab = 40,
            .activation = activation};
}

at::Tensor decoderIds() { return at::tensor({0, 5, 9, 3, 17}, at::kLong).unsqueeze(0); }

} // namespace

TEST(T5, equalsTheReferenceWithExactGelu)
{
    const Filled f = tinyT5();
    const T5 t5(f.weights, tinyT5Shape(Activation::Gelu));
    const at::Tensor encoded = t5.encode(fillTensor("inputs_embeds", {1, 20, 32}), at::ones({1, 20}));
    expectGolden(encoded,
                 {{1.539051, 1.282308, -0.411461, -0.864265, -0.536124, 0.711126},
                  {-1.286793, -0.734762, 0.007206},
                  -41.73339,
                  25.34990});
    expectGolden(t5.decode(decoderIds(), encoded),
                 {{-0.583111, 0.165632, 1.111093, -0.056588, -0.821042, -0.787579},
                  {0.170019, 0.026409, 0.464135},
                  25.17932,
                  13.65695});
}

TEST(T5, equalsTheReferenceWithTanhGelu)
{
    const Filled f = tinyT5();
    const T5 t5(f.weights, tinyT5Shape(Activation::GeluNew));
    const at::Tensor encoded = t5.encode(fillTensor("inputs_embeds", {1, 20, 32}));
    expectGolden(encoded,
                 {{1.538569, 1.282324, -0.411097, -0.864299, -0.536126, 0.711035},
                  {-1.286613, -0.734791, 0.007206},
                  -41.73742,
                  25.34992});
    expectGolden(t5.decode(decoderIds(), encoded),
                 {{-0.583179, 0.165672, 1.111091, -0.056587, -0.821023, -0.787644},
                  {0.169643, 0.026938, 0.463532},
                  25.17271,
                  13.65646});
}

TEST(T5, tokenByTokenEqualsTeacherForcing)
{
    const Filled f = tinyT5();
    const T5 t5(f.weights, tinyT5Shape(Activation::Gelu));
    const at::Tensor encoded = t5.encode(fillTensor("inputs_embeds", {1, 20, 32}));
    const at::Tensor whole = t5.decode(decoderIds(), encoded);
    T5DecoderState state = t5.begin(encoded);
    for (std::int64_t position = 0; position < 5; ++position) {
        // Three rows with the same tokens share one clip's keys and values.
        const at::Tensor logits = t5.step(decoderIds().slice(1, position, position + 1).expand({3, 1}), state);
        EXPECT_TRUE(at::allclose(logits[2], whole[0][position], 1e-5, 1e-5)) << position;
        state.reorder(at::tensor({2, 0, 1}, at::kLong));
    }
}

TEST(T5, clipsOfABatchDoNotSeeEachOther)
{
    const Filled f = tinyT5();
    const T5 t5(f.weights, tinyT5Shape(Activation::Gelu));
    const at::Tensor longer = t5.encode(fillTensor("longer", {1, 20, 32}));
    const at::Tensor shorter = t5.encode(fillTensor("shorter", {1, 7, 32}));
    const at::Tensor mask = at::ones({2, 20});
    mask[1].slice(0, 7).zero_();
    T5DecoderState both = t5.begin(at::cat({longer, at::constant_pad_nd(shorter, {0, 0, 0, 13})}), mask);
    T5DecoderState alone = t5.begin(shorter);
    // Two rows of each clip, then only those of the second.
    const at::Tensor first = t5.step(at::tensor({5, 9, 3, 17}, at::kLong).unsqueeze(1), both);
    const at::Tensor expected = t5.step(at::tensor({3, 17}, at::kLong).unsqueeze(1), alone);
    EXPECT_TRUE(at::allclose(first.slice(0, 2), expected, 1e-5, 1e-5));
    both.reorder(at::tensor({3, 2}, at::kLong));
    both.keepClips(at::tensor({1}, at::kLong));
    alone.reorder(at::tensor({1, 0}, at::kLong));
    const at::Tensor next = at::tensor({7, 8}, at::kLong).unsqueeze(1);
    EXPECT_TRUE(at::allclose(t5.step(next, both), t5.step(next, alone), 1e-5, 1e-5));
}

TEST(T5, theQuickStepsGiveWhatTheDifferentiableOnesGive)
{
    Filled f = tinyT5();
    // LoRA beside some projections, as a package that keeps it apart has it.
    for (const char* name : {"layer.0.SelfAttention.q", "layer.0.SelfAttention.o", "layer.1.EncDecAttention.v"}) {
        const std::string projection = fmt::format("language_model.decoder.block.1.{}.", name);
        f.weights.set(projection + "lora_A.weight", fillTensor(projection + "A", {2, 32}));
        f.weights.set(projection + "lora_B.weight", fillTensor(projection + "B", {32, 2}));
    }
    for (const Activation activation : {Activation::Gelu, Activation::GeluNew}) {
        const T5 t5(f.weights, tinyT5Shape(activation), 1.5);
        const at::Tensor encoded = t5.encode(fillTensor("inputs_embeds", {2, 20, 32}));
        const at::Tensor mask = at::ones({2, 20});
        mask[1].slice(0, 13).zero_();
        T5DecoderState slow = t5.begin(encoded, mask);
        EXPECT_FALSE(slow.steps);
        const c10::AutoGradMode gradients(false);
        T5DecoderState quick = t5.begin(encoded, mask);
        ASSERT_TRUE(quick.steps);
        const T5DecoderState copy = quick;
        // Four rows, two of each clip; far enough for the distances that share a bucket.
        for (std::int64_t position = 0; position < 45; ++position) {
            const at::Tensor ids =
                at::tensor({position % 37, position % 11, (3 * position) % 29, (5 * position) % 31}, at::kLong);
            const at::Tensor expected = t5.step(ids.unsqueeze(1), slow);
            const at::Tensor found = t5.step(ids.unsqueeze(1), quick);
            ASSERT_TRUE(at::allclose(found, expected, 1e-4, 1e-4)) << position;
            const at::Tensor rows =
                position % 2 ? at::tensor({1, 0, 3, 3}, at::kLong) : at::tensor({0, 0, 2, 3}, at::kLong);
            slow.reorder(rows);
            quick.reorder(rows);
        }
        EXPECT_EQ(quick.length, 45);
        EXPECT_EQ(copy.memory.length(), 0);
        const at::Tensor several = at::tensor({1, 2, 3, 4, 5, 6, 7, 8}, at::kLong).view({4, 2});
        EXPECT_TRUE(at::allclose(t5.step(several, quick), t5.step(several, slow), 1e-4, 1e-4));
    }
}

TEST(T5, stepsOfOneShapeInOneMemoryGiveWhatGrowingOnesGive)
{
    const Filled f = tinyT5();
    const T5 t5(f.weights, tinyT5Shape(Activation::Gelu));
    const at::Tensor encoded = t5.encode(fillTensor("inputs_embeds", {1, 20, 32}));
    T5DecoderState growing = t5.begin(encoded);
    const c10::AutoGradMode gradients(false);
    T5DecoderState steady = growing;
    steady.room = 8;
    const void* memory = nullptr;
    for (std::int64_t position = 0; position < 40; ++position) {
        const at::Tensor ids = position == 0 ? at::zeros({1, 1}, at::kLong)
                                             : at::tensor({position % 37, position % 11, position % 5}, at::kLong).view({3, 1});
        ASSERT_TRUE(at::allclose(t5.step(ids, steady), t5.step(ids, growing), 1e-5, 1e-5)) << position;
        const at::Tensor rows = position == 0 ? at::zeros({3}, at::kLong) : at::tensor({2, 0, 0}, at::kLong);
        steady.reorder(rows);
        growing.reorder(rows);
        EXPECT_EQ(steady.selfKeys[1].size(2), position < 8 ? 8 : position < 16 ? 16 : position < 32 ? 32 : 64);
        if (position > 16 && position < 32) {
            EXPECT_EQ(steady.selfKeys[1].data_ptr(), memory) << position;
        }
        memory = steady.selfKeys[1].data_ptr();
    }
    const at::Tensor several = at::tensor({1, 2, 3, 4, 5, 6}, at::kLong).view({3, 2});
    EXPECT_TRUE(at::allclose(t5.step(several, steady), t5.step(several, growing), 1e-5, 1e-5));
}

TEST(T5, aMaskedTokenHasNoEffect)
{
    const Filled f = tinyT5();
    const T5 t5(f.weights, tinyT5Shape(Activation::Gelu));
    const at::Tensor embeddings = fillTensor("inputs_embeds", {1, 20, 32});
    at::Tensor mask = at::ones({1, 20});
    mask[0][19] = 0.0;
    const at::Tensor cut = embeddings.slice(1, 0, 19);
    const at::Tensor masked = t5.decode(decoderIds(), t5.encode(embeddings, mask), mask);
    EXPECT_TRUE(at::allclose(masked, t5.decode(decoderIds(), t5.encode(cut)), 1e-5, 1e-5));
}

TEST(T5, bucketsBeginWhereTheReferenceSays)
{
    const std::int64_t starts[] = {8, 12, 16, 23, 32, 46, 64, 91};
    for (std::int64_t index = 0; index < 8; ++index) {
        EXPECT_EQ(relativeBucket(-starts[index], Direction::Both, 32, 128), 8 + index);
        EXPECT_EQ(relativeBucket(starts[index], Direction::Both, 32, 128), 24 + index);
        EXPECT_EQ(relativeBucket(1 - starts[index], Direction::Both, 32, 128), 7 + index);
    }
    EXPECT_EQ(relativeBucket(-113, Direction::Past, 32, 128), 31);
    EXPECT_EQ(relativeBucket(-112, Direction::Past, 32, 128), 30);
    EXPECT_EQ(relativeBucket(5, Direction::Past, 32, 128), 0);
    EXPECT_EQ(relativeBucket(-778, Direction::Both, 320, 800), 159);
    EXPECT_EQ(relativeBucket(-777, Direction::Both, 320, 800), 158);
}
