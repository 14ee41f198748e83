// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/caption_training.h"

#include "core/base/file.h"
#include "core/inference/model_package.h"
#include "core/inference/networks/weights_file.h"
#include "core/training/internal/caption_stage.h"
#include "core/training/internal/clip_drawing.h"
#include "core/training/internal/parameters.h"
#include "tests/cli/random_package.h"
#include "tests/core/training/made_clips.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace descant::training {
namespace {

namespace fs = std::filesystem;
using inference::ModelPackage;
using inference::Weights;
using test::MadeClips;

class CaptionTrainingTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        test::writeRandomPackage(m_folder.path() / "base");
        auto package = ModelPackage::open(m_folder.path() / "base");
        ASSERT_TRUE(package) << describe(package.error());
        m_package.emplace(std::move(*package));
        for (const inference::PackageTensor& tensor : m_package->tensors())
            m_weights.set(tensor.name, *inference::readTensor(m_package->weightFiles()[tensor.file], tensor.entry));
    }

    int imageSize() const { return static_cast<int>(m_package->architecture().imageSize); }
    Encoders encoders() const { return {&m_weights, m_package->architecture(), m_package->preprocessing()}; }
    Outcome<FeatureCache> cache(ClipSource& clips, const char* name = "features")
    {
        return cacheFeatures(encoders(), clips, m_folder.path() / name, {}, {});
    }
    CaptionTraining settings() const
    {
        CaptionTraining training;
        training.base = m_folder.path() / "base";
        training.out = m_folder.path() / "out";
        training.work = m_folder.path() / "work";
        training.corpus = "made";
        training.learning = Learning::QFormerAndLanguageModel;
        training.steps = 12;
        training.batch = 4;
        training.rate = 3e-3;
        return training;
    }
    Outcome<CaptionTrainingSummary> train(const CaptionTraining& training, std::int64_t stopInStep = -1)
    {
        MadeClips clips(8, imageSize());
        MadeClips validation(3, imageSize());
        std::stop_source source;
        return trainCaptions(training, clips, &validation, source.get_token(), {}, [&](const StepReport& step) {
            if (stopInStep >= 0 && step.step >= stopInStep)
                source.request_stop();
        });
    }

    test::TemporaryFolder m_folder;
    std::optional<ModelPackage> m_package;
    Weights m_weights;
};

TEST_F(CaptionTrainingTest, featuresComeBackFromDiskAsTheyWereMade)
{
    MadeClips clips(5, imageSize());
    clips.silent = 1;
    clips.blind = 2;
    const auto made = cache(clips);
    ASSERT_TRUE(made);
    EXPECT_EQ(clips.asked, 5);
    const at::Tensor seen = made->seen.clone();
    const auto again = cache(clips);
    ASSERT_TRUE(again);
    EXPECT_EQ(clips.asked, 5) << "the second time nothing is encoded";
    EXPECT_TRUE(at::equal(again->seen, seen));
    EXPECT_EQ(again->heardTokens, made->heardTokens);
    EXPECT_EQ(sensesOf(*again, 0), Senses::Both);
    EXPECT_EQ(sensesOf(*again, 1), Senses::SeenOnly);
    EXPECT_EQ(sensesOf(*again, 2), Senses::HeardOnly);
    // 12000 of 16000 samples are real: three quarters of the tokens.
    EXPECT_EQ(again->heardTokens[0], 12000 / m_package->architecture().samplesPerToken());
}

TEST_F(CaptionTrainingTest, encodingGoesOnWhereItWasStopped)
{
    MadeClips clips(130, imageSize());
    clips.stopAfter = 110;
    EXPECT_FALSE(cache(clips));
    clips.stopAfter = -1;
    clips.asked = 0;
    ASSERT_TRUE(cache(clips));
    EXPECT_EQ(clips.asked, 20) << "the index is written when the encoding is stopped";
}

TEST_F(CaptionTrainingTest, otherEncodersMakeFeaturesAnew)
{
    MadeClips clips(3, imageSize());
    ASSERT_TRUE(cache(clips));
    m_weights.set("vision_model.pre_layrnorm", at::ones({1}));
    ASSERT_TRUE(cache(clips));
    EXPECT_EQ(clips.asked, 6);
}

TEST_F(CaptionTrainingTest, anIndexWhoseFeaturesAreGoneIsNotBelieved)
{
    MadeClips clips(5, imageSize());
    const at::Tensor seen = cache(clips)->seen.clone();
    for (const char* lost : {"seen.half", "heard.half"}) {
        fs::remove(m_folder.path() / "features" / lost);
        clips.asked = 0;
        clips.stopAfter = 2;
        EXPECT_FALSE(cache(clips)) << "and is not left behind for the next time either";
        clips.stopAfter = -1;
        const auto again = cache(clips);
        ASSERT_TRUE(again);
        EXPECT_EQ(clips.asked, 5) << lost;
        EXPECT_TRUE(at::equal(again->seen, seen));
    }
}

TEST_F(CaptionTrainingTest, aDamagedIndexOnlyCostsTime)
{
    MadeClips clips(3, imageSize());
    ASSERT_TRUE(cache(clips));
    for (const char* text : {"", "{", R"({"format":1,"key":7})", "[1,2]"}) {
        std::ofstream(m_folder.path() / "features" / "index.json") << text;
        clips.asked = 0;
        ASSERT_TRUE(cache(clips));
        EXPECT_EQ(clips.asked, 3) << text;
    }
}

TEST_F(CaptionTrainingTest, aClipThatCannotBeReadIsSkippedAndNamed)
{
    MadeClips clips(3, imageSize());
    clips.broken = 1;
    const auto made = cache(clips);
    ASSERT_TRUE(made);
    ASSERT_EQ(made->skipped.size(), 1U);
    EXPECT_EQ(made->skipped[0].name, "clip 1");
    EXPECT_FALSE(sensesOf(*made, 1));
    const ClipDrawing drawing(*made);
    for (std::int64_t step = 0; step < 50; ++step)
        for (const std::int64_t clip : drawing.draw(1, step, 4).clips)
            EXPECT_NE(clip, 1);
    MadeClips hopeless(1, imageSize());
    hopeless.broken = 0;
    const auto none = cache(hopeless, "none");
    ASSERT_FALSE(none);
    EXPECT_EQ(std::get<Error>(none.error()).code, ErrorCode::CorpusInvalid);
}

TEST_F(CaptionTrainingTest, learnsEightClipsByHeart)
{
    m_weights = freshWeights(m_package->architecture(), 1);
    MadeClips clips(8, imageSize());
    clips.silent = 3;
    const auto features = cache(clips);
    ASSERT_TRUE(features);
    const auto tokenizer = inference::Tokenizer::load(m_package->tokenizerFile(), m_package->architecture().t5.vocab);
    ASSERT_TRUE(tokenizer);
    const CaptionTask task{m_package->architecture(), &*tokenizer, m_package->prompt(),
                           Learning::QFormerAndLanguageModel, 0.0};
    const double before = *meanLoss(m_weights, task, *features, {});
    const StageSettings stage{"captions", {8e-3, 1e-4, 20, 400}, 8, m_folder.path() / "checkpoint", 1};
    ASSERT_TRUE(teachCaptions(m_weights, task, *features, stage, {}, {}));
    EXPECT_LT(*meanLoss(m_weights, task, *features, {}), before / 10);
    const std::vector<std::string> said = *captionsFor(m_weights, task, *features, Senses::Both, {});
    for (std::int64_t clip = 0; clip < clips.size(); ++clip)
        EXPECT_EQ(said[static_cast<std::size_t>(clip)], clips.texts(clip).captions.front());
}

TEST_F(CaptionTrainingTest, judgingAndWritingStopWhenAsked)
{
    MadeClips clips(3, imageSize());
    const auto features = cache(clips);
    ASSERT_TRUE(features);
    const auto tokenizer = inference::Tokenizer::load(m_package->tokenizerFile(), m_package->architecture().t5.vocab);
    const CaptionTask task{m_package->architecture(), &*tokenizer, m_package->prompt(),
                           Learning::QFormerAndLanguageModel, 0.0};
    std::stop_source source;
    source.request_stop();
    const std::stop_token stop = source.get_token();
    EXPECT_FALSE(meanLoss(m_weights, task, *features, stop));
    EXPECT_FALSE(captionsFor(m_weights, task, *features, Senses::Both, stop));
    clips.asked = 0;
    const auto encoded = cacheFeatures(encoders(), clips, m_folder.path() / "stopped", stop, {});
    ASSERT_FALSE(encoded);
    EXPECT_TRUE(isCancelled(encoded.error()));
    EXPECT_EQ(clips.asked, 0);
}

TEST_F(CaptionTrainingTest, writesAPackageWithAScoreCardAndLeavesFrozenPartsAlone)
{
    CaptionTraining training = settings();
    training.learning = Learning::QFormer;
    const auto summary = train(training);
    ASSERT_TRUE(summary) << describe(std::get<Error>(summary.error()));
    EXPECT_EQ(summary->steps, 12);
    ASSERT_TRUE(summary->validation);
    EXPECT_EQ(summary->validation->clips, 3);
    EXPECT_EQ(summary->validation->captions.size(), 3U);
    const auto made = ModelPackage::open(training.out);
    ASSERT_TRUE(made) << describe(made.error());
    EXPECT_EQ(made->manifest()["score_card"]["steps"], 12);
    std::size_t changed = 0;
    for (const inference::PackageTensor& tensor : made->tensors()) {
        const at::Tensor now = *inference::readTensor(made->weightFiles()[tensor.file], tensor.entry);
        const bool same = at::equal(now, m_weights.get(tensor.name));
        const bool frozen = tensor.name.starts_with("language_model.") || tensor.name.starts_with("audio_encoder.");
        EXPECT_TRUE(same || !frozen) << tensor.name;
        changed += same ? 0 : 1;
    }
    EXPECT_GT(changed, 10U);
}

TEST_F(CaptionTrainingTest, aResumedTrainingEndsInTheSameWeights)
{
    CaptionTraining training = settings();
    training.steps = 240; // a checkpoint is written after 200
    ASSERT_TRUE(train(training));
    const auto whole = inference::readWeights(training.out / "model.safetensors");
    training.out = m_folder.path() / "second";
    training.work = m_folder.path() / "second_work";
    const auto stopped = train(training, 220);
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(isCancelled(stopped.error()));
    EXPECT_FALSE(fs::exists(training.out)) << "an unfinished training writes no package";
    const auto careless = train(training);
    ASSERT_FALSE(careless);
    EXPECT_EQ(std::get<Error>(careless.error()).code, ErrorCode::UsageWrong);
    training.begin = Begin::Resume;
    ASSERT_TRUE(train(training));
    const auto resumed = inference::readWeights(training.out / "model.safetensors");
    ASSERT_TRUE(whole && resumed);
    for (const auto& [name, tensor] : whole->all())
        EXPECT_TRUE(at::equal(tensor, resumed->get(name))) << name;
}

TEST_F(CaptionTrainingTest, goesOnFromFeaturesAlone)
{
    const CaptionTraining training = settings();
    MadeClips clips(8, imageSize());
    clips.stopAfter = 5;
    ASSERT_FALSE(trainCaptions(training, clips, nullptr, {}, {}, {}));
    CaptionTraining resumed = training;
    resumed.begin = Begin::Resume;
    clips.stopAfter = -1;
    clips.asked = 0;
    const auto summary = trainCaptions(resumed, clips, nullptr, {}, {}, {});
    ASSERT_TRUE(summary) << describe(std::get<Error>(summary.error()));
    EXPECT_EQ(clips.asked, 3);
    EXPECT_EQ(summary->steps, 12);
}

TEST_F(CaptionTrainingTest, refusesToResumeWhatWasNeverBegun)
{
    CaptionTraining training = settings();
    training.begin = Begin::Resume;
    const auto outcome = train(training);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(std::get<Error>(outcome.error()).code, ErrorCode::FileNotFound);
}

TEST(ClipDrawing, givesAStepClipsOfOneKindAndTheCaptionsThatBelongToIt)
{
    FeatureCache cache;
    for (int clip = 0; clip < 6; ++clip) {
        cache.hasPicture.push_back(clip != 4);
        cache.heardTokens.push_back(clip == 5 ? 0 : 8);
        cache.texts.push_back(
            {{"whole"}, {"seen"}, clip == 0 ? std::vector<std::string>{"heard"} : std::vector<std::string>{}});
    }
    const ClipDrawing drawing(cache);
    std::set<std::string> said;
    for (std::int64_t step = 0; step < 200; ++step) {
        const ClipDrawing::Drawn drawn = drawing.draw(3, step, 4);
        ASSERT_EQ(drawn.clips.size(), 4U);
        for (std::size_t i = 0; i < 4; ++i) {
            said.insert(drawn.captions[i]);
            const Senses senses = drawn.senses;
            EXPECT_TRUE(drawn.captions[i] != "heard" || (drawn.clips[i] == 0 && senses == Senses::HeardOnly));
            EXPECT_TRUE(drawn.captions[i] != "seen" || (drawn.clips[i] < 4 && senses == Senses::SeenOnly));
            EXPECT_TRUE(drawn.clips[i] != 4 || senses == Senses::HeardOnly);
            EXPECT_TRUE(drawn.clips[i] != 5 || senses == Senses::SeenOnly);
        }
    }
    EXPECT_EQ(said, (std::set<std::string>{"heard", "seen", "whole"}));
}

} // namespace
} // namespace descant::training
