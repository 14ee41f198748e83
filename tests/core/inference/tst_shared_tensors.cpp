// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors that files may hold under several names: T5's embedding and the relative positions of BEATs.
#include "core/base/file.h"
#include "core/inference/assemble_package.h"
#include "tests/core/inference/tiny_package.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
namespace fs = std::filesystem;

namespace {

const std::string kShared = "language_model.shared.weight";
const std::string kEncoder = "language_model.encoder.embed_tokens.weight";
const std::string kDecoder = "language_model.decoder.embed_tokens.weight";
const std::string kFirstLayer = "audio_encoder.encoder.layers.0.self_attn.relative_attention_bias.weight";
const std::string kSecondLayer = "audio_encoder.encoder.layers.1.self_attn.relative_attention_bias.weight";

using Tensors = std::vector<TensorToWrite>;

TensorToWrite& tensorNamed(Tensors& tensors, const std::string& name)
{
    return *std::find_if(tensors.begin(), tensors.end(), [&](const TensorToWrite& one) { return one.name == name; });
}

/// The same contents under another name too.
void alsoAs(Tensors& tensors, const std::string& name, const std::string& second)
{
    TensorToWrite copy = tensorNamed(tensors, name);
    copy.name = second;
    tensors.push_back(copy);
}

/// A tiny package whose file of weights is changed past the checks of writePackage.
void writeChanged(const fs::path& folder, const std::function<void(Tensors&)>& change)
{
    test::writeTinyPackage(folder);
    Tensors tensors = test::tinyDraft().tensors;
    change(tensors);
    ASSERT_TRUE(writeSafetensors(folder / "model.safetensors", tensors));
    test::changeManifest(folder, [](nlohmann::json& manifest) { manifest.erase("files"); });
}

Outcome<void> assembled(const fs::path& from, const fs::path& out)
{
    AssembleRequest request;
    request.from = OwnWeights{from};
    request.out = out;
    return assemblePackage(request, {}, {});
}

} // namespace

TEST(SharedTensors, anyOneOfTheNamesIsEnough)
{
    const test::TemporaryFolder folder;
    writeChanged(folder / "renamed", [](Tensors& tensors) {
        tensorNamed(tensors, kShared).name = kDecoder;
        tensorNamed(tensors, kFirstLayer).name = kSecondLayer;
    });
    ASSERT_TRUE(ModelPackage::open(folder / "renamed"));
    const auto made = assembled(folder / "renamed", folder / "out");
    ASSERT_TRUE(made) << describe(std::get<Error>(made.error()));
    test::writeTinyPackage(folder / "plain");
    EXPECT_EQ(readFile(folder / "out/model.safetensors", 1 << 24).value(),
              readFile(folder / "plain/model.safetensors", 1 << 24).value());
}

TEST(SharedTensors, equalCopiesAreKeptOnce)
{
    const test::TemporaryFolder folder;
    writeChanged(folder / "all", [](Tensors& tensors) {
        alsoAs(tensors, kShared, kEncoder);
        alsoAs(tensors, kShared, kDecoder);
        alsoAs(tensors, kFirstLayer, kSecondLayer);
    });
    EXPECT_TRUE(verifyPackage(folder / "all", {}, {}));
    ASSERT_TRUE(assembled(folder / "all", folder / "out"));
    EXPECT_EQ(ModelPackage::open(folder / "out")->tensors().size(), test::tinyDraft().tensors.size());
}

TEST(SharedTensors, copiesThatDifferAreRefused)
{
    for (const auto& [name, second] : {std::pair(kShared, kEncoder), std::pair(kFirstLayer, kSecondLayer)}) {
        const test::TemporaryFolder folder;
        writeChanged(folder / "torn", [&](Tensors& tensors) {
            alsoAs(tensors, name, second);
            tensors.back().fill = [](std::span<std::byte> target) -> Result<void> {
                std::fill(target.begin(), target.end(), std::byte(0));
                return {};
            };
        });
        const auto made = assembled(folder / "torn", folder / "out");
        ASSERT_FALSE(made) << second;
        const Error error = std::get<Error>(made.error());
        EXPECT_EQ(error.code, ErrorCode::TensorMismatch);
        EXPECT_EQ(error.detail, name + " and " + second + " are names of one tensor, but their contents differ");
        const auto verified = verifyPackage(folder / "torn", {}, {});
        ASSERT_FALSE(verified) << second;
        EXPECT_EQ(std::get<Error>(verified.error()).code, ErrorCode::TensorMismatch);
    }
}
