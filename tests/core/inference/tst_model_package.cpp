// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/model_package.h"

#include "core/base/file.h"
#include "tests/core/inference/tiny_package.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstring>

using namespace descant;
using namespace descant::inference;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

ErrorCode openError(const fs::path& package)
{
    const auto opened = ModelPackage::open(package);
    EXPECT_FALSE(opened);
    return opened ? ErrorCode::Internal : opened.error().code;
}

std::int64_t elementsOf(const Architecture& architecture, ModelPart part)
{
    std::int64_t total = 0;
    for (const auto& [name, specification] : expectedTensors(architecture)) {
        std::int64_t count = specification.part == part && !name.starts_with("ln_audio") ? 1 : 0;
        for (const std::int64_t dimension : specification.shape)
            count *= dimension;
        total += count;
    }
    return total;
}

std::size_t folderCount(const fs::path& folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

} // namespace

TEST(TensorTable, hasThePublishedNumbers)
{
    Architecture a;
    EXPECT_EQ(elementsOf(a, ModelPart::Vit), 985'952'256);
    EXPECT_EQ(elementsOf(a, ModelPart::Beats), 90'311'792);
    EXPECT_EQ(elementsOf(a, ModelPart::T5), 2'849'757'184);
    EXPECT_EQ(elementsOf(a, ModelPart::QFormer), 176'008'704 + 36'864);
    EXPECT_EQ(elementsOf(a, ModelPart::Projection), 2 * 1'574'912);
    a.lora = LoraShape{};
    EXPECT_EQ(elementsOf(a, ModelPart::Lora), 4'718'592);
    a.variant = Variant::Visual;
    EXPECT_EQ(elementsOf(a, ModelPart::QFormer), 105'137'664 + 24'576);
    a.variant = Variant::Separate;
    EXPECT_EQ(elementsOf(a, ModelPart::QFormer), 105'137'664 + 24'576 + 99'251'712);
}

TEST(ModelPackage, comesBackAsWritten)
{
    const test::TemporaryFolder folder;
    PackageDraft draft = test::tinyDraft();
    draft.scoreCard = {{"cider_d", 1.5}};
    draft.extra = {{"colour", "blue"}};
    ASSERT_TRUE(writePackage(folder / "tiny", draft));
    const auto package = ModelPackage::open(folder / "tiny");
    ASSERT_TRUE(package) << describe(package.error());
    EXPECT_EQ(package->name(), "tiny");
    EXPECT_EQ(package->prompt(), "a video of");
    EXPECT_EQ(package->architecture(), test::tinyArchitecture());
    EXPECT_EQ(package->preprocessing(), draft.preprocessing);
    EXPECT_EQ(package->generation(), draft.generation);
    EXPECT_EQ(package->manifest().at("colour"), "blue");
    EXPECT_EQ(package->sha256().size(), 64u);
    const json description = describePackage(*package);
    EXPECT_EQ(description.at("score_card").at("cider_d"), 1.5);
    EXPECT_EQ(description.at("variant"), "multimodal");
    std::int64_t sum = 0;
    for (const char* part : {"vit", "beats", "qformer", "projection", "t5"})
        sum += description.at("parameters").at(part).get<std::int64_t>();
    EXPECT_EQ(description.at("parameters").at("total"), sum);
    EXPECT_EQ(description.at("dtype").at("t5"), "F32");
    EXPECT_GT(memoryNeeded(*package, Precision::Fp32), memoryNeeded(*package, Precision::Bf16));
    EXPECT_TRUE(verifyPackage(folder / "tiny", {}, {}));
}

TEST(ModelPackage, theSameDraftGivesTheSameBytes)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "one");
    test::writeTinyPackage(folder / "two");
    for (const char* name : {"descant-model.json", "model.safetensors", "spiece.model"})
        EXPECT_EQ(readFile(folder / "one" / name, 1 << 24).value(), readFile(folder / "two" / name, 1 << 24).value())
            << name;
}

TEST(ModelPackage, replacesAPackageButNothingElse)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    test::writeTinyPackage(folder / "tiny", test::tinyArchitecture(Variant::Visual));
    EXPECT_EQ(ModelPackage::open(folder / "tiny")->architecture().variant, Variant::Visual);
    EXPECT_EQ(folderCount(folder.path()), 1u);
    fs::create_directory(folder / "photos");
    ASSERT_TRUE(writeFileAtomically(folder / "photos/a.jpg", "x"));
    EXPECT_FALSE(writePackage(folder / "photos", test::tinyDraft()));
    EXPECT_TRUE(fs::exists(folder / "photos/a.jpg"));
    EXPECT_EQ(folderCount(folder.path()), 2u);
}

TEST(ModelPackage, writingStopsWhenAskedAndLeavesTheOldOne)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    const std::string before = readFile(folder / "tiny/model.safetensors", 1 << 24).value();
    std::stop_source source;
    PackageDraft draft = test::tinyDraft();
    draft.tensors[3].fill = [&](std::span<std::byte> target) -> Result<void> {
        source.request_stop();
        std::memset(target.data(), 0, target.size());
        return {};
    };
    const auto written = writePackage(folder / "tiny", draft, source.get_token());
    ASSERT_FALSE(written);
    EXPECT_TRUE(isCancelled(written.error()));
    EXPECT_EQ(readFile(folder / "tiny/model.safetensors", 1 << 24).value(), before);
    EXPECT_EQ(folderCount(folder.path()), 1u);
}

TEST(ModelPackage, everyVariantOpens)
{
    for (const Variant variant : {Variant::Multimodal, Variant::Separate, Variant::Visual, Variant::Audio}) {
        const test::TemporaryFolder folder;
        test::writeTinyPackage(folder / "tiny", test::tinyArchitecture(variant));
        EXPECT_TRUE(ModelPackage::open(folder / "tiny"));
    }
}

TEST(ModelPackage, listsMissingUnexpectedAndMisshapenTensors)
{
    const test::TemporaryFolder folder;
    PackageDraft draft = test::tinyDraft();
    for (TensorToWrite& tensor : draft.tensors) {
        if (tensor.name == "query_tokens")
            tensor.name = "query_token";
        if (tensor.name == "ln_audio.bias")
            tensor.shape = {11};
    }
    const auto written = writePackage(folder / "tiny", draft);
    ASSERT_FALSE(written);
    const Error error = std::get<Error>(written.error());
    EXPECT_EQ(error.code, ErrorCode::TensorMismatch);
    EXPECT_EQ(error.items,
              (std::vector<std::string>{"shape of ln_audio.bias: [11] instead of [12]",
                                        "missing: query_tokens [1,6,12]", "unexpected: query_token [1,6,12]"}));
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(ModelPackage, loraThatIsPromisedMustBeThere)
{
    const test::TemporaryFolder folder;
    Architecture a = test::tinyArchitecture();
    a.lora = LoraShape{2, 4.0, {"q", "v"}};
    PackageDraft draft = test::tinyDraft(a);
    const std::string pair = "language_model.decoder.block.1.layer.1.EncDecAttention.v.lora_";
    std::erase_if(draft.tensors, [&](const TensorToWrite& tensor) { return tensor.name.starts_with(pair); });
    const auto written = writePackage(folder / "tiny", draft);
    ASSERT_FALSE(written);
    const Error error = std::get<Error>(written.error());
    EXPECT_EQ(error.code, ErrorCode::TensorMismatch);
    EXPECT_EQ(
        error.items,
        (std::vector<std::string>{"missing: " + pair + "A.weight [2,16]", "missing: " + pair + "B.weight [16,2]"}));
}

TEST(ModelPackage, badManifestsAreRefused)
{
    const test::TemporaryFolder folder;
    const fs::path tiny = folder / "tiny";
    const auto afterChange = [&](const std::function<void(json&)>& change) {
        test::writeTinyPackage(tiny);
        test::changeManifest(tiny, change);
        return openError(tiny);
    };
    EXPECT_EQ(afterChange([](json& m) { m["architecture"]["t5"]["d_model"] = 1e15; }), ErrorCode::ArchitectureInvalid);
    EXPECT_EQ(afterChange([](json& m) { m["architecture"]["t5"]["d_model"] = 32768; }), ErrorCode::TensorMismatch);
    EXPECT_EQ(afterChange([](json& m) { m["architecture"] = 3; }), ErrorCode::ArchitectureInvalid);
    EXPECT_EQ(afterChange([](json& m) { m["format"] = 2; }), ErrorCode::PackageInvalid);
    EXPECT_EQ(afterChange([](json& m) { m["files"][0]["name"] = "../model.safetensors"; }), ErrorCode::PackageInvalid);
    EXPECT_EQ(afterChange([](json& m) { m["files"][0]["name"] = "other.safetensors"; }), ErrorCode::PackageIncomplete);
    EXPECT_EQ(afterChange([](json& m) { m["preprocessing"]["resize"] = "nearest"; }), ErrorCode::InputInvalid);
    EXPECT_EQ(afterChange([](json& m) { m["preprocessing"]["audio"]["window_samples"] = 9'600'000; }),
              ErrorCode::PackageInvalid);
    EXPECT_EQ(afterChange([](json& m) { m = json::array(); }), ErrorCode::PackageInvalid);
    ASSERT_TRUE(writeFileAtomically(tiny / "descant-model.json", std::string(100000, '[')));
    EXPECT_EQ(openError(tiny), ErrorCode::PackageInvalid);
    test::writeTinyPackage(tiny);
    const std::string good = readFile(tiny / "descant-model.json", 1 << 20).value();
    ASSERT_TRUE(writeFileAtomically(tiny / "descant-model.json", good + std::string("\0{", 2)));
    EXPECT_EQ(openError(tiny), ErrorCode::PackageInvalid) << "what follows a NUL is looked at";
    fs::remove(tiny / "descant-model.json");
    EXPECT_EQ(openError(tiny), ErrorCode::PackageInvalid);
    EXPECT_EQ(openError(folder / "absent"), ErrorCode::FileNotFound);
}

TEST(ModelPackage, whatCouldNotBeOpenedIsNotWritten)
{
    const test::TemporaryFolder folder;
    PackageDraft draft = test::tinyDraft();
    draft.preprocessing.windowSamples = 9'600'000;
    const auto written = writePackage(folder / "tiny", draft);
    ASSERT_FALSE(written);
    EXPECT_EQ(std::get<Error>(written.error()).code, ErrorCode::PackageInvalid);
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(ModelPackage, missingFilesAreTold)
{
    for (const char* name : {"model.safetensors", "spiece.model"}) {
        const test::TemporaryFolder folder;
        test::writeTinyPackage(folder / "tiny");
        fs::remove(folder / "tiny" / name);
        EXPECT_EQ(openError(folder / "tiny"), ErrorCode::PackageIncomplete) << name;
    }
}

TEST(ModelPackage, truncatedWeightsAreRefused)
{
    const test::TemporaryFolder folder;
    test::writeTinyPackage(folder / "tiny");
    const fs::path weights = folder / "tiny/model.safetensors";
    fs::resize_file(weights, fs::file_size(weights) - 1);
    EXPECT_EQ(openError(folder / "tiny"), ErrorCode::CheckpointInvalid);
}
