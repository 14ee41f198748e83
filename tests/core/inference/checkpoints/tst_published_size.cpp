// SPDX-License-Identifier: GPL-3.0-or-later
// A training file as large as the published ones, with holes where its numbers would be.
#include "core/inference/checkpoints/assembly_plan.h"
#include "core/inference/tensor_table.h"
#include "tests/core/inference/checkpoints/made_source.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/torch_file_writer.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;

namespace {

/// The first name of a tensor that has several; they share a storage.
std::string ownerOf(const std::string& name)
{
    if (name.ends_with("coder.embed_tokens.weight"))
        return "t5_model.base_model.model.shared.weight";
    if (name.starts_with("audio_encoder.") && name.ends_with("relative_attention_bias.weight"))
        return "audio_encoder.encoder.layers.0.self_attn.relative_attention_bias.weight";
    return name;
}

std::string storageTypeOf(ElementType type)
{
    return type == ElementType::F16 ? "HalfStorage"
        : type == ElementType::BF16 ? "BFloat16Storage"
        : type == ElementType::I64  ? "LongStorage"
                                    : "FloatStorage";
}

/// Writes it; the bytes of all storages together.
std::uint64_t writePublishedFile(const std::filesystem::path& path, const Architecture& architecture)
{
    test::TorchFile file;
    std::vector<test::ZipPart> parts{{"checkpoint_best/data.pkl", {}}};
    std::uint64_t bytes = 0;
    for (const SourceTensor& tensor : test::authorsTensors(architecture)) {
        test::TorchTensor stored{.name = tensor.name, .type = storageTypeOf(tensor.type), .shape = tensor.shape};
        stored.claimedCount = static_cast<std::int64_t>(tensor.elements());
        if (ownerOf(tensor.name) != tensor.name) {
            stored.sharesWith = ownerOf(tensor.name);
        } else {
            parts.push_back({"checkpoint_best/data/" + std::to_string(file.tensors.size()), {}, tensor.bytes()});
            bytes += tensor.bytes();
        }
        file.tensors.push_back(std::move(stored));
    }
    file.settings = {{"model", {{"lora_alpha", 16}}}};
    parts.front().bytes = torchPickle(file);
    writeZip(path, parts);
    return bytes;
}

} // namespace

TEST(PublishedSize, aTrainingFileOfNineGigabytesIsUnderstood)
{
    Architecture expected;
    expected.lora = LoraShape{};
    const test::TemporaryFolder folder;
    EXPECT_EQ(writePublishedFile(folder / "x.pth", expected), 8'769'613'504U);

    const auto source = openTensorSource(folder / "x.pth");
    ASSERT_TRUE(source) << describe(source.error());
    MappedTensors mapped;
    ASSERT_TRUE(mapped.add(**source));
    ASSERT_TRUE(mapped.settleAliases());
    auto json = architectureFromShapes(mapped.shapes());
    json.merge_patch(architectureFromAuthorsConfig((*source)->settings()));
    const auto architecture = architectureFromJson(json);
    ASSERT_TRUE(architecture) << describe(architecture.error());
    EXPECT_EQ(*architecture, expected);

    const auto plan = planAssembly(mapped, *architecture, {Elements::AsStored, LoraHandling::Keep}, "x.pth");
    ASSERT_TRUE(plan) << describe(plan.error());
    std::int64_t parameters = 0;
    for (const TensorToWrite& tensor : plan->tensors) {
        std::int64_t count = 1;
        for (const std::int64_t length : tensor.shape)
            count *= length;
        parameters += count;
    }
    // The published count, and the constant zeros between the two halves of the ViT's biases.
    EXPECT_EQ(parameters, 4'109'881'840 + 39 * 1408);
}
