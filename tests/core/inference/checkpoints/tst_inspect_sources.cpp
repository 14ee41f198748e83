// SPDX-License-Identifier: GPL-3.0-or-later
// What a person picked, told from names and headers alone: what it is, what comes of it, what is missing.
#include "core/inference/inspect_sources.h"
#include "tests/core/inference/checkpoints/made_source.h"
#include "tests/core/inference/checkpoints/small_architecture.h"
#include "tests/core/inference/tiny_tokenizer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/torch_file_writer.h"
#include "tests/support/written_file.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
using nlohmann::json;
using test::MadeSource;
using test::smallArchitecture;
namespace fs = std::filesystem;

namespace {

class InspectSources : public testing::Test {
protected:
    fs::path tokenizer(const std::string& place = "spiece.model")
    {
        return test::writtenFile(folder / place, test::tinyTokenizer());
    }
    fs::path hub(const std::string& name = "hub")
    {
        fs::create_directory(folder / name);
        writeAsSafetensors(folder / (name + "/model.safetensors"),
                           MadeSource(test::hubTensors(smallArchitecture(Variant::Visual))));
        test::writtenFile(folder / (name + "/config.json"), test::hubConfig(smallArchitecture(Variant::Visual)).dump());
        return folder / name;
    }
    fs::path torchFile(const test::SourceTensors& tensors, const std::string& name = "trained.pth")
    {
        writeAsTorchFile(folder / name, MadeSource(tensors));
        return folder / name;
    }
    fs::path authors() { return torchFile(test::authorsTensors(withLora())); }
    fs::path beats(const std::string& name = "beats.pt")
    {
        return torchFile(test::beatsTensors(smallArchitecture().beats), name);
    }
    static Architecture withLora()
    {
        Architecture a = smallArchitecture();
        a.lora = LoraShape{.rank = 4, .alpha = 8.0};
        return a;
    }

    SourcesInspection inspected(const fs::path& picked, const SourceAdditions& additions = {})
    {
        auto inspection = inspectSources(picked, additions, {});
        if (!inspection)
            throw std::runtime_error(describe(std::get<Error>(inspection.error())));
        return *std::move(inspection);
    }
    Error errorOf(const fs::path& picked)
    {
        const auto inspection = inspectSources(picked, {}, {});
        EXPECT_FALSE(inspection);
        return inspection ? Error{} : std::get<Error>(inspection.error());
    }
    static const MissingPart* missing(const SourcesInspection& inspection, const std::string& what)
    {
        for (const MissingPart& part : inspection.missing) {
            if (part.what == what)
                return &part;
        }
        return nullptr;
    }
    /// What it promises is what assembling makes.
    void expectKept(const SourcesInspection& inspection)
    {
        ASSERT_TRUE(inspection.isReady());
        AssembleRequest request = inspection.plan->request;
        request.out = folder / "made";
        const auto made = assemblePackage(request, {}, {});
        ASSERT_TRUE(made) << describe(std::get<Error>(made.error()));
        const json described = describePackage(ModelPackage::open(request.out).value());
        EXPECT_EQ(described["variant"], variantName(inspection.plan->architecture.variant));
        EXPECT_EQ(described["parameters"].get<decltype(inspection.plan->parameters)>(), inspection.plan->parameters);
        EXPECT_EQ(described["bytes"], inspection.plan->bytes.at("as-stored"));
        for (const auto& [precision, bytes] : inspection.plan->memory)
            EXPECT_EQ(described["memory"][precision], bytes) << precision;
    }

    test::TemporaryFolder folder;
};

} // namespace

TEST_F(InspectSources, anAuthorsFileIsAllThatAPackageNeeds)
{
    tokenizer();
    const SourcesInspection inspection = inspected(authors());
    ASSERT_EQ(inspection.found.size(), 1U);
    EXPECT_EQ(inspection.found[0].kind, SourceKind::AuthorsFile);
    EXPECT_EQ(inspection.found[0].variant, "multimodal");
    EXPECT_EQ(inspection.found[0].lora, FoundSource::Lora::With);
    EXPECT_GT(inspection.found[0].parameters, 10'000);
    EXPECT_EQ(inspection.found[0].bytes, fs::file_size(folder / "trained.pth"));
    EXPECT_TRUE(inspection.missing.empty());
    expectKept(inspection);
}

TEST_F(InspectSources, aMissingTokenizerIsMissedAndCanBeAdded)
{
    const fs::path file = authors();
    const SourcesInspection without = inspected(file);
    EXPECT_FALSE(without.isReady());
    ASSERT_NE(missing(without, "spiece.model"), nullptr);
    EXPECT_FALSE(missing(without, "spiece.model")->advice.empty());
    SourceAdditions additions;
    fs::create_directory(folder / "elsewhere");
    additions.tokenizer = tokenizer("elsewhere/t5.model");
    expectKept(inspected(file, additions));
}

TEST_F(InspectSources, aFileOfAnotherKindIsNoTokenizer)
{
    SourceAdditions additions;
    const fs::path file = authors();
    additions.tokenizer = beats();
    const SourcesInspection inspection = inspected(file, additions);
    ASSERT_EQ(inspection.found.size(), 2U);
    EXPECT_TRUE(inspection.found[1].problem);
    EXPECT_NE(missing(inspection, "spiece.model"), nullptr);
}

TEST_F(InspectSources, aHubFolderSaysWhatItWouldGain)
{
    test::writtenFile(hub() / "README.md", "---\nlanguage: en\nlicense: mit\n---\n# BLIP-2\n");
    tokenizer("hub/spiece.model");
    const SourcesInspection inspection = inspected(folder / "hub");
    EXPECT_EQ(inspection.found[0].kind, SourceKind::HubFolder);
    EXPECT_EQ(inspection.plan->licence, "mit");
    EXPECT_EQ(missing(inspection, "BEATs")->need, MissingPart::Need::Optional);
    EXPECT_EQ(missing(inspection, "a trained Q-Former")->need, MissingPart::Need::Optional);
    EXPECT_EQ(inspection.plan->architecture.variant, Variant::Visual);
    expectKept(inspection);
}

TEST_F(InspectSources, aPickedPartOfAHubFolderStandsForTheFolder)
{
    EXPECT_EQ(inspected(hub() / "model.safetensors").found[0].path, folder / "hub");
    EXPECT_EQ(inspected(folder / "hub/config.json").found[0].path, folder / "hub");
}

TEST_F(InspectSources, everyShardThatIsNotThereIsNamed)
{
    const json index = {{"metadata", {{"total_size", 8}}},
                        {"weight_map",
                         {{"a", "model-00001-of-00003.safetensors"},
                          {"b", "model-00002-of-00003.safetensors"},
                          {"c", "model-00003-of-00003.safetensors"}}}};
    fs::rename(hub() / "model.safetensors", folder / "hub/model-00002-of-00003.safetensors");
    test::writtenFile(folder / "hub/model.safetensors.index.json", index.dump());
    const SourcesInspection inspection = inspected(folder / "hub");
    EXPECT_FALSE(inspection.plan);
    EXPECT_NE(missing(inspection, "model-00001-of-00003.safetensors"), nullptr);
    EXPECT_EQ(missing(inspection, "model-00002-of-00003.safetensors"), nullptr);
    EXPECT_NE(missing(inspection, "model-00003-of-00003.safetensors"), nullptr);
}

TEST_F(InspectSources, aFolderOfPartsBecomesOnePackage)
{
    hub();
    beats();
    tokenizer();
    torchFile(test::partialTensors(withLora()), "qformer.pth");
    const SourcesInspection inspection = inspected(folder.path());
    EXPECT_EQ(inspection.found.size(), 4U);
    ASSERT_TRUE(inspection.plan);
    EXPECT_EQ(inspection.plan->architecture.variant, Variant::Multimodal);
    EXPECT_TRUE(inspection.missing.empty());
    expectKept(inspection);
}

TEST_F(InspectSources, aTrainedQFormerThatHearsMissesItsEar)
{
    hub();
    tokenizer();
    torchFile(test::partialTensors(smallArchitecture()), "qformer.pth");
    const SourcesInspection inspection = inspected(folder.path());
    EXPECT_FALSE(inspection.isReady());
    ASSERT_NE(missing(inspection, "BEATs"), nullptr);
    EXPECT_EQ(missing(inspection, "BEATs")->need, MissingPart::Need::Required);
    EXPECT_GT(missing(inspection, "BEATs")->items.size(), 20U) << "all of BEATs";
    SourceAdditions additions;
    fs::create_directory(folder / "elsewhere");
    additions.beats = beats("elsewhere/beats.pt");
    EXPECT_TRUE(inspected(folder.path(), additions).isReady());
}

TEST_F(InspectSources, aPartAloneMissesTheRest)
{
    const SourcesInspection ear = inspected(beats());
    EXPECT_EQ(ear.found[0].kind, SourceKind::Beats);
    EXPECT_FALSE(ear.plan);
    EXPECT_NE(missing(ear, "BLIP-2 with Flan-T5"), nullptr);
    const SourcesInspection asking = inspected(torchFile(test::partialTensors(withLora()), "part.pth"));
    EXPECT_EQ(asking.found[0].kind, SourceKind::TrainedPart);
    EXPECT_EQ(asking.found[0].variant, "multimodal");
    EXPECT_NE(missing(asking, "BLIP-2 with Flan-T5"), nullptr);
}

TEST_F(InspectSources, severalOfAKindAreAChoice)
{
    authors();
    torchFile(test::authorsTensors(smallArchitecture()), "other.pth");
    const SourcesInspection inspection = inspected(folder.path());
    EXPECT_FALSE(inspection.plan);
    EXPECT_NE(missing(inspection, "the choice"), nullptr);
}

TEST_F(InspectSources, missingTensorsAreGatheredByPart)
{
    auto tensors = test::authorsTensors(smallArchitecture());
    std::erase_if(tensors, [](const auto& tensor) { return tensor.name.ends_with(".final_layer_norm.weight"); });
    tokenizer();
    const SourcesInspection inspection = inspected(torchFile(tensors));
    EXPECT_FALSE(inspection.plan);
    ASSERT_NE(missing(inspection, "Flan-T5"), nullptr);
    EXPECT_EQ(missing(inspection, "Flan-T5")->items.size(), 2U);
    EXPECT_EQ(missing(inspection, "ViT"), nullptr);
}

TEST_F(InspectSources, ourPackageIsWholeAsItIs)
{
    tokenizer();
    expectKept(inspected(authors()));
    const SourcesInspection inspection = inspected(folder / "made");
    EXPECT_TRUE(inspection.isPackage());
    EXPECT_EQ(inspection.found[0].variant, "multimodal");
    EXPECT_TRUE(inspected(folder / "made/descant-model.json").isPackage());
    fs::remove(folder / "made/spiece.model");
    EXPECT_EQ(errorOf(folder / "made").code, ErrorCode::PackageIncomplete);
}

TEST_F(InspectSources, whatIsHostileOrDamagedIsASentence)
{
    const std::string code = std::string("\x80\x02") + "cos\nsystem\nX\x05\x00\x00\x00touchq\x00\x85R."; // harmless
    test::writeZip(folder / "hostile.pth", {{"r/data.pkl", std::string(code.data(), code.size())}});
    EXPECT_EQ(errorOf(folder / "hostile.pth").code, ErrorCode::CheckpointHostile);
    EXPECT_EQ(errorOf(test::writtenFile(folder / "noise.pt", "no checkpoint at all")).code,
              ErrorCode::CheckpointInvalid);
    EXPECT_EQ(errorOf(folder / "absent").code, ErrorCode::FileNotFound);
    fs::create_directory(folder / "empty");
    EXPECT_EQ(errorOf(folder / "empty").code, ErrorCode::PackageIncomplete);
    EXPECT_EQ(errorOf(test::writtenFile(folder / "empty.model", "")).code, ErrorCode::TokenizerInvalid);
}

TEST_F(InspectSources, whatCannotBeReadDoesNotHideTheRest)
{
    authors();
    tokenizer();
    test::writtenFile(folder / "noise.pt", "no checkpoint at all");
    const SourcesInspection inspection = inspected(folder.path());
    EXPECT_TRUE(inspection.isReady());
    EXPECT_TRUE(inspection.found[0].problem);
}

TEST_F(InspectSources, aFolderOfHundredsIsRefused)
{
    for (int number = 0; number < 40; ++number)
        test::writtenFile(folder / (std::to_string(number) + ".pth"), "");
    EXPECT_EQ(errorOf(folder.path()).code, ErrorCode::InputInvalid);
}

TEST_F(InspectSources, itStopsWhenAsked)
{
    std::stop_source stop;
    stop.request_stop();
    const auto inspection = inspectSources(authors(), {}, stop.get_token());
    ASSERT_FALSE(inspection);
    EXPECT_TRUE(isCancelled(inspection.error()));
}
