// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/captioner.h"

#include "core/inference/networks/model_inputs.h"
#include "core/inference/tokenizer.h"
#include "tests/core/inference/filler.h"
#include "tests/core/inference/tiny_package.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

using namespace descant;
using namespace descant::inference;

namespace {

class CaptionerTest : public ::testing::Test {
protected:
    std::unique_ptr<Captioner> load(Variant variant = Variant::Multimodal, CaptionerOptions options = {})
    {
        test::writeTinyPackage(m_folder / "tiny", test::tinyArchitecture(variant));
        const auto package = ModelPackage::open(m_folder / "tiny");
        EXPECT_TRUE(package);
        auto captioner = Captioner::load(*package, options, {}, {});
        EXPECT_TRUE(captioner);
        return captioner ? *std::move(captioner) : nullptr;
    }

    static CaptionInput clip()
    {
        CaptionInput input;
        for (int frame = 0; frame < 3; ++frame) {
            Image image(40, 30);
            const auto values = test::fill("picture" + std::to_string(frame), image.pixels.size());
            for (std::size_t index = 0; index < values.size(); ++index)
                image.pixels[index] = static_cast<std::uint8_t>((values[index] + 1.0) * 127.0);
            input.frames.push_back(std::move(image));
        }
        input.audio = {44100, 2, {}};
        for (const double value : test::fill("sound", 44100))
            input.audio.samples.push_back(static_cast<float>(0.1 * value));
        return input;
    }

    static GenerationSettings settings()
    {
        GenerationSettings s;
        s.beams = 4;
        s.candidates = 3;
        s.maxNewTokens = 7;
        s.minLength = 3;
        return s;
    }

    static std::vector<Candidate> proposed(Captioner& captioner, const CaptionInput& input,
                                           const GenerationSettings& with, EvidenceWanted wanted = EvidenceWanted::No)
    {
        auto found = captioner.propose(input, with, wanted, {}, {});
        EXPECT_TRUE(found);
        return found ? *std::move(found) : std::vector<Candidate>();
    }

    test::TemporaryFolder m_folder;
};

bool sameTexts(const std::vector<Candidate>& a, const std::vector<Candidate>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.text == y.text && x.score == y.score; });
}

} // namespace

TEST_F(CaptionerTest, proposesSeveralDifferentCaptions)
{
    const auto captioner = load();
    const auto found = proposed(*captioner, clip(), settings());
    ASSERT_GE(found.size(), 1u);
    for (std::size_t rank = 1; rank < found.size(); ++rank) {
        EXPECT_GE(found[rank - 1].score, found[rank].score);
        EXPECT_NE(found[rank - 1].text, found[rank].text);
    }
    EXPECT_FALSE(found.front().tokens.empty());
    for (const CandidateToken& token : found.front().tokens)
        EXPECT_LE(token.logProbability, 0.0);
}

TEST_F(CaptionerTest, evidenceOfEachTokenSumsToOne)
{
    for (const Variant variant : {Variant::Multimodal, Variant::Separate, Variant::Visual, Variant::Audio}) {
        const auto captioner = load(variant);
        const auto found = proposed(*captioner, clip(), settings(), EvidenceWanted::Yes);
        ASSERT_FALSE(found.empty());
        ASSERT_EQ(found.front().evidence.size(), found.front().tokens.size());
        for (const TokenEvidence& evidence : found.front().evidence) {
            EXPECT_EQ(evidence.frames.size(), captioner->architecture().sees() ? 3u : 0u);
            // Half a second of sound, in steps of 0.16 s.
            EXPECT_EQ(evidence.audio.size(), captioner->architecture().hears() ? 4u : 0u);
            const double seen = std::accumulate(evidence.frames.begin(), evidence.frames.end(), 0.0);
            EXPECT_NEAR(seen + std::accumulate(evidence.audio.begin(), evidence.audio.end(), 0.0), 1.0, 1e-6);
            EXPECT_NEAR(evidence.visualShare, seen, 1e-6);
        }
    }
}

TEST_F(CaptionerTest, aSecondProposalNeedsNoFrames)
{
    const auto captioner = load();
    CaptionInput input = clip();
    input.cacheKey = "clip one";
    EXPECT_FALSE(captioner->remembers("clip one"));
    const auto first = proposed(*captioner, input, settings());
    EXPECT_TRUE(captioner->remembers("clip one"));
    CaptionInput again;
    again.cacheKey = "clip one";
    EXPECT_TRUE(sameTexts(first, proposed(*captioner, again, settings())));
    again.prompt = "a cow in a room";
    const auto steered = proposed(*captioner, again, settings());
    input.prompt = again.prompt;
    input.cacheKey.clear();
    EXPECT_TRUE(sameTexts(steered, proposed(*captioner, input, settings())));
}

TEST_F(CaptionerTest, onlyAFewClipsAreRemembered)
{
    CaptionerOptions options;
    options.rememberedClips = 2;
    const auto captioner = load(Variant::Multimodal, options);
    for (const char* key : {"a", "b", "c"}) {
        CaptionInput input = clip();
        input.cacheKey = key;
        proposed(*captioner, input, settings());
    }
    EXPECT_FALSE(captioner->remembers("a"));
    EXPECT_TRUE(captioner->remembers("b"));
    EXPECT_TRUE(captioner->remembers("c"));
    EXPECT_FALSE(captioner->remembers(""));
}

TEST_F(CaptionerTest, oneSenseIsEnough)
{
    const auto captioner = load();
    CaptionInput blind = clip();
    blind.frames.clear();
    EXPECT_FALSE(proposed(*captioner, blind, settings()).empty());
    CaptionInput deaf = clip();
    deaf.audio = {};
    const auto found = proposed(*captioner, deaf, settings(), EvidenceWanted::Yes);
    ASSERT_FALSE(found.empty());
    EXPECT_TRUE(found.front().evidence.front().audio.empty());
    EXPECT_DOUBLE_EQ(found.front().evidence.front().visualShare, 1.0);
    const auto nothing = captioner->propose({}, settings(), EvidenceWanted::No, {}, {});
    ASSERT_FALSE(nothing);
    EXPECT_EQ(std::get<Error>(nothing.error()).code, ErrorCode::InputInvalid);
}

TEST_F(CaptionerTest, aPackageSaysWhatMissingSoundIs)
{
    PackageDraft draft = test::tinyDraft();
    draft.preprocessing.missingSound = MissingSound::Authors;
    ASSERT_TRUE(writePackage(m_folder / "authors", draft));
    const auto package = ModelPackage::open(m_folder / "authors");
    ASSERT_TRUE(package);
    auto captioner = Captioner::load(*package, {}, {}, {});
    ASSERT_TRUE(captioner);
    CaptionInput input = clip();
    input.audio = {};
    const auto heard = proposed(**captioner, input, settings(), EvidenceWanted::Yes);
    ASSERT_FALSE(heard.empty());
    EXPECT_TRUE(heard.front().evidence.front().audio.empty()) << "there was no sound that anything could rest on";
    EXPECT_NEAR(heard.front().evidence.front().visualShare, 1.0, 1e-9);
    const auto leftOut = proposed(*load(), input, settings());
    EXPECT_FALSE(sameTexts(heard, leftOut)) << "the audio rows are in front of T5";

    const auto window = missingAudioWindow(package->architecture(), package->preprocessing());
    ASSERT_TRUE(window);
    EXPECT_FALSE(window->sampleMask.defined()) << "for BEATs nothing is padding";
    EXPECT_EQ(window->keyMask.sum().item<std::int64_t>(), 0) << "for the Q-Former nothing is valid";
    EXPECT_NEAR(window->fbank.min().item<float>(), -2.391693, 1e-5);
    EXPECT_NEAR(window->fbank.max().item<float>(), -2.391693, 1e-5);
}

TEST_F(CaptionerTest, continuesWhatAPersonBegan)
{
    const auto captioner = load();
    CaptionInput input = clip();
    for (const char* prefix :
         {"a cow stands", "a cow sta", "a cow ", "  a  cow", "A cow 🐄 st", "ﬁn", "a cow</s>", "a cow ,"}) {
        input.prefix = prefix;
        for (const Candidate& candidate : proposed(*captioner, input, settings())) {
            EXPECT_TRUE(candidate.text.starts_with(prefix)) << candidate.text;
            const auto end = std::find(candidate.ids.begin(), candidate.ids.end(), Tokenizer::kEnd);
            EXPECT_EQ(end - candidate.ids.begin(), static_cast<std::ptrdiff_t>(candidate.tokens.size()));
        }
    }
}

TEST_F(CaptionerTest, nothingButSpaceIsNoBeginning)
{
    const auto captioner = load();
    CaptionInput input = clip();
    const auto free = proposed(*captioner, input, settings());
    input.prefix = "  ";
    EXPECT_TRUE(sameTexts(free, proposed(*captioner, input, settings())));
}

TEST_F(CaptionerTest, aLongBeginningIsWrittenWhole)
{
    const auto captioner = load();
    CaptionInput input = clip();
    for (int count = 0; count < 12; ++count)
        input.prefix += "a rooster and ";
    GenerationSettings few = settings();
    few.maxNewTokens = 1;
    for (const Candidate& candidate : proposed(*captioner, input, few))
        EXPECT_TRUE(candidate.text.starts_with(input.prefix)) << candidate.text;
}

TEST_F(CaptionerTest, clipsDescribedTogetherGetWhatEachGetsAlone)
{
    const auto captioner = load();
    std::mt19937 random(9);
    for (int batch = 0; batch < 50; ++batch) {
        GenerationSettings s = settings();
        s.beams = 1 + static_cast<std::int64_t>(random() % 5);
        s.candidates = std::min<std::int64_t>(s.beams, 3);
        s.scorer = random() % 2 == 0 ? Scorer::Old : Scorer::New;
        std::vector<CaptionInput> inputs(2 + random() % 4);
        std::vector<EncodedClip> clips;
        for (CaptionInput& input : inputs) {
            input = clip();
            input.frames.resize(random() % 4);
            if (!input.frames.empty() && random() % 3 == 0)
                input.audio = {};
            else
                input.audio.samples.resize(2 * (4410 + random() % 17640));
            if (random() % 2 == 0)
                input.prompt = "a cow in a room and a long prompt";
            if (random() % 3 == 0)
                input.prefix = "a dr";
            auto encoded = captioner->encode(input, {}, {});
            ASSERT_TRUE(encoded);
            clips.push_back(*encoded);
        }
        const auto together = captioner->describe(clips, s, EvidenceWanted::No, {}, {});
        ASSERT_EQ(together.size(), inputs.size());
        for (std::size_t index = 0; index < inputs.size(); ++index) {
            const auto alone = proposed(*captioner, inputs[index], s);
            ASSERT_TRUE(together[index]);
            ASSERT_EQ(together[index]->size(), alone.size());
            for (std::size_t rank = 0; rank < alone.size(); ++rank) {
                EXPECT_EQ((*together[index])[rank].ids, alone[rank].ids) << batch << " " << index;
                EXPECT_NEAR((*together[index])[rank].score, alone[rank].score, 1e-5);
            }
        }
    }
}

TEST_F(CaptionerTest, writingTogetherStopsWithinOneToken)
{
    const auto captioner = load();
    const auto encoded = captioner->encode(clip(), {}, {});
    ASSERT_TRUE(encoded);
    const std::vector<EncodedClip> clips(3, *encoded);
    std::stop_source source;
    int steps = 0;
    const auto found =
        captioner->describe(clips, settings(), EvidenceWanted::No, source.get_token(), [&](const Progress&) {
            if (++steps == 3)
                source.request_stop();
        });
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(steps, 3);
    for (const auto& one : found) {
        ASSERT_FALSE(one);
        EXPECT_TRUE(isCancelled(one.error()));
    }
}

TEST_F(CaptionerTest, duplicatesMakeRoomForOthers)
{
    const auto captioner = load();
    GenerationSettings s = settings();
    s.beams = 12;
    s.candidates = 12;
    const std::size_t different = proposed(*captioner, clip(), s).size();
    ASSERT_GT(different, 1u);
    ASSERT_LT(different, 12u);
    s.candidates = static_cast<std::int64_t>(different);
    EXPECT_EQ(proposed(*captioner, clip(), s).size(), different);
}

TEST_F(CaptionerTest, sixteenBitsGiveCaptionsToo)
{
    CaptionerOptions options;
    options.precision = Precision::Bf16;
    options.device = "auto";
    const auto captioner = load(Variant::Multimodal, options);
    EXPECT_FALSE(proposed(*captioner, clip(), settings(), EvidenceWanted::Yes).empty());
}

TEST_F(CaptionerTest, eightBitsGiveCaptionsToo)
{
    CaptionerOptions options;
    options.precision = Precision::Int8;
    for (const Variant variant : {Variant::Multimodal, Variant::Separate, Variant::Visual, Variant::Audio}) {
        const auto captioner = load(variant, options);
        ASSERT_TRUE(captioner);
        EXPECT_FALSE(proposed(*captioner, clip(), settings(), EvidenceWanted::Yes).empty());
    }
}

TEST_F(CaptionerTest, tooLittleMemoryIsMetWithFewerBits)
{
    CaptionerOptions options;
    options.precision.reset();
    const auto roomy = load(Variant::Multimodal, options);
    EXPECT_EQ(roomy->placement().precision, Precision::Fp32);
    EXPECT_TRUE(roomy->placement().warnings.empty());
    const auto package = ModelPackage::open(m_folder / "tiny");
    options.machine = [&](auto) { return Machine{memoryNeeded(*package, Precision::Fp32) - 1, true, {}}; };
    const auto tight = Captioner::load(*package, options, {}, {});
    ASSERT_TRUE(tight);
    EXPECT_EQ((*tight)->placement().precision, Precision::Int8);
    EXPECT_EQ((*tight)->placement().warnings.size(), 1u);
    EXPECT_FALSE(proposed(**tight, clip(), settings()).empty());
    options.machine = [](auto) { return Machine{1 << 20, true, {}}; };
    const auto none = Captioner::load(*package, options, {}, {});
    ASSERT_FALSE(none);
    EXPECT_EQ(std::get<Error>(none.error()).code, ErrorCode::OutOfMemory);
}

TEST_F(CaptionerTest, aProposalThatRunsOutOfMemoryIsTriedWithFewerFrames)
{
    PackageDraft draft = test::tinyDraft();
    draft.preprocessing.resize = ResizeRecipe::SwscaleBilinear;
    ASSERT_TRUE(writePackage(m_folder / "swscale", draft));
    int failures = 2;
    CaptionerOptions options;
    options.resize = [&](ImageView view, int width, int height) -> Result<Image> {
        if (failures-- > 0)
            throw std::bad_alloc();
        return resizePillowBicubic(view, width, height);
    };
    auto captioner = Captioner::load(*ModelPackage::open(m_folder / "swscale"), options, {}, {});
    ASSERT_TRUE(captioner);
    const int before = (*captioner)->placement().framesAtOnce;
    ASSERT_GE(before, 4);
    EXPECT_FALSE(proposed(**captioner, clip(), settings()).empty());
    EXPECT_EQ((*captioner)->placement().framesAtOnce, before / 4);
    EXPECT_EQ((*captioner)->placement().warnings.size(), 1u);
    failures = 1000; // nothing smaller is left in the end: told, no crash
    const auto found = (*captioner)->propose(clip(), settings(), EvidenceWanted::No, {}, {});
    ASSERT_FALSE(found);
    EXPECT_EQ(std::get<Error>(found.error()).code, ErrorCode::OutOfMemory);
    failures = 0;
    EXPECT_FALSE(proposed(**captioner, clip(), settings()).empty());
}

TEST_F(CaptionerTest, framesTogetherAreSeenAsFramesAlone)
{
    const auto together = load();
    CaptionerOptions options;
    const auto package = ModelPackage::open(m_folder / "tiny");
    options.machine = [&](auto) { return Machine{memoryNeeded(*package, Precision::Fp32) + 4'000, true, {}}; };
    const auto alone = Captioner::load(*package, options, {}, {});
    ASSERT_TRUE(alone);
    ASSERT_LT((*alone)->placement().framesAtOnce, 3);
    const auto one = proposed(*together, clip(), settings());
    const auto other = proposed(**alone, clip(), settings());
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t rank = 0; rank < one.size(); ++rank) {
        EXPECT_EQ(one[rank].ids, other[rank].ids);
        EXPECT_NEAR(one[rank].score, other[rank].score, 1e-5);
    }
}

TEST_F(CaptionerTest, loadingTellsBytesAndStops)
{
    load();
    const auto package = ModelPackage::open(m_folder / "tiny");
    std::stop_source source;
    std::vector<double> fractions;
    const auto stopped = Captioner::load(*package, {}, source.get_token(), [&](const Progress& progress) {
        fractions.push_back(progress.fraction);
        if (progress.fraction > 0.3)
            source.request_stop();
    });
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(isCancelled(stopped.error()));
    ASSERT_GE(fractions.size(), 2u);
    EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
    EXPECT_LT(fractions.back(), 1.0);
}

TEST_F(CaptionerTest, loraIsHeard)
{
    Architecture a = test::tinyArchitecture();
    a.lora = LoraShape{2, 4.0, {"q", "v"}};
    test::writeTinyPackage(m_folder / "lora", a);
    const auto package = ModelPackage::open(m_folder / "lora");
    ASSERT_TRUE(package);
    for (const Precision precision : {Precision::Fp32, Precision::Int8}) {
        CaptionerOptions options;
        options.precision = precision;
        auto with = Captioner::load(*package, options, {}, {});
        ASSERT_TRUE(with);
        const auto without = load(Variant::Multimodal, options);
        const auto one = proposed(**with, clip(), settings());
        const auto other = proposed(*without, clip(), settings());
        EXPECT_NE(one.front().score, other.front().score);
    }
}

TEST_F(CaptionerTest, damagedWeightsAreToldAndWriteNoCaption)
{
    const std::pair<std::string, std::string> cases[] = {
        {"vision_model.post_layernorm.weight", "ViT"},
        {"audio_encoder.post_extract_proj.bias", "BEATs"},
        {"language_model.decoder.block.0.layer.2.DenseReluDense.wo.weight", "T5 decoder"}};
    for (const auto& [damaged, part] : cases) {
        PackageDraft draft = test::tinyDraft();
        for (TensorToWrite& tensor : draft.tensors) {
            if (tensor.name == damaged)
                tensor.fill = [](std::span<std::byte> target) -> Result<void> {
                    std::fill(target.begin(), target.end(), std::byte(0xff)); // a NaN
                    return {};
                };
        }
        ASSERT_TRUE(writePackage(m_folder / "damaged", draft));
        const auto captioner = Captioner::load(*ModelPackage::open(m_folder / "damaged"), {}, {}, {});
        ASSERT_TRUE(captioner);
        const auto found = (*captioner)->propose(clip(), settings(), EvidenceWanted::No, {}, {});
        ASSERT_FALSE(found) << damaged;
        const Error& error = std::get<Error>(found.error());
        EXPECT_EQ(error.code, ErrorCode::ModelFailed);
        EXPECT_EQ(error.subject, part);
        EXPECT_EQ(error.detail, "its numbers are not finite");
    }
}

TEST_F(CaptionerTest, stopsWhenAsked)
{
    const auto captioner = load();
    std::stop_source source;
    const auto found =
        captioner->propose(clip(), settings(), EvidenceWanted::No, source.get_token(), [&](const Progress& progress) {
            if (progress.what == "Looking at frame 2 of 3")
                source.request_stop();
        });
    ASSERT_FALSE(found);
    EXPECT_TRUE(isCancelled(found.error()));
    const auto package = ModelPackage::open(m_folder / "tiny");
    const auto loaded = Captioner::load(*package, {}, source.get_token(), {});
    ASSERT_FALSE(loaded);
    EXPECT_TRUE(isCancelled(loaded.error()));
}

TEST_F(CaptionerTest, devicesThatAreNotThereAreToldPolitely)
{
    load();
    const auto package = ModelPackage::open(m_folder / "tiny");
    CaptionerOptions options;
    options.device = "cuda:99";
    const auto absent = Captioner::load(*package, options, {}, {});
    ASSERT_FALSE(absent);
    EXPECT_EQ(std::get<Error>(absent.error()).code, ErrorCode::DeviceUnavailable);
    options.device = "toaster";
    const auto unknown = Captioner::load(*package, options, {}, {});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(std::get<Error>(unknown.error()).code, ErrorCode::InputInvalid);
}

TEST_F(CaptionerTest, aResizerIsAskedWhereTheRecipeNeedsOne)
{
    PackageDraft draft = test::tinyDraft();
    draft.preprocessing.resize = ResizeRecipe::SwscaleBilinear;
    ASSERT_TRUE(writePackage(m_folder / "swscale", draft));
    const auto package = ModelPackage::open(m_folder / "swscale");
    ASSERT_TRUE(package);
    auto without = Captioner::load(*package, {}, {}, {});
    ASSERT_TRUE(without);
    EXPECT_FALSE((*without)->propose(clip(), settings(), EvidenceWanted::No, {}, {}));
    int asked = 0;
    CaptionerOptions options;
    options.resize = [&](ImageView view, int width, int height) -> Result<Image> {
        ++asked;
        return resizePillowBicubic(view, width, height);
    };
    auto with = Captioner::load(*package, options, {}, {});
    ASSERT_TRUE(with);
    EXPECT_TRUE((*with)->propose(clip(), settings(), EvidenceWanted::No, {}, {}));
    EXPECT_EQ(asked, 3);
}
