// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/component_runner.h"

#include "core/inference/networks/weights_file.h"
#include "tests/core/inference/filler.h"
#include "tests/core/inference/tiny_package.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
using descant::test::fillTensor;

namespace {

class ComponentRunnerTest : public ::testing::Test {
protected:
    ComponentRequest request(const std::string& component, Variant variant = Variant::Multimodal)
    {
        if (!std::filesystem::exists(m_folder / variantName(variant)))
            test::writeTinyPackage(m_folder / variantName(variant), test::tinyArchitecture(variant));
        ComponentRequest r;
        r.package = m_folder / variantName(variant);
        r.component = component;
        r.inputs = m_folder / "in.safetensors";
        r.outputs = m_folder / "out.safetensors";
        return r;
    }

    Outcome<Weights> tryRun(const ComponentRequest& r, const std::map<std::string, at::Tensor>& inputs)
    {
        Weights weights;
        for (const auto& [name, tensor] : inputs)
            weights.set(name, tensor);
        EXPECT_TRUE(writeWeights(r.inputs, weights));
        std::filesystem::remove(r.outputs);
        DESCANT_CHECK(runComponent(r, {}, {}));
        DESCANT_TRY(Weights outputs, readWeights(r.outputs));
        return outputs;
    }

    Weights run(const ComponentRequest& r, const std::map<std::string, at::Tensor>& inputs)
    {
        const auto outputs = tryRun(r, inputs);
        EXPECT_TRUE(outputs) << describe(std::get<Error>(outputs.error()));
        return outputs ? *outputs : Weights();
    }

    void expectRefused(const ComponentRequest& r, const std::map<std::string, at::Tensor>& inputs)
    {
        const auto outputs = tryRun(r, inputs);
        ASSERT_FALSE(outputs);
        EXPECT_EQ(std::get<Error>(outputs.error()).code, ErrorCode::InputInvalid)
            << describe(std::get<Error>(outputs.error()));
        EXPECT_FALSE(std::filesystem::exists(r.outputs));
    }

    test::TemporaryFolder m_folder;
};

at::Tensor ids(std::initializer_list<std::int64_t> values)
{
    return at::tensor(std::vector<std::int64_t>(values), at::kLong).unsqueeze(0);
}

std::map<std::string, at::Tensor> wholeInputs()
{
    return {{"pixel_values", fillTensor("pixels", {2, 3, 3, 28, 28})},
            {"fbank", fillTensor("fbank", {2, 98, 128})},
            {"sample_mask", at::cat({at::zeros({2, 11200}, at::kByte), at::ones({2, 4480}, at::kByte)}, 1)},
            {"audio_key_mask", at::cat({at::ones({2, 35}, at::kByte), at::zeros({2, 13}, at::kByte)}, 1)},
            {"prompt_ids", ids({5, 6, 1}).repeat({2, 1})}};
}

} // namespace

TEST_F(ComponentRunnerTest, theWholeEqualsItsParts)
{
    auto inputs = wholeInputs();
    inputs["decoder_input_ids"] = ids({0, 7, 8, 9}).repeat({2, 1});
    const Weights full = run(request("full"), inputs);
    EXPECT_EQ(full.get("vit_blocks").sizes(), at::IntArrayRef({6, 5, 16}));
    EXPECT_EQ(full.get("audio_tokens").sizes(), at::IntArrayRef({2, 48, 12}));
    EXPECT_EQ(full.get("queries").sizes(), at::IntArrayRef({2, 6, 12}));
    EXPECT_EQ(full.get("t5_prefix").sizes(), at::IntArrayRef({2, 6, 16}));
    EXPECT_EQ(full.get("encoder_output").sizes(), at::IntArrayRef({2, 9, 16}));
    EXPECT_EQ(full.get("logits").sizes(), at::IntArrayRef({2, 4, 96}));

    const Weights vit = run(request("vit"), {{"pixel_values", inputs["pixel_values"].flatten(0, 1)}});
    EXPECT_TRUE(at::equal(vit.get("visual_tokens"), full.get("visual_tokens")));
    const Weights beats = run(request("beats"), {{"fbank", inputs["fbank"]}, {"sample_mask", inputs["sample_mask"]}});
    EXPECT_TRUE(at::equal(beats.get("audio_tokens"), full.get("audio_tokens")));
    const Weights qformer = run(request("qformer"),
                                {{"visual_tokens", vit.get("visual_tokens").reshape({2, 15, 16})},
                                 {"audio_tokens", beats.get("audio_tokens")},
                                 {"audio_key_mask", inputs["audio_key_mask"]}});
    EXPECT_TRUE(at::equal(qformer.get("t5_prefix"), full.get("t5_prefix")));
    const Weights words =
        run(request("t5"), {{"input_ids", inputs["prompt_ids"]}, {"decoder_input_ids", inputs["decoder_input_ids"]}});
    EXPECT_EQ(words.get("encoder_output").sizes(), at::IntArrayRef({2, 3, 16}));
}

TEST_F(ComponentRunnerTest, soundThatIsTooLongForTheAttentionIsRefused)
{
    // 16 frames make 8 tokens here.
    EXPECT_EQ(run(request("beats"), {{"fbank", at::zeros({1, 1024, 128})}}).get("audio_tokens").size(1), 512);
    expectRefused(request("beats"), {{"fbank", at::zeros({1, 16 * 513, 128})}});
}

TEST_F(ComponentRunnerTest, greedyGenerationIsTheArgmaxOfTheLogits)
{
    ComponentRequest r = request("generate");
    r.generation = GenerationSettings{};
    r.generation->beams = 1;
    r.generation->maxNewTokens = 6;
    r.generation->minLength = 0;
    r.generation->repetitionPenalty = 1.0;
    r.generation->lengthPenalty = 0.0;
    const Weights generated = run(r, wholeInputs());
    EXPECT_EQ(generated.all().size(), 2u);
    const at::Tensor sequences = generated.get("sequences");
    ASSERT_EQ(sequences.size(0), 2);
    auto inputs = wholeInputs();
    inputs["decoder_input_ids"] = sequences.slice(1, 0, sequences.size(1) - 1);
    const at::Tensor logits = run(request("full"), inputs).get("logits");
    const at::Tensor chosen = logits.argmax(-1);
    const at::Tensor logProbabilities =
        at::log_softmax(logits, -1).gather(2, sequences.slice(1, 1).unsqueeze(-1)).squeeze(-1);
    for (std::int64_t row = 0; row < 2; ++row) {
        double total = 0.0;
        bool over = false;
        for (std::int64_t place = 0; place < chosen.size(1); ++place) {
            const auto id = sequences[row][place + 1].item<std::int64_t>();
            if (over) {
                EXPECT_EQ(id, 0);
                continue;
            }
            EXPECT_EQ(id, chosen[row][place].item<std::int64_t>());
            total += logProbabilities[row][place].item<double>();
            over = id == 1;
        }
        EXPECT_NEAR(generated.get("scores")[row].item<double>(), total, 1e-4);
    }
}

TEST_F(ComponentRunnerTest, generationTakesEncoderInputAndGivesSeveral)
{
    ComponentRequest r = request("generate");
    r.generation = GenerationSettings{};
    r.generation->beams = 4;
    r.generation->candidates = 3;
    const Weights generated = run(r, {{"inputs_embeds", fillTensor("inputs_embeds", {2, 9, 16})}});
    EXPECT_EQ(generated.get("sequences").size(0), 6);
    EXPECT_EQ(generated.get("scores").size(0), 6);
    EXPECT_TRUE(at::equal(generated.get("sequences").select(1, 0), at::zeros({6}, at::kLong)));
}

TEST_F(ComponentRunnerTest, preprocessingGivesWhatTheModelSees)
{
    ComponentRequest r = request("preprocess");
    r.sampleRate = 8000;
    const at::Tensor frames = ((fillTensor("frames", {2, 20, 30, 3}) + 1.0) * 127.0).to(at::kByte);
    const Weights out = run(r, {{"frames_rgb", frames}, {"waveform", fillTensor("sound", {8000})}});
    EXPECT_EQ(out.get("resized").sizes(), at::IntArrayRef({2, 28, 28, 3}));
    EXPECT_EQ(out.get("pixel_values").sizes(), at::IntArrayRef({2, 3, 28, 28}));
    EXPECT_EQ(out.get("waveform16k").size(0), 16000);
    EXPECT_EQ(out.get("fbank").sizes(), at::IntArrayRef({98, 128}));
    const double byte = out.get("resized")[1][3][4][0].item<double>();
    EXPECT_NEAR(out.get("pixel_values")[1][0][3][4].item<double>(), (byte / 255.0 - 0.48145466) / 0.26862954, 1e-5);
    r.size = 14;
    EXPECT_EQ(run(r, {{"frames_rgb", frames}}).get("resized").sizes(), at::IntArrayRef({2, 14, 14, 3}));
}

TEST_F(ComponentRunnerTest, textBecomesIds)
{
    ComponentRequest r = request("tokenizer");
    r.text = "a cow";
    ASSERT_TRUE(runComponent(r, {}, {}));
    const at::Tensor found = readWeights(r.outputs)->get("ids");
    EXPECT_EQ(found.dim(), 1);
    EXPECT_EQ(found[-1].item<std::int64_t>(), 1);
}

TEST_F(ComponentRunnerTest, oneSenseIsEnough)
{
    auto inputs = wholeInputs();
    inputs["decoder_input_ids"] = ids({0, 7}).repeat({2, 1});
    inputs.erase("fbank");
    const Weights seen = run(request("full"), inputs);
    EXPECT_EQ(seen.get("queries").size(1), 4);
    EXPECT_FALSE(seen.find("audio_tokens"));
    EXPECT_EQ(run(request("full", Variant::Visual), inputs).get("queries").size(1), 4);
    inputs = wholeInputs();
    inputs["decoder_input_ids"] = ids({0, 7}).repeat({2, 1});
    EXPECT_EQ(run(request("full", Variant::Separate), inputs).get("queries").size(1), 6);
    EXPECT_EQ(run(request("full", Variant::Audio), inputs).get("queries").size(1), 2);
}

TEST_F(ComponentRunnerTest, aBeatsThatIsKeptForLaterRunsWithoutALearntNorm)
{
    PackageDraft draft = test::tinyDraft(test::tinyArchitecture(Variant::Visual));
    for (TensorToWrite& tensor : test::tinyDraft().tensors) {
        if (tensor.name.starts_with("audio_encoder."))
            draft.tensors.push_back(std::move(tensor));
    }
    ASSERT_TRUE(writePackage(m_folder / "visual", draft));
    const Weights out = run(request("beats", Variant::Visual), {{"fbank", fillTensor("fbank", {1, 98, 128})}});
    const at::Tensor blocks = out.get("audio_blocks");
    EXPECT_TRUE(at::allclose(out.get("audio_tokens"), at::layer_norm(blocks, {12}, {}, {}, 1e-12), 1e-5, 1e-6));
}

TEST_F(ComponentRunnerTest, everyNumberButZeroInAMaskMeansOne)
{
    auto inputs = wholeInputs();
    inputs["decoder_input_ids"] = ids({0, 7}).repeat({2, 1});
    const at::Tensor wanted = run(request("full"), inputs).get("logits");
    inputs["audio_key_mask"] = inputs["audio_key_mask"] * 255;
    inputs["sample_mask"] = inputs["sample_mask"].to(at::kInt) * 256;
    EXPECT_TRUE(at::equal(run(request("full"), inputs).get("logits"), wanted));

    const at::Tensor mask = at::cat({at::ones({1, 6}, at::kLong), at::zeros({1, 2}, at::kLong)}, 1);
    std::map<std::string, at::Tensor> written = {{"inputs_embeds", fillTensor("inputs_embeds", {1, 8, 16})},
                                                 {"attention_mask", mask},
                                                 {"decoder_input_ids", ids({0, 7})}};
    const at::Tensor plain = run(request("t5"), written).get("logits");
    written["attention_mask"] = mask * -256;
    EXPECT_TRUE(at::equal(run(request("t5"), written).get("logits"), plain));
}

TEST_F(ComponentRunnerTest, inputsThatDoNotFitAreRefused)
{
    expectRefused(request("vit"), {});
    expectRefused(request("vit"), {{"pixel_values", fillTensor("p", {1, 3, 28, 27})}});
    expectRefused(request("vit"), {{"pixel_values", at::zeros({1, 3, 28, 28}, at::kByte)}});
    expectRefused(request("vit"), {{"pixel_values", at::zeros({0, 3, 28, 28})}});
    expectRefused(request("vit", Variant::Audio), {{"pixel_values", at::zeros({1, 3, 28, 28})}});
    expectRefused(request("beats"), {{"fbank", fillTensor("f", {1, 15, 128})}});
    expectRefused(request("beats"),
                  {{"fbank", fillTensor("f", {1, 98, 128})}, {"sample_mask", at::zeros({1, 3}, at::kByte)}});
    expectRefused(request("beats", Variant::Visual), {{"fbank", fillTensor("f", {1, 98, 128})}});
    expectRefused(request("qformer"), {});
    expectRefused(request("qformer"),
                  {{"visual_tokens", fillTensor("v", {1, 5, 16})}, {"audio_tokens", fillTensor("a", {2, 5, 12})}});
    expectRefused(request("qformer"),
                  {{"audio_tokens", fillTensor("a", {1, 5, 12})}, {"audio_key_mask", at::ones({1, 4}, at::kByte)}});
    expectRefused(request("t5"), {{"input_ids", ids({1, 96})}, {"decoder_input_ids", ids({0})}});
    expectRefused(request("t5"), {{"input_ids", ids({1, -1})}, {"decoder_input_ids", ids({0})}});
    expectRefused(request("t5"), {{"input_ids", ids({1, 2})}, {"decoder_input_ids", ids({0}).repeat({2, 1})}});
    expectRefused(request("preprocess"), {});
    expectRefused(request("preprocess"), {{"waveform", at::full({1000}, std::nan(""))}});
    expectRefused(request("qformer"), {{"visual_tokens", at::full({1, 5, 16}, INFINITY)}});
}

TEST_F(ComponentRunnerTest, damagedWeightsAreToldAndNothingIsWritten)
{
    PackageDraft draft = test::tinyDraft();
    for (TensorToWrite& tensor : draft.tensors) {
        if (tensor.name == "ln_audio.weight")
            tensor.fill = [](std::span<std::byte> target) -> Result<void> {
                std::fill(target.begin(), target.end(), std::byte{0xff}); // not a number in every float type
                return {};
            };
    }
    const ComponentRequest damaged = request("beats");
    std::filesystem::remove_all(damaged.package);
    ASSERT_TRUE(writePackage(damaged.package, draft));
    const auto outcome = tryRun(damaged, {{"fbank", fillTensor("fbank", {1, 98, 128})}});
    ASSERT_FALSE(outcome);
    const Error& error = std::get<Error>(outcome.error());
    EXPECT_EQ(error.code, ErrorCode::ModelFailed);
    EXPECT_EQ(error.subject, "audio_tokens");
    EXPECT_FALSE(std::filesystem::exists(damaged.outputs));
}

TEST_F(ComponentRunnerTest, anUnknownComponentIsWrongUsage)
{
    const auto outcome = runComponent(request("nose"), {}, {});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(std::get<Error>(outcome.error()).code, ErrorCode::UsageWrong);
}

TEST_F(ComponentRunnerTest, eightBitsStayCloseToThirtyTwo)
{
    auto inputs = wholeInputs();
    inputs["decoder_input_ids"] = ids({0, 7, 9, 4}).repeat({2, 1});
    for (const Variant variant : {Variant::Multimodal, Variant::Separate}) {
        ComponentRequest r = request("full", variant);
        const at::Tensor exact = run(r, inputs).get("logits");
        r.precision = Precision::Int8;
        const at::Tensor rounded = run(r, inputs).get("logits");
        const double off = (rounded - exact).norm().item<double>() / exact.norm().item<double>();
        EXPECT_GT(off, 0.0);
        EXPECT_LT(off, 0.05);
    }
}
