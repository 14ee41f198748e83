// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/beam_search.h"
#include "core/inference/internal/decoding.h"
#include "core/inference/internal/token_scores.h"
#include "tests/core/inference/filler.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace descant;
using namespace descant::inference;

namespace {

constexpr std::int64_t kVocabulary = 12;

/// The logits of a sequence of length n that ends in token p are 4 · fill("toy.n.p").
class ToyModel {
public:
    int steps = 0;

    Outcome<std::vector<float>> operator()(const DecodingStep& step)
    {
        ++steps;
        std::vector<std::vector<std::int64_t>> next;
        std::vector<float> logits;
        for (std::size_t row = 0; row < step.tokens.size(); ++row) {
            std::vector<std::int64_t> sequence;
            if (!step.parents.empty())
                sequence = m_sequences.at(static_cast<std::size_t>(step.parents[row]));
            sequence.push_back(step.tokens[row]);
            for (const double value :
                 test::fill(fmt::format("toy.{}.{}", sequence.size(), sequence.back()), kVocabulary))
                logits.push_back(static_cast<float>(4.0 * value));
            next.push_back(std::move(sequence));
        }
        m_sequences = std::move(next);
        return logits;
    }

private:
    std::vector<std::vector<std::int64_t>> m_sequences;
};

GenerationSettings plain(std::int64_t beams, std::int64_t maxLength, double lengthPenalty = 1.0,
                         std::int64_t minLength = 0)
{
    GenerationSettings s;
    s.beams = beams;
    s.maxNewTokens = maxLength - 1;
    s.minLength = minLength;
    s.lengthPenalty = lengthPenalty;
    s.repetitionPenalty = 1.0;
    s.scorer = Scorer::New;
    return s;
}

std::vector<Hypothesis> decodeToy(const GenerationSettings& settings, std::vector<std::int64_t> prefix = {})
{
    ToyModel toy;
    const auto found = decodeTokens(std::ref(toy), kVocabulary, settings, prefix, {});
    EXPECT_TRUE(found);
    return found ? *found : std::vector<Hypothesis>();
}

using Ids = std::vector<std::int64_t>;

} // namespace

TEST(Decoding, greedyFollowsTheToyModel)
{
    EXPECT_EQ(decodeToy(plain(1, 12)).front().ids, (Ids{1}));
    EXPECT_EQ(decodeToy(plain(1, 12, 1.0, 5)).front().ids, (Ids{0, 6, 4, 11, 7, 0, 11, 5, 0, 4, 4}));
}

TEST(Decoding, beamSearchFindsTheKnownCaptions)
{
    const auto mean = decodeToy(plain(5, 14)).front();
    EXPECT_EQ(mean.ids, (Ids{8, 11, 4, 11, 7, 0, 7, 3, 0, 4, 8, 7, 8}));
    EXPECT_NEAR(mean.score, -0.841335, 1e-5);
    const auto sum = decodeToy(plain(5, 14, 0.0)).front();
    EXPECT_EQ(sum.ids, (Ids{1}));
    EXPECT_NEAR(sum.score, -1.144664, 1e-5);
    const auto longer = decodeToy(plain(5, 14, 0.0, 6)).front();
    EXPECT_EQ(longer.ids, (Ids{8, 11, 4, 11, 7, 1}));
    EXPECT_NEAR(longer.score, -5.509729, 1e-5);
}

TEST(Decoding, theOldScorerCountsTheStartOfWhatIsCut)
{
    GenerationSettings s = plain(5, 14);
    s.scorer = Scorer::Old;
    const auto cut = decodeToy(s).front();
    EXPECT_EQ(cut.ids, (Ids{8, 11, 4, 11, 7, 0, 7, 3, 0, 4, 8, 7, 8}));
    EXPECT_NEAR(cut.score, -0.781240, 1e-5);
    s.lengthPenalty = 0.0;
    EXPECT_NEAR(decodeToy(s).front().score, -1.144664, 1e-5);
}

TEST(Decoding, theOldScorerJudgesWhatMayComeWithTheStartCounted)
{
    // One hypothesis is finished with -1.0 for one token. What goes on might reach -1.0 / 2 by the old rule (the start
    // token counts), but not better than -1.05 / 1 by the new one.
    const std::vector<Beam> beams = {{{0}, {}, 0.0F}};
    const std::vector<Continuation> best = {{0, kEndId, -1.0F, -1.0F}, {0, 5, -1.05F, -1.05F}};
    const SearchLimits limits{1, 1, 10, 1.0, EarlyStopping::No};
    EXPECT_EQ(makeOldScorer(limits)->advance(beams, best).size(), 1u);
    EXPECT_TRUE(makeNewScorer(limits)->advance(beams, best).empty());
}

TEST(Decoding, earlyStoppingEndsWithTheFirstFullSet)
{
    const std::vector<Beam> beams = {{{0}, {}, 0.0F}};
    const std::vector<Continuation> best = {{0, kEndId, -1.0F, -1.0F}, {0, 5, -1.05F, -1.05F}};
    const SearchLimits limits{1, 1, 10, 1.0, EarlyStopping::Yes};
    for (const auto& scorer : {makeOldScorer(limits), makeNewScorer(limits)}) {
        EXPECT_TRUE(scorer->advance(beams, best).empty());
        ASSERT_EQ(scorer->finish(beams).size(), 1u);
        EXPECT_EQ(scorer->finish(beams).front().ids, (Ids{kEndId}));
        EXPECT_DOUBLE_EQ(scorer->finish(beams).front().score, -1.0);
    }
}

TEST(Decoding, scoresAreTheSumOfTheirTokens)
{
    for (const Scorer scorer : {Scorer::Old, Scorer::New}) {
        GenerationSettings s = plain(4, 9, 0.0, 3);
        s.scorer = scorer;
        s.candidates = 4;
        s.repetitionPenalty = 1.3;
        const auto found = decodeToy(s);
        ASSERT_EQ(found.size(), 4u);
        for (std::size_t rank = 0; rank < found.size(); ++rank) {
            ASSERT_EQ(found[rank].ids.size(), found[rank].logProbabilities.size());
            double total = 0.0;
            for (const float value : found[rank].logProbabilities)
                total += value;
            EXPECT_NEAR(total, found[rank].score, 1e-4);
            EXPECT_GE(found[rank == 0 ? 0 : rank - 1].score, found[rank].score);
        }
    }
}

TEST(Decoding, aPrefixIsKeptAndNotScored)
{
    for (const std::int64_t beams : {1, 5}) {
        const auto found = decodeToy(plain(beams, 8, 0.0, 4), {8, 11}).front();
        ASSERT_GE(found.ids.size(), 3u);
        EXPECT_EQ(found.ids[0], 8);
        EXPECT_EQ(found.ids[1], 11);
        double total = 0.0;
        for (std::size_t index = 2; index < found.logProbabilities.size(); ++index)
            total += found.logProbabilities[index];
        EXPECT_NEAR(total, found.score, 1e-4);
    }
}

TEST(Decoding, noNgramIsRepeated)
{
    GenerationSettings s = plain(5, 40, 1.0, 30);
    s.noRepeatNgram = 2;
    Ids ids = decodeToy(s).front().ids;
    ids.insert(ids.begin(), 0);
    for (std::size_t a = 0; a + 1 < ids.size(); ++a) {
        for (std::size_t b = a + 1; b + 1 < ids.size(); ++b)
            EXPECT_FALSE(ids[a] == ids[b] && ids[a + 1] == ids[b + 1]) << a << " " << b;
    }
}

TEST(Decoding, theRepetitionPenaltyActsOnEachIdOnce)
{
    std::vector<float> scores = {-1.0F, -2.0F, 3.0F, -4.0F};
    GenerationSettings s = plain(1, 9);
    s.repetitionPenalty = 2.0;
    applyProcessors(scores, Ids{0, 2, 2}, s);
    EXPECT_EQ(scores, (std::vector<float>{-2.0F, -2.0F, 1.5F, -4.0F}));
}

TEST(Decoding, samplingRepeatsWithItsSeed)
{
    GenerationSettings s = plain(1, 12);
    s.sampling = Sampling{1.0, 0, 1.0, 7};
    s.candidates = 6;
    const auto one = decodeToy(s);
    const auto same = decodeToy(s);
    ASSERT_EQ(one.size(), 6u);
    for (std::size_t index = 0; index < 6; ++index)
        EXPECT_EQ(one[index].ids, same[index].ids);
    s.sampling->seed = 8;
    const auto other = decodeToy(s);
    bool differs = false;
    for (std::size_t index = 0; index < 6; ++index)
        differs = differs || one[index].ids != other[index].ids;
    EXPECT_TRUE(differs);
    s.sampling->topK = 1;
    EXPECT_EQ(decodeToy(s).front().ids, decodeToy(plain(1, 12)).front().ids);
    s.sampling = Sampling{1.0, 0, 1e-9, 7};
    EXPECT_EQ(decodeToy(s).front().ids, decodeToy(plain(1, 12)).front().ids);
}

TEST(Decoding, stopsBeforeTheNextToken)
{
    for (const std::int64_t beams : {1, 5}) {
        ToyModel toy;
        std::stop_source source;
        const auto model = [&](const DecodingStep& step) {
            if (toy.steps == 2)
                source.request_stop();
            return toy(step);
        };
        const auto found = decodeTokens(model, kVocabulary, plain(beams, 30, 1.0, 20), {}, source.get_token());
        ASSERT_FALSE(found);
        EXPECT_TRUE(isCancelled(found.error()));
        EXPECT_EQ(toy.steps, 3);
    }
}

TEST(Decoding, settingsWithoutSenseAreRefused)
{
    const auto refused = [](auto change) {
        GenerationSettings s = plain(2, 5);
        change(s);
        return !checkGeneration(s);
    };
    EXPECT_TRUE(refused([](auto& s) { s.beams = 0; }));
    EXPECT_TRUE(refused([](auto& s) { s.candidates = 3; }));
    EXPECT_TRUE(refused([](auto& s) { s.maxNewTokens = 0; }));
    EXPECT_TRUE(refused([](auto& s) { s.repetitionPenalty = 0.0; }));
    EXPECT_TRUE(refused([](auto& s) { s.lengthPenalty = std::numeric_limits<double>::quiet_NaN(); }));
    EXPECT_TRUE(refused([](auto& s) { s.sampling = Sampling{0.0, 0, 1.0, 0}; }));
    EXPECT_FALSE(refused([](auto&) {}));
}

TEST(Decoding, settingsSurviveTheWayThroughJson)
{
    GenerationSettings s = plain(3, 20, 0.7, 4);
    s.earlyStopping = EarlyStopping::Yes;
    EXPECT_EQ(generationFromJson(generationToJson(s)).value(), s);
    EXPECT_FALSE(generationFromJson(nlohmann::json::parse(R"({"beams":"many"})")));
    EXPECT_FALSE(generationFromJson(nlohmann::json::parse(R"({"beams":100000})")));
}
