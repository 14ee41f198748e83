// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/safetensors_reader.h"
#include "core/inference/safetensors_writer.h"
#include "tests/cli/cli_run.h"
#include "tests/cli/random_package.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

namespace descant::test {
namespace {

using namespace descant::inference;
using Shape = std::vector<std::int64_t>;

/// Numbers that repeat only after a long time.
template <typename Value> TensorToWrite tensor(const char* name, ElementType type, Shape shape, Value scale)
{
    const auto fill = [scale](std::span<std::byte> bytes) -> Result<void> {
        for (std::size_t at = 0; at + sizeof(Value) <= bytes.size(); at += sizeof(Value)) {
            const double wave = 0.5 + 0.5 * std::sin(static_cast<double>(at) * 0.7);
            const auto value = static_cast<Value>(wave * static_cast<double>(scale));
            std::memcpy(bytes.data() + at, &value, sizeof value);
        }
        return {};
    };
    return {name, type, std::move(shape), fill};
}

class CliModelRun : public testing::Test {
protected:
    void SetUp() override { writeRandomPackage(folder / "model"); }

    void give(std::vector<TensorToWrite> tensors) const
    {
        ASSERT_TRUE(writeSafetensors(folder / "in.safetensors", std::move(tensors)));
    }
    CliRun run(const char* component, std::vector<std::string> more = {}) const
    {
        std::vector<std::string> line{"model",       "run",
                                      "--model",     folder / "model",
                                      "--component", component,
                                      "--inputs",    folder / "in.safetensors",
                                      "--out",       folder / "out.safetensors",
                                      "--json"};
        line.insert(line.end(), more.begin(), more.end());
        return runCli(line);
    }
    Shape shapeOf(const char* name) const
    {
        const auto file = SafetensorsFile::open(folder / "out.safetensors");
        const TensorEntry* entry = file ? file->find(name) : nullptr;
        return entry ? entry->shape : Shape{};
    }
    std::vector<std::byte> bytesOf(const char* name) const
    {
        const auto file = SafetensorsFile::open(folder / "out.safetensors");
        const TensorEntry* entry = file ? file->find(name) : nullptr;
        if (!entry)
            return {};
        std::vector<std::byte> bytes(entry->bytes);
        EXPECT_TRUE(file->read(*entry, bytes));
        return bytes;
    }
    std::vector<TensorToWrite> wholeClip() const
    {
        return {tensor<float>("pixel_values", ElementType::F32, {1, 4, 3, 28, 28}, 1.0F),
                tensor<float>("fbank", ElementType::F32, {1, 98, 128}, 1.0F),
                tensor<std::int64_t>("prompt_ids", ElementType::I64, {1, 3}, 20)};
    }

    TemporaryFolder folder;
};

TEST_F(CliModelRun, preprocessGivesPicturesAndSoundAsTheModelWantsThem)
{
    give({tensor<std::uint8_t>("frames_rgb", ElementType::U8, {2, 30, 50, 3}, 255),
          tensor<float>("waveform", ElementType::F32, {24000}, 0.5F)});
    ASSERT_EQ(run("preprocess", {"--sample-rate", "24000"}).status, 0);
    EXPECT_EQ(shapeOf("pixel_values"), (Shape{2, 3, 28, 28}));
    EXPECT_EQ(shapeOf("resized"), (Shape{2, 28, 28, 3}));
    EXPECT_EQ(shapeOf("waveform16k"), (Shape{16000}));
    EXPECT_EQ(shapeOf("fbank"), (Shape{98, 128}));
    const std::vector<std::byte> bilinear = bytesOf("resized");
    ASSERT_EQ(run("preprocess", {"--sample-rate", "24000", "--resize", "pillow-bicubic", "--size", "28"}).status, 0);
    EXPECT_NE(bytesOf("resized"), bilinear);
}

TEST_F(CliModelRun, theWholeGivesEveryPartsOutput)
{
    std::vector<TensorToWrite> inputs = wholeClip();
    inputs.push_back(tensor<std::int64_t>("decoder_input_ids", ElementType::I64, {1, 5}, 30));
    give(std::move(inputs));
    const CliRun whole = run("full", {"--precision", "fp32"});
    ASSERT_EQ(whole.status, 0) << whole.errors;
    EXPECT_EQ(shapeOf("visual_tokens"), (Shape{4, 5, 16}));
    EXPECT_EQ(shapeOf("audio_tokens"), (Shape{1, 48, 12}));
    EXPECT_EQ(shapeOf("queries"), (Shape{1, 6, 12}));
    EXPECT_EQ(shapeOf("t5_prefix"), (Shape{1, 6, 16}));
    EXPECT_EQ(shapeOf("encoder_output"), (Shape{1, 9, 16}));
    EXPECT_EQ(shapeOf("logits"), (Shape{1, 5, 96}));
    const std::vector<std::byte> logits = bytesOf("logits");
    ASSERT_EQ(run("full").status, 0);
    EXPECT_EQ(bytesOf("logits"), logits) << "the same inputs give the same bits";
}

TEST_F(CliModelRun, generateKeepsToItsOptions)
{
    give(wholeClip());
    ASSERT_EQ(run("generate", {"--beams", "4", "--return", "3", "--max-new-tokens", "6", "--min-length", "4"}).status,
              0);
    const Shape sequences = shapeOf("sequences");
    ASSERT_EQ(sequences.size(), 2U);
    EXPECT_EQ(sequences[0], 3);
    EXPECT_LE(sequences[1], 7);
    EXPECT_EQ(shapeOf("scores"), (Shape{3}));
}

TEST_F(CliModelRun, tensorsOfWrongShapesAreToldInOneSentence)
{
    give({tensor<float>("pixel_values", ElementType::F32, {4, 3, 20, 28}, 1.0F)});
    const CliRun wrong = run("vit");
    EXPECT_EQ(wrong.status, 1);
    EXPECT_EQ(wrong.errorCode(), "input-invalid");
    EXPECT_EQ(wrong.errorLines(), 1U);
    give({tensor<float>("something", ElementType::F32, {2}, 1.0F)});
    EXPECT_EQ(run("qformer").errorCode(), "input-invalid");
    EXPECT_EQ(run("nothing").status, 2);
}

} // namespace
} // namespace descant::test
