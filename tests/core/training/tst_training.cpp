// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/training/internal/caption_stage.h"
#include "core/training/internal/checkpoint.h"
#include "core/training/internal/optimiser.h"
#include "core/training/internal/parameters.h"
#include "core/training/internal/stage.h"
#include "tests/core/inference/tiny_tokenizer.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace descant::training {
namespace {

using inference::Weights;

TEST(Schedule, warmsUpInALineAndEndsAtTheLowestRate)
{
    const Schedule schedule{1.0, 0.1, 10, 110};
    EXPECT_DOUBLE_EQ(schedule.rate(0), 0.1);
    EXPECT_DOUBLE_EQ(schedule.rate(9), 1.0);
    EXPECT_DOUBLE_EQ(schedule.rate(10), 1.0);
    EXPECT_NEAR(schedule.rate(60), 0.55, 1e-12);
    EXPECT_NEAR(schedule.rate(110), 0.1, 1e-12);
}

TEST(DecoderBatch, shiftsLabelsRightAndLeavesPaddingOut)
{
    const DecoderBatch batch = decoderBatch({{7, 8, 1}, {9, 1}});
    EXPECT_TRUE(at::equal(batch.inputs, at::tensor({0, 7, 8, 0, 9, 0}, at::kLong).view({2, 3})));
    EXPECT_TRUE(at::equal(batch.labels, at::tensor({7, 8, 1, 9, 1, -100}, at::kLong).view({2, 3})));
}

TEST(DecoderBatch, cutsCaptionsThatAreTooLong)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "spiece.model", test::tinyTokenizer()));
    const auto tokenizer = inference::Tokenizer::load(folder / "spiece.model", 96);
    ASSERT_TRUE(tokenizer);
    std::string endless = "a cow";
    for (int word = 0; word < 6'000; ++word)
        endless += " hums";
    const DecoderBatch batch = decoderBatch(*tokenizer, {endless, "a cow"});
    EXPECT_EQ(batch.labels.size(1), 48);
    EXPECT_EQ(batch.labels[0][47].item<std::int64_t>(), inference::Tokenizer::kEnd);
    EXPECT_NE(batch.labels[0][46].item<std::int64_t>(), inference::Tokenizer::kEnd);
    const std::vector<std::int64_t> whole = tokenizer->encode("a cow");
    EXPECT_EQ(batch.labels[1].slice(0, 0, std::ssize(whole)).max().item<std::int64_t>(),
              *std::max_element(whole.begin(), whole.end()));
}

TEST(FreshWeights, haveLoraThatChangesNothingYet)
{
    inference::Architecture a;
    a.vit = {.hidden = 16, .layers = 1, .heads = 2, .mlp = 24, .patch = 14};
    a.imageSize = 28;
    a.beats = {.embed = 8, .hidden = 12, .layers = 1, .heads = 3, .mlp = 24, .convPos = 8, .convPosGroups = 4};
    a.qformer = {.hidden = 12, .layers = 2, .heads = 3, .mlp = 20, .visualQueries = 4, .audioQueries = 2};
    a.t5 = {.dModel = 16, .dKv = 8, .dFf = 24, .encoderLayers = 1, .decoderLayers = 1, .heads = 2, .vocab = 96};
    a.lora = inference::LoraShape{2, 4.0, {"q"}};
    const Weights weights = freshWeights(a, 1);
    const std::string query = "language_model.encoder.block.0.layer.0.SelfAttention.q.";
    EXPECT_GT(weights.get(query + "lora_A.weight").abs().max().item<double>(), 0.0);
    EXPECT_EQ(weights.get(query + "lora_B.weight").abs().max().item<double>(), 0.0);
}

TEST(Optimiser, movesAgainstTheGradientByTheRateAndForgetsIt)
{
    Weights weights;
    weights.set("bias", at::full({1}, 2.0).set_requires_grad(true));
    Optimiser optimiser(weights, {"bias"}, {});
    weights.get("bias").pow(2).sum().backward();
    EXPECT_NEAR(optimiser.step(0.5), 4.0, 1e-6);
    EXPECT_NEAR(weights.get("bias").item<double>(), 1.5, 1e-5);
    EXPECT_FALSE(weights.get("bias").grad().defined());
}

class Stage : public ::testing::Test {
protected:
    void SetUp() override
    {
        m_folder = std::filesystem::temp_directory_path()
            / ("descant_training_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
        std::filesystem::remove_all(m_folder);
        std::filesystem::create_directories(m_folder);
    }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    static Weights fresh()
    {
        at::manual_seed(3);
        Weights weights;
        addHead(weights, "layer", 4, 6);
        return weights;
    }
    /// 400 steps, or as many as are done when stop is asked for in step `stopAt`.
    Outcome<void> run(Weights& weights, const char* file, std::int64_t stopAt, const char* taught = "") const
    {
        std::stop_source source;
        const StageSettings settings{"test", {1e-2, 1e-4, 5, 400}, 8, m_folder / file, 1};
        const auto names = chooseTrainable(weights, [&](const std::string& name) { return name.starts_with(taught); });
        return runStage(
            settings, weights, names,
            [&](std::int64_t step) {
                if (step + 1 == stopAt)
                    source.request_stop();
                const at::Tensor input = at::randn({8, 6});
                return (at::linear(input, weights.get("layer.weight"), weights.get("layer.bias")) - 1).pow(2).mean();
            },
            source.get_token(), {});
    }

    std::filesystem::path m_folder;
};

TEST_F(Stage, goesOnAfterAnInterruptionToTheSameBits)
{
    Weights whole = fresh();
    ASSERT_TRUE(run(whole, "whole", 0));
    Weights parts = fresh();
    const auto interrupted = run(parts, "parts", 250);
    ASSERT_FALSE(interrupted);
    EXPECT_TRUE(isCancelled(interrupted.error()));
    EXPECT_EQ(readCheckpoint(m_folder / "parts")->steps, 250) << "no step that was done is lost";
    Weights resumed = fresh();
    ASSERT_TRUE(run(resumed, "parts", 0));
    EXPECT_TRUE(at::equal(whole.get("layer.weight"), resumed.get("layer.weight")));
    EXPECT_TRUE(at::equal(whole.get("layer.bias"), resumed.get("layer.bias")));
}

TEST_F(Stage, leavesAloneWhatAnotherStageTeaches)
{
    Weights weights = fresh();
    weights.set("other", at::ones({2}));
    ASSERT_TRUE(run(weights, "own", 0, "layer"));
    weights.set("other", at::full({2}, 7.0));
    ASSERT_TRUE(run(weights, "own", 0, "layer"));
    EXPECT_EQ(weights.get("other")[0].item<float>(), 7.0F) << "a stage that is done brings back only its own weights";
}

TEST_F(Stage, refusesACheckpointOfAnotherSize)
{
    Weights weights = fresh();
    ASSERT_TRUE(run(weights, "small", 0));
    Weights other;
    addHead(other, "layer", 5, 6);
    const auto outcome = run(other, "small", 0);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(std::get<Error>(outcome.error()).code, ErrorCode::TensorMismatch);
}

} // namespace
} // namespace descant::training
