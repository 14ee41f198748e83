// SPDX-License-Identifier: GPL-3.0-or-later
// Models of random numbers must be as the real ones in everything but the numbers.
#include "core/base/file.h"
#include "core/inference/assemble_package.h"
#include "core/inference/random_models/lavis_tensors.h"
#include "core/inference/random_models/made_tokenizer.h"
#include "core/inference/random_models/random_model.h"
#include "core/inference/random_models/random_weights.h"
#include "core/inference/tokenizer.h"
#include "tests/core/inference/checkpoints/made_source.h"
#include "tests/core/inference/checkpoints/small_architecture.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <set>
#include <tuple>

using namespace descant;
using namespace descant::inference;
using test::smallArchitecture;
using test::TemporaryFolder;

namespace {

using Parts = std::set<std::tuple<std::string, ElementType, std::vector<std::int64_t>>>;

RandomModel smallModel(Variant variant = Variant::Multimodal)
{
    RandomModel model;
    model.architecture = smallArchitecture(variant);
    model.architecture.lora = LoraShape{};
    return model;
}

std::vector<float> numbersOf(const RandomTensor& tensor, std::uint64_t first, std::size_t count)
{
    std::vector<float> numbers(count);
    tensor.fill(first, ElementType::F32, std::as_writable_bytes(std::span(numbers)));
    return numbers;
}

/// What the package holds under a name, as it is stored.
std::vector<std::byte> bytesIn(const ModelPackage& package, const std::string& name)
{
    for (const PackageTensor& tensor : package.tensors()) {
        if (tensor.name != name)
            continue;
        std::vector<std::byte> bytes(tensor.entry.bytes);
        EXPECT_TRUE(package.weightFiles()[tensor.file].read(tensor.entry, bytes));
        return bytes;
    }
    ADD_FAILURE() << name;
    return {};
}

std::vector<std::byte> madeBytes(const ModelPackage& package, const std::string& name, std::uint64_t seed)
{
    for (const PackageTensor& tensor : package.tensors()) {
        if (tensor.name != name)
            continue;
        std::vector<std::byte> bytes(tensor.entry.bytes);
        RandomTensor(name, tensor.entry.shape, seed).fill(0, tensor.entry.type, bytes);
        return bytes;
    }
    return {};
}

std::string reasonOf(const Outcome<void>& outcome)
{
    if (outcome)
        return "done";
    return isCancelled(outcome.error()) ? "cancelled" : describe(std::get<Error>(outcome.error()));
}

AssembleRequest requestFor(AuthorsFile file, const Architecture& architecture, const std::filesystem::path& out)
{
    AssembleRequest request;
    request.from = std::move(file);
    request.architecture = architectureToJson(architecture);
    request.choices.lora = LoraHandling::Keep;
    request.out = out;
    return request;
}

std::string contentOf(const std::filesystem::path& path)
{
    const auto content = readFile(path, std::size_t(64) << 20);
    EXPECT_TRUE(content) << describe(content.error());
    return content.value_or("");
}

bool isEmpty(const std::filesystem::path& folder)
{
    return !std::filesystem::exists(folder) || std::filesystem::is_empty(folder);
}

} // namespace

TEST(RandomTensor, anyPartIsAPartOfTheWhole)
{
    const RandomTensor tensor("language_model.encoder.block.0.layer.0.SelfAttention.k.weight", {190, 128}, 7);
    const std::vector<float> whole = numbersOf(tensor, 0, 190 * 128);
    for (const auto& [first, count] :
         {std::pair(1U, 3U), std::pair(8190U, 5U), std::pair(3U, 20000U), std::pair(24319U, 1U)})
        EXPECT_EQ(numbersOf(tensor, first, count),
                  std::vector<float>(whole.begin() + first, whole.begin() + first + count));
}

TEST(RandomTensor, hasTheVarianceOfItsFanIn)
{
    const auto spread = [](const std::string& name) {
        double squares = 0;
        for (const float number : numbersOf(RandomTensor(name, {100, 400}, 1), 0, 40000))
            squares += double(number) * number;
        return std::sqrt(squares / 40000);
    };
    EXPECT_NEAR(spread("vision_model.encoder.layers.0.mlp.fc1.weight"), 1.0 / 20, 0.001);
    EXPECT_NEAR(spread("language_model.lm_head.weight"), 4.0 / 20, 0.004);
    EXPECT_NEAR(spread("language_model.decoder.block.1.layer.1.EncDecAttention.q.weight"), 0.25 / 20, 0.0003);
}

TEST(RandomTensor, normsLieAroundOneAndKeysOfTheVitHaveNoBias)
{
    for (const float number : numbersOf(RandomTensor("ln_audio.weight", {500}, 1), 0, 500))
        EXPECT_NEAR(number, 1.0F, 0.102F); // rounded to 8 bits
    const std::vector<float> bias =
        numbersOf(RandomTensor("vision_model.encoder.layers.0.self_attn.qkv.bias", {30}, 1), 0, 30);
    for (std::size_t place = 0; place < bias.size(); ++place)
        EXPECT_EQ(bias[place] == 0.0F, place >= 10 && place < 20) << place;
}

TEST(RandomTensor, everyTypeHoldsTheSameNumbers)
{
    const RandomTensor tensor("query_tokens", {1, 40, 25}, 3);
    std::vector<std::uint16_t> narrow(1000);
    tensor.fill(0, ElementType::BF16, std::as_writable_bytes(std::span(narrow)));
    const std::vector<float> wide = numbersOf(tensor, 0, 1000);
    for (std::size_t place = 0; place < wide.size(); ++place)
        EXPECT_EQ(std::bit_cast<float>(static_cast<std::uint32_t>(narrow[place]) << 16), wide[place]);
    EXPECT_GT(std::set<float>(wide.begin(), wide.end()).size(), 200U);
}

TEST(RandomTensor, dependsOnNameAndSeed)
{
    const std::vector<float> numbers = numbersOf(RandomTensor("query_tokens", {1, 10, 10}, 1), 0, 100);
    EXPECT_NE(numbers, numbersOf(RandomTensor("query_tokens", {1, 10, 10}, 2), 0, 100));
    EXPECT_NE(numbers, numbersOf(RandomTensor("query_tokens_aud", {1, 10, 10}, 1), 0, 100));
}

TEST(RandomModels, theAuthorsLayoutHasTheirNamesTypesAndShapes)
{
    std::vector<Architecture> all;
    for (const Variant variant : {Variant::Multimodal, Variant::Separate, Variant::Visual}) {
        for (const bool lora : {false, true}) {
            for (const Architecture& size : {Architecture(), smallArchitecture()}) {
                Architecture architecture = size;
                architecture.variant = variant;
                if (lora)
                    architecture.lora = LoraShape{};
                all.push_back(architecture);
            }
        }
    }
    Architecture alternating;
    alternating.qformer.crossAttentionLayout = CrossAttentionLayout::Alternating;
    all.push_back(alternating);
    for (const Architecture& architecture : all) {
        Parts theirs, made;
        for (const SourceTensor& tensor : test::authorsTensors(architecture))
            theirs.insert({tensor.name, tensor.type, tensor.shape});
        for (const LavisTensor& tensor : lavisTensors(architecture))
            made.insert({tensor.name, tensor.type, tensor.shape});
        EXPECT_EQ(made, theirs);
    }
}

TEST(RandomModels, theAuthorsLayoutLeadsBackToOurNames)
{
    Architecture published;
    published.lora = LoraShape{};
    const KeyMap names(KeyDialect::Lavis);
    const std::vector<LavisTensor> tensors = lavisTensors(published);
    EXPECT_EQ(tensors.size(), 2005U);
    std::size_t storages = 0, trained = 0;
    for (const LavisTensor& tensor : tensors) {
        const MappedKey key = names.map(tensor.name);
        EXPECT_EQ(key.use == KeyUse::Ignore ? std::string() : key.ours, tensor.ours) << tensor.name;
        storages += tensor.sharesWith.empty();
        trained += tensor.isTrained();
    }
    EXPECT_EQ(storages, 1992U);
    EXPECT_EQ(trained, 683U);
}

TEST(RandomModels, thePublishedSizeHasItsTensorsAndParameters)
{
    const auto count = [](const std::vector<TensorToWrite>& tensors) {
        std::uint64_t bytes = 0;
        for (const TensorToWrite& tensor : tensors)
            bytes += tensor.bytes();
        return bytes / 2;
    };
    Architecture visual;
    visual.variant = Variant::Visual;
    const std::vector<TensorToWrite> hub = randomTensors(visual, ElementType::BF16, 1);
    EXPECT_EQ(hub.size(), 1289U);
    EXPECT_EQ(count(hub), 3'942'446'592U);
    // The authors' own, with the constant zeros between the two halves of the ViT's biases.
    EXPECT_EQ(count(randomTensors(Architecture(), ElementType::BF16, 1)), 4'105'163'248U + 39 * 1408);
}

TEST(RandomModels, aHubFolderAndBeatsAreAssembled)
{
    const TemporaryFolder folder;
    const RandomModel model = smallModel();
    ASSERT_EQ(reasonOf(writeRandomHubFolder(folder / "hub", model, {}, {})), "done");
    ASSERT_EQ(reasonOf(writeRandomBeatsFile(folder / "b.pt", model, {}, {})), "done");
    Parts theirs, made;
    Architecture visual = smallArchitecture(Variant::Visual);
    for (const SourceTensor& tensor : test::hubTensors(visual))
        theirs.insert({tensor.name, ElementType::BF16, tensor.shape});
    const auto source = openTensorSource(folder / "hub");
    ASSERT_TRUE(source) << describe(source.error());
    for (const SourceTensor& tensor : (*source)->tensors())
        made.insert({tensor.name, tensor.type, tensor.shape});
    EXPECT_EQ(made, theirs);

    AssembleRequest request;
    request.from = HubFolder{folder / "hub", folder / "b.pt", {}};
    request.out = folder / "package";
    ASSERT_EQ(reasonOf(assemblePackage(request, {}, {})), "done");
    const auto package = ModelPackage::open(folder / "package");
    ASSERT_TRUE(package) << describe(package.error());
    EXPECT_EQ(package->architecture().t5, visual.t5);
    EXPECT_EQ(package->architecture().beats.heads, visual.beats.heads);
    for (const char* name : {"language_model.shared.weight", "vision_model.encoder.layers.1.self_attn.qkv.bias",
                             "audio_encoder.encoder.layers.1.fc1.weight", "language_projection.weight"})
        EXPECT_EQ(bytesIn(*package, name), madeBytes(*package, name, 1)) << name;
}

TEST(RandomModels, aTrainingFileIsAssembledWithoutItsOptimizer)
{
    for (const Variant variant : {Variant::Multimodal, Variant::Separate, Variant::Visual}) {
        const TemporaryFolder folder;
        const RandomModel model = smallModel(variant);
        ASSERT_EQ(reasonOf(writeRandomAuthorsFile(folder / "a" / "x.pth", model, {}, {})), "done");
        ASSERT_EQ(reasonOf(assemblePackage(requestFor({folder / "a" / "x.pth"}, model.architecture, folder / "package"),
                                           {}, {})),
                  "done");
        const auto package = ModelPackage::open(folder / "package");
        ASSERT_TRUE(package) << describe(package.error());
        EXPECT_EQ(package->architecture().variant, variant);
        EXPECT_EQ(package->architecture().lora, model.architecture.lora);
        for (const char* name : {"language_model.shared.weight", "vision_model.encoder.layers.1.self_attn.qkv.bias",
                                 "vision_model.encoder.layers.2.mlp.fc1.weight", "qformer.layernorm.weight",
                                 "language_model.decoder.block.0.layer.1.EncDecAttention.v.lora_A.weight"})
            EXPECT_EQ(bytesIn(*package, name), madeBytes(*package, name, 1)) << name;
    }
}

TEST(RandomModels, thePackageItselfIsWhole)
{
    const TemporaryFolder folder;
    ASSERT_EQ(reasonOf(writeRandomPackage(folder / "p", smallModel(), {}, {})), "done");
    const auto verified = verifyPackage(folder / "p", {}, {});
    ASSERT_TRUE(verified) << describe(std::get<Error>(verified.error()));
    EXPECT_TRUE(verified->warnings.empty());
}

TEST(RandomModels, theSameSeedGivesTheSameBytesAndAnotherOnesOthers)
{
    const TemporaryFolder folder;
    RandomModel model = smallModel();
    const auto write = [&](const std::string& to) {
        ASSERT_EQ(reasonOf(writeRandomPackage(folder / to, model, {}, {})), "done");
        ASSERT_EQ(reasonOf(writeRandomAuthorsFile(folder / to / "x.pth", model, {}, {})), "done");
    };
    write("one");
    write("two");
    model.seed = 2;
    write("three");
    for (const char* name : {"model.safetensors", "x.pth"}) {
        const std::string one = contentOf(folder / "one" / name);
        EXPECT_EQ(one, contentOf(folder / "two" / name)) << name;
        EXPECT_NE(one, contentOf(folder / "three" / name)) << name;
    }
}

TEST(RandomModels, stoppingLeavesNothingBehind)
{
    const TemporaryFolder folder;
    const RandomModel model = smallModel();
    const std::vector<std::pair<std::string, decltype(&writeRandomPackage)>> layouts{
        {"package", writeRandomPackage},
        {"hub", writeRandomHubFolder},
        {"a/x.pth", writeRandomAuthorsFile},
        {"b/b.pt", writeRandomBeatsFile}};
    for (const auto& [name, write] : layouts) {
        std::stop_source stop;
        const ProgressSink stopsAtOnce = [&](const Progress&) { stop.request_stop(); };
        EXPECT_EQ(reasonOf(write(folder / name, model, stop.get_token(), stopsAtOnce)), "cancelled") << name;
    }
    for (const char* name : {"hub", "a", "b"})
        EXPECT_TRUE(isEmpty(folder / name)) << name;
    EXPECT_FALSE(std::filesystem::exists(folder / "package"));
}

TEST(RandomModels, assemblingStopsBetweenTwoPiecesAndLeavesNothingBehind)
{
    const TemporaryFolder folder;
    const RandomModel model = smallModel();
    ASSERT_EQ(reasonOf(writeRandomAuthorsFile(folder / "a" / "x.pth", model, {}, {})), "done");
    std::stop_source stop;
    const ProgressSink stopsLater = [&](const Progress& progress) {
        if (progress.fraction > 0.5)
            stop.request_stop();
    };
    const auto request = requestFor({folder / "a" / "x.pth"}, model.architecture, folder / "out" / "package");
    EXPECT_EQ(reasonOf(assemblePackage(request, stop.get_token(), stopsLater)), "cancelled");
    EXPECT_TRUE(isEmpty(folder / "out"));
}

TEST(RandomModels, aDiskThatIsTooSmallIsNoticedBeforeAnythingIsWritten)
{
    const TemporaryFolder folder;
    RandomModel model = smallModel();
    model.architecture.t5.vocab = std::int64_t(1) << 48;
    const ProgressSink nothing = [](const Progress&) { ADD_FAILURE() << "it began"; };
    for (const auto write : {writeRandomPackage, writeRandomHubFolder}) {
        const Outcome<void> written = write(folder / "p", model, {}, nothing);
        ASSERT_FALSE(written);
        EXPECT_EQ(std::get<Error>(written.error()).code, ErrorCode::DiskFull);
        EXPECT_NE(std::get<Error>(written.error()).detail.find("GB are free"), std::string::npos);
    }
    const Outcome<void> written = writeRandomAuthorsFile(folder / "a" / "x.pth", model, {}, nothing);
    ASSERT_FALSE(written);
    EXPECT_EQ(std::get<Error>(written.error()).code, ErrorCode::DiskFull);
    EXPECT_TRUE(isEmpty(folder / "p") && isEmpty(folder / "a"));
}

TEST(RandomModels, thereIsNoTrainingFileOfAModelThatOnlyHears)
{
    const TemporaryFolder folder;
    const Outcome<void> written = writeRandomAuthorsFile(folder / "x.pth", smallModel(Variant::Audio), {}, {});
    ASSERT_FALSE(written);
    EXPECT_EQ(std::get<Error>(written.error()).code, ErrorCode::NotSupported);
}

TEST(MadeTokenizer, speaksT5sIdsAtAnySize)
{
    const TemporaryFolder folder;
    for (const auto& [vocabulary, pieces] : {std::pair(32128, 32000), std::pair(600, 472), std::pair(96, 40)}) {
        ASSERT_TRUE(writeFileAtomically(folder / "spiece.model", madeTokenizer(vocabulary)));
        const auto tokenizer = Tokenizer::load(folder / "spiece.model", vocabulary);
        ASSERT_TRUE(tokenizer) << describe(tokenizer.error());
        EXPECT_EQ(tokenizer->pieces(), pieces);
        EXPECT_EQ(tokenizer->doubtAbout(vocabulary), "");
        const auto ids = tokenizer->encode("a video of, well, nothing!");
        EXPECT_EQ(std::count(ids.begin(), ids.end(), Tokenizer::kUnknown), 0);
        EXPECT_EQ(ids.back(), Tokenizer::kEnd);
        EXPECT_EQ(tokenizer->decode(ids), "a video of, well, nothing!");
        EXPECT_EQ(tokenizer->decode(std::vector<std::int64_t>{vocabulary - 1}), "");
    }
}

TEST(MadeTokenizer, hasNoPieceTwice)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "spiece.model", madeTokenizer(32128)));
    const auto tokenizer = Tokenizer::load(folder / "spiece.model", 32128);
    ASSERT_TRUE(tokenizer);
    std::set<std::string> pieces;
    for (std::int64_t id = 3; id < tokenizer->pieces(); ++id)
        pieces.insert(tokenizer->piece(id));
    EXPECT_EQ(pieces.size(), 31997U);
}
