// SPDX-License-Identifier: GPL-3.0-or-later
// From the files that people have to a package: everything that `model assemble` reads, on the disk.
#include "core/base/file.h"
#include "core/inference/assemble_package.h"
#include "tests/core/inference/checkpoints/made_source.h"
#include "tests/core/inference/checkpoints/small_architecture.h"
#include "tests/core/inference/tiny_tokenizer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/written_file.h"

#include <gtest/gtest.h>

#include <cstring>

using namespace descant;
using namespace descant::inference;
using nlohmann::json;
using test::MadeSource;
using test::smallArchitecture;
namespace fs = std::filesystem;

namespace {

class AssembleSources : public testing::Test {
protected:
    void SetUp() override { test::writtenFile(folder / "spiece.model", test::tinyTokenizer()); }

    /// A hub folder of the visual part of the small architecture.
    HubFolder hub()
    {
        fs::create_directory(folder / "hub");
        writeAsSafetensors(folder / "hub/model.safetensors",
                           MadeSource(test::hubTensors(smallArchitecture(Variant::Visual))));
        test::writtenFile(folder / "hub/config.json", test::hubConfig(smallArchitecture()).dump());
        return {folder / "hub", {}, {}};
    }
    fs::path beats(const BeatsShape& shape = smallArchitecture().beats)
    {
        writeAsTorchFile(folder / "beats.pt", MadeSource(test::beatsTensors(shape), {{"max_distance", 64}}));
        return folder / "beats.pt";
    }
    fs::path torchFile(const test::SourceTensors& tensors, const json& settings = json::object())
    {
        writeAsTorchFile(folder / "trained.pth", MadeSource(tensors, settings));
        return folder / "trained.pth";
    }

    Outcome<void> assembled(decltype(AssembleRequest::from) from, AssemblyChoices choices = {})
    {
        AssembleRequest request;
        request.from = std::move(from);
        request.tokenizer = folder / "spiece.model";
        request.choices = choices;
        request.architecture = architecture;
        request.out = folder / "out";
        return assemblePackage(request, {}, {});
    }
    /// The package that comes of it.
    ModelPackage package(decltype(AssembleRequest::from) from, AssemblyChoices choices = {})
    {
        const auto done = assembled(std::move(from), choices);
        if (!done)
            throw std::runtime_error(whole(std::get<Error>(done.error())));
        return ModelPackage::open(folder / "out").value();
    }
    Error errorOf(decltype(AssembleRequest::from) from)
    {
        const auto done = assembled(std::move(from));
        EXPECT_FALSE(done);
        EXPECT_FALSE(fs::exists(folder / "out"));
        return done ? Error{} : std::get<Error>(done.error());
    }
    static std::string whole(const Error& error)
    {
        std::string text = describe(error);
        for (const std::string& item : error.items)
            text += "\n" + item;
        return text;
    }
    std::vector<float> floats(const ModelPackage& made, const std::string& name)
    {
        const SafetensorsFile& file = made.weightFiles().front();
        std::vector<float> values(static_cast<std::size_t>(file.find(name)->elements()));
        EXPECT_EQ(file.find(name)->type, ElementType::F32);
        EXPECT_TRUE(file.read(*file.find(name), std::as_writable_bytes(std::span(values))));
        return values;
    }

    test::TemporaryFolder folder;
    std::optional<json> architecture;
};

Architecture withLora()
{
    Architecture a = smallArchitecture();
    a.lora = LoraShape{.rank = 4, .alpha = 8.0};
    return a;
}

const json kAuthorsSettings = {{"model", {{"lora_alpha", 8}, {"num_vis_query_token", 32}, {"prompt", "An audio of "}}},
                               {"datasets", {{"AudioCaps_caption", {{"data_type", "videos"}}}}}};

} // namespace

TEST_F(AssembleSources, theAuthorsFileTellsEverything)
{
    const ModelPackage made = package(AuthorsFile{torchFile(test::authorsTensors(withLora()), kAuthorsSettings)},
                                      {Elements::AsStored, LoraHandling::Keep});
    EXPECT_EQ(made.architecture().variant, Variant::Multimodal);
    EXPECT_EQ(made.architecture().lora->alpha, 8.0);
    EXPECT_EQ(made.architecture().vit.finalNormEps, 1e-5);
    EXPECT_EQ(made.prompt(), "An audio of ");
    EXPECT_EQ(made.preprocessing().windowSamples, 160125);
    EXPECT_EQ(made.preprocessing().missingSound, MissingSound::Authors);
    EXPECT_EQ(made.generation().lengthPenalty, 1.3);
    EXPECT_EQ(made.generation().scorer, Scorer::Old);
    EXPECT_TRUE(verifyPackage(folder / "out", {}, {}));
}

TEST_F(AssembleSources, aTensorThatHasOnlyItsSecondNameTellsItsShapeToo)
{
    auto tensors = test::authorsTensors(smallArchitecture());
    std::erase_if(tensors, [](const auto& tensor) { return tensor.name.ends_with(".shared.weight"); });
    const ModelPackage made = package(AuthorsFile{torchFile(tensors)});
    EXPECT_EQ(made.architecture().t5.vocab, smallArchitecture().t5.vocab);
}

TEST_F(AssembleSources, theHubFolderIsVisual)
{
    const ModelPackage made = package(hub());
    EXPECT_EQ(made.architecture().variant, Variant::Visual);
    EXPECT_EQ(made.architecture().vit.finalNormEps, 1e-6);
    EXPECT_EQ(made.preprocessing().resize, ResizeRecipe::PillowBicubic);
    EXPECT_EQ(made.preprocessing().missingSound, MissingSound::LeaveOut);
    EXPECT_EQ(made.generation().scorer, Scorer::New);
}

TEST_F(AssembleSources, aBeatsBesideTheHubFolderIsKept)
{
    HubFolder from = hub();
    from.beats = beats();
    const ModelPackage made = package(from);
    EXPECT_EQ(made.architecture().variant, Variant::Visual);
    EXPECT_EQ(made.architecture().beats.maxDistance, 64);
    EXPECT_EQ(floats(made, "ln_audio.weight"), std::vector<float>(24, 1.0F));
    const MadeSource source(test::beatsTensors(smallArchitecture().beats));
    EXPECT_EQ(floats(made, "audio_encoder.encoder.layers.1.fc1.weight"), source.values("encoder.layers.1.fc1.weight"));
}

TEST_F(AssembleSources, aTrainedQFormerTakesThePlaceOfTheHubs)
{
    HubFolder from = hub();
    from.beats = beats();
    from.qformer = torchFile(test::partialTensors(withLora()), kAuthorsSettings);
    const ModelPackage made = package(from, {Elements::AsStored, LoraHandling::Keep});
    EXPECT_EQ(made.architecture().variant, Variant::Multimodal);
    EXPECT_EQ(made.architecture().lora->alpha, 8.0);
    EXPECT_EQ(made.prompt(), "An audio of ");
    const MadeSource trained(test::partialTensors(withLora()));
    const MadeSource untrained(test::hubTensors(smallArchitecture(Variant::Visual)));
    EXPECT_EQ(floats(made, "query_tokens"), trained.values("query_tokens"));
    EXPECT_EQ(floats(made, "ln_audio.weight"), trained.values("ln_audio.weight"));
    EXPECT_EQ(floats(made, "vision_model.post_layernorm.weight"), trained.values("ln_vision.weight"));
    EXPECT_EQ(floats(made, "language_model.shared.weight"), untrained.values("language_model.shared.weight"));
}

TEST_F(AssembleSources, aWholeTrainingFileMayBeTheTrainedQFormer)
{
    HubFolder from = hub();
    from.beats = beats();
    from.qformer = torchFile(test::authorsTensors(withLora()), kAuthorsSettings);
    const ModelPackage made = package(from, {Elements::Fp32, LoraHandling::Keep});
    const MadeSource trained(test::authorsTensors(withLora()));
    EXPECT_EQ(floats(made, "language_model.lm_head.weight"),
              trained.values("t5_model.base_model.model.lm_head.weight"));
}

TEST_F(AssembleSources, aTrainedQFormerOfOursMayBeSafetensors)
{
    const ModelPackage first =
        package(AuthorsFile{torchFile(test::authorsTensors(smallArchitecture()))}, {Elements::Fp32});
    const auto before = floats(first, "query_tokens");
    fs::rename(folder / "out/model.safetensors", folder / "ours.safetensors");
    fs::remove_all(folder / "out");
    HubFolder from = hub();
    from.beats = beats();
    from.qformer = folder / "ours.safetensors";
    const ModelPackage made = package(from);
    EXPECT_EQ(made.architecture().variant, Variant::Multimodal);
    EXPECT_EQ(floats(made, "query_tokens"), before);
}

TEST_F(AssembleSources, aTrainedQFormerThatOnlySeesMakesAVisualModel)
{
    Architecture seeing = smallArchitecture(Variant::Visual);
    seeing.qformer.visualQueries = 12;
    HubFolder from = hub();
    from.qformer = torchFile(test::partialTensors(seeing));
    const ModelPackage made = package(from);
    EXPECT_EQ(made.architecture().variant, Variant::Visual);
    EXPECT_EQ(made.architecture().qformer.visualQueries, 12);
    EXPECT_FALSE(made.architecture().lora);
}

TEST_F(AssembleSources, aQFormerThatListensNeedsABeats)
{
    HubFolder from = hub();
    from.qformer = torchFile(test::partialTensors(smallArchitecture()));
    const Error error = errorOf(from);
    EXPECT_EQ(error.code, ErrorCode::TensorMismatch);
    EXPECT_GT(error.items.size(), 30U) << "all of BEATs";
}

TEST_F(AssembleSources, theConfigurationSaysWhatShapesDoNot)
{
    architecture = json::parse(R"({"architecture":{"vit":{"heads":4},"qformer":{"heads":3}}})");
    const ModelPackage made = package(AuthorsFile{torchFile(test::authorsTensors(smallArchitecture()))});
    EXPECT_EQ(made.architecture().vit.heads, 4);
    EXPECT_EQ(made.architecture().qformer.heads, 3);
}

TEST_F(AssembleSources, keepingLoraOfAFileWithoutChangesNothing)
{
    const fs::path file = torchFile(test::authorsTensors(smallArchitecture()), kAuthorsSettings);
    const std::string merged = package(AuthorsFile{file}, {Elements::AsStored, LoraHandling::Merge}).sha256();
    const ModelPackage kept = package(AuthorsFile{file}, {Elements::AsStored, LoraHandling::Keep});
    EXPECT_EQ(kept.sha256(), merged);
    EXPECT_FALSE(kept.architecture().lora);
}

TEST_F(AssembleSources, ourPackagesKeepTheirSettings)
{
    package(AuthorsFile{torchFile(test::authorsTensors(withLora()), kAuthorsSettings)},
            {Elements::AsStored, LoraHandling::Keep});
    fs::rename(folder / "out", folder / "first");
    const ModelPackage merged = package(OwnWeights{folder / "first"}, {Elements::AsStored, LoraHandling::Merge});
    EXPECT_FALSE(merged.architecture().lora);
    EXPECT_EQ(merged.prompt(), "An audio of ");
    EXPECT_EQ(merged.generation().lengthPenalty, 1.3);
}

TEST_F(AssembleSources, whatIsNotThereIsNamed)
{
    EXPECT_EQ(errorOf(AuthorsFile{folder / "absent.pth"}).code, ErrorCode::FileNotFound);
    EXPECT_EQ(errorOf(HubFolder{folder / "absent", {}, {}}).code, ErrorCode::FileNotFound);
    HubFolder from = hub();
    from.beats = folder / "absent.pt";
    EXPECT_EQ(errorOf(from).code, ErrorCode::FileNotFound);
    fs::remove(folder / "hub/model.safetensors");
    EXPECT_EQ(errorOf(HubFolder{folder / "hub", {}, {}}).code, ErrorCode::PackageIncomplete);
}

TEST_F(AssembleSources, aBeatsOfAnotherMakeIsRefused)
{
    HubFolder from = hub();
    writeAsTorchFile(folder / "other.pt",
                     MadeSource(test::beatsTensors(smallArchitecture().beats), {{"layer_norm_first", true}}));
    from.beats = folder / "other.pt";
    EXPECT_EQ(errorOf(from).code, ErrorCode::ArchitectureInvalid);
}

TEST_F(AssembleSources, filesInEachOthersPlacesAreRefused)
{
    EXPECT_EQ(errorOf(AuthorsFile{beats()}).code, ErrorCode::TensorMismatch);
    HubFolder from = hub();
    from.qformer = beats();
    EXPECT_EQ(errorOf(from).code, ErrorCode::TensorMismatch);
}

TEST_F(AssembleSources, headsThatDoNotDivideAreRefused)
{
    Architecture a = smallArchitecture();
    a.vit.hidden = 36; // 16 heads, unless a configuration says otherwise
    const Error error = errorOf(AuthorsFile{torchFile(test::authorsTensors(a))});
    EXPECT_EQ(error.code, ErrorCode::ArchitectureInvalid);
    EXPECT_NE(error.advice.find("--config"), std::string::npos) << "there is no package yet that could be corrected";
}
