// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/assemble_package.h"

#include "core/base/file.h"
#include "tests/core/inference/tiny_package.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

std::size_t folderCount(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

/// The package from `from` made anew as `out`.
AssembleRequest copyRequest(const fs::path& from, const fs::path& out)
{
    AssembleRequest request;
    request.from = OwnWeights{from};
    request.choices.lora = LoraHandling::Keep;
    request.out = out;
    return request;
}

} // namespace

TEST(Assemble, makesAPackageFromLooseFiles)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    fs::create_directory(folder / "loose");
    fs::copy(folder / "tiny/model.safetensors", folder / "loose/a.safetensors");
    AssembleRequest request;
    request.from = OwnWeights{folder / "loose/a.safetensors"};
    request.tokenizer = folder / "tiny/spiece.model";
    request.architecture = architectureToJson(test::tinyArchitecture());
    request.choices = {Elements::Bf16, LoraHandling::Keep};
    request.name = "assembled";
    request.prompt = "An audio of ";
    request.out = folder / "out";
    ASSERT_TRUE(assemblePackage(request, {}, {}));
    const auto package = ModelPackage::open(folder / "out");
    ASSERT_TRUE(package);
    EXPECT_EQ(package->name(), "assembled");
    EXPECT_EQ(package->prompt(), "An audio of ");
    EXPECT_EQ(describePackage(*package).at("dtype").at("t5"), "BF16");
    EXPECT_TRUE(verifyPackage(folder / "out", {}, {}));
}

TEST(Assemble, mergesTheConfigurationIntoThePackagesOwn)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    AssembleRequest request;
    request.from = OwnWeights{folder / "tiny"};
    request.architecture = json::parse(R"({"t5":{"activation":"gelu_new"}})");
    request.out = folder / "out";
    ASSERT_TRUE(assemblePackage(request, {}, {}));
    const auto package = ModelPackage::open(folder / "out");
    ASSERT_TRUE(package);
    EXPECT_EQ(package->architecture().t5.activation, Activation::GeluNew);
    EXPECT_EQ(package->architecture().t5.dModel, 16);
    EXPECT_EQ(readFile(folder / "out/model.safetensors", 1 << 24).value(),
              readFile(folder / "tiny/model.safetensors", 1 << 24).value());
}

TEST(Assemble, leavesNothingBehindWhenItFails)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    AssembleRequest request;
    request.from = OwnWeights{folder / "tiny"};
    request.architecture = json::parse(R"({"t5":{"d_ff":25}})");
    request.out = folder / "out";
    const auto made = assemblePackage(request, {}, {});
    ASSERT_FALSE(made);
    EXPECT_EQ(std::get<Error>(made.error()).code, ErrorCode::TensorMismatch);
    EXPECT_EQ(std::get<Error>(made.error()).items.size(), 15u);
    std::stop_source source;
    source.request_stop();
    request.architecture.reset();
    const auto stopped = assemblePackage(request, source.get_token(), {});
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(isCancelled(stopped.error()));
    EXPECT_EQ(folderCount(folder.path()), 1u);
}

TEST(Assemble, loraIsDescribedOnlyWhereTheWeightsHaveIt)
{
    const test::TemporaryFolder folder;
    Architecture a = test::tinyArchitecture();
    test::writeTinyPackage(folder / "without", a);
    AssembleRequest request = copyRequest(folder / "without", folder / "out");
    request.architecture = json::parse(R"({"lora":{"rank":2,"alpha":4,"targets":["q","v"]}})");
    ASSERT_TRUE(assemblePackage(request, {}, {}));
    EXPECT_FALSE(ModelPackage::open(folder / "out")->architecture().lora);
    a.lora = LoraShape{2, 4.0, {"q", "v"}};
    test::writeTinyPackage(folder / "with", a);
    ASSERT_TRUE(assemblePackage(copyRequest(folder / "with", folder / "out"), {}, {}));
    EXPECT_EQ(ModelPackage::open(folder / "out")->architecture().lora, a.lora);
}

TEST(Assemble, aKeptBeatsGetsTheNormThatTrainingBeginsWith)
{
    const test::TemporaryFolder folder;
    PackageDraft draft = test::tinyDraft(test::tinyArchitecture(Variant::Visual));
    for (TensorToWrite& tensor : test::tinyDraft().tensors) {
        if (tensor.name.starts_with("audio_encoder."))
            draft.tensors.push_back(std::move(tensor));
    }
    ASSERT_TRUE(writePackage(folder / "visual", draft));
    ASSERT_TRUE(assemblePackage(copyRequest(folder / "visual", folder / "out"), {}, {}));
    const auto package = ModelPackage::open(folder / "out");
    ASSERT_TRUE(package);
    const SafetensorsFile& file = package->weightFiles().front();
    std::vector<float> norm(12);
    ASSERT_TRUE(file.find("ln_audio.weight") && file.find("ln_audio.bias"));
    ASSERT_TRUE(file.read(*file.find("ln_audio.weight"), std::as_writable_bytes(std::span(norm))));
    EXPECT_EQ(norm, std::vector<float>(12, 1.0F));
    ASSERT_TRUE(file.read(*file.find("ln_audio.bias"), std::as_writable_bytes(std::span(norm))));
    EXPECT_EQ(norm, std::vector<float>(12, 0.0F));
}

TEST(Assemble, refusesATokenizerThatIsNone)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    AssembleRequest request = copyRequest(folder / "tiny", folder / "out");
    request.tokenizer = folder / "garbage.model";
    ASSERT_TRUE(writeFileAtomically(request.tokenizer, "no model of sentencepiece"));
    const auto made = assemblePackage(request, {}, {});
    ASSERT_FALSE(made);
    EXPECT_EQ(std::get<Error>(made.error()).code, ErrorCode::TokenizerInvalid);
    EXPECT_FALSE(fs::exists(folder / "out"));
}
