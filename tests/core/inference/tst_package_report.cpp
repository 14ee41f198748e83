// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/inference/model_package.h"
#include "tests/core/inference/tiny_package.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <map>

using namespace descant;
using namespace descant::inference;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

Error verifyError(const fs::path& package)
{
    const auto verified = verifyPackage(package, {}, {});
    EXPECT_FALSE(verified);
    return verified ? Error{} : std::get<Error>(verified.error());
}

} // namespace

TEST(PackageReport, sixteenBitsSaveMemoryOnlyWhereWeightsAreHeldInThem)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    const auto package = ModelPackage::open(folder / "tiny");
    ASSERT_TRUE(package);
    std::uint64_t halved = 0;
    for (const PackageTensor& tensor : package->tensors()) {
        const bool vitMatrix = tensor.name.starts_with("vision_model.") && tensor.entry.shape.size() >= 2
            && tensor.name.ends_with(".weight");
        if (vitMatrix || tensor.name.starts_with("language_model."))
            halved += static_cast<std::uint64_t>(tensor.entry.elements()) * 2;
    }
    EXPECT_EQ(memoryNeeded(*package, Precision::Fp32) - memoryNeeded(*package, Precision::Bf16), halved);
}

TEST(PackageReport, eightBitsAreForTheMatricesOfTheViTAndT5)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    const auto package = ModelPackage::open(folder / "tiny");
    ASSERT_TRUE(package);
    const std::map<std::string, Precision> expected = {
        {"vision_model.encoder.layers.0.mlp.fc1.weight", Precision::Int8},
        {"vision_model.encoder.layers.0.mlp.fc1.bias", Precision::Fp32},
        {"vision_model.embeddings.patch_embedding.weight", Precision::Fp32},
        {"vision_model.encoder.layers.0.layer_norm1.weight", Precision::Fp32},
        {"qformer.layernorm.weight", Precision::Fp32},
        {"query_tokens", Precision::Fp32},
        {"language_projection.weight", Precision::Fp32},
        {"audio_encoder.encoder.layers.0.fc1.weight", Precision::Fp32},
        {"language_model.shared.weight", Precision::Fp32},
        {"language_model.lm_head.weight", Precision::Int8},
        {"language_model.encoder.block.0.layer.0.SelfAttention.q.weight", Precision::Int8},
        {"language_model.decoder.block.0.layer.2.DenseReluDense.wo.weight", Precision::Int8},
        {"language_model.decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", Precision::Fp32}};
    std::size_t found = 0;
    for (const PackageTensor& tensor : package->tensors()) {
        const auto wanted = expected.find(tensor.name);
        if (wanted == expected.end())
            continue;
        ++found;
        EXPECT_EQ(heldAs(tensor, Precision::Int8), wanted->second) << tensor.name;
        const auto elements = static_cast<std::uint64_t>(tensor.entry.elements());
        const std::uint64_t bytes = wanted->second == Precision::Int8
            ? elements + 4 * static_cast<std::uint64_t>(tensor.entry.shape.front())
            : 4 * elements;
        EXPECT_EQ(heldBytes(tensor, Precision::Int8), bytes) << tensor.name;
    }
    EXPECT_EQ(found, expected.size());
}

TEST(PackageReport, verifyingFindsAChangedByte)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    const fs::path weights = folder / "tiny/model.safetensors";
    std::string bytes = readFile(weights, 1 << 24).value();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    ASSERT_TRUE(writeFileAtomically(weights, bytes));
    const Error error = verifyError(folder / "tiny");
    EXPECT_EQ(error.code, ErrorCode::HashMismatch);
    ASSERT_EQ(error.items.size(), 1u);
    EXPECT_TRUE(error.items[0].starts_with("model.safetensors: SHA-256 "));
}

TEST(PackageReport, verifyingFindsValuesThatAreNotFinite)
{
    const test::TemporaryFolder folder;
    PackageDraft draft = test::tinyDraft();
    for (TensorToWrite& tensor : draft.tensors) {
        if (tensor.name == "query_tokens")
            tensor.fill = [](std::span<std::byte> target) -> Result<void> {
                const float nothing = std::numeric_limits<float>::quiet_NaN();
                std::memset(target.data(), 0, target.size());
                std::memcpy(target.data() + target.size() - 4, &nothing, 4);
                return {};
            };
    }
    ASSERT_TRUE(writePackage(folder / "tiny", draft));
    const Error error = verifyError(folder / "tiny");
    EXPECT_EQ(error.code, ErrorCode::CheckpointInvalid);
    EXPECT_EQ(error.items, (std::vector<std::string>{"query_tokens: has values that are not finite"}));
}

TEST(PackageReport, verifyingLooksAtTheTokenizer)
{
    const test::TemporaryFolder folder;
    PackageDraft draft = test::tinyDraft();
    draft.tokenizer = "no model of sentencepiece";
    ASSERT_TRUE(writePackage(folder / "tiny", draft));
    EXPECT_EQ(verifyError(folder / "tiny").code, ErrorCode::TokenizerInvalid);
    Architecture wordy = test::tinyArchitecture();
    wordy.t5.vocab = 1100;
    test::writeTinyPackage(folder / "wordy", wordy);
    const auto verified = verifyPackage(folder / "wordy", {}, {});
    ASSERT_TRUE(verified);
    ASSERT_EQ(verified->warnings.size(), 1u);
    EXPECT_TRUE(verified->warnings[0].ends_with("for the model's 1100 words: it may be another model's"));
}

TEST(PackageReport, verifyingSaysWhatHasNoHash)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    EXPECT_TRUE(verifyPackage(folder / "tiny", {}, {})->warnings.empty());
    test::changeManifest(folder / "tiny", [](json& manifest) { manifest.erase("files"); });
    const auto verified = verifyPackage(folder / "tiny", {}, {});
    ASSERT_TRUE(verified);
    EXPECT_EQ(
        verified->warnings,
        (std::vector<std::string>{"descant-model.json has no hash for spiece.model, whose changes go unnoticed",
                                  "descant-model.json has no hash for model.safetensors, whose changes go unnoticed"}));
}

TEST(PackageReport, verifyingCanBeStopped)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    std::stop_source source;
    source.request_stop();
    const auto verified = verifyPackage(folder / "tiny", source.get_token(), {});
    ASSERT_FALSE(verified);
    EXPECT_TRUE(isCancelled(verified.error()));
}
