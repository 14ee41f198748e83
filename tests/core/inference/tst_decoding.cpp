// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/beam_search.h"
#include "core/inference/internal/decoding.h"
#include "core/inference/internal/token_scores.h"
#include "tests/core/inference/filler.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <set>

using namespace descant;
using namespace descant::inference;

namespace {

constexpr std::int64_t kVocabulary = 12;

using Ids = std::vector<std::int64_t>;

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

/// The toy model for a batch: clip c begins with c times the token 3, so that each has a way of its own.
class ToyBatch {
public:
    std::int64_t firstClip = 0;
    std::optional<std::int64_t> damaged;

    Outcome<std::vector<float>> operator()(const DecodingStep& step)
    {
        std::vector<Ids> next;
        std::vector<float> logits;
        const std::size_t rows = step.tokens.size() / step.clips.size();
        for (std::size_t row = 0; row < step.tokens.size(); ++row) {
            const std::int64_t clip = firstClip + step.clips[row / rows];
            Ids sequence(static_cast<std::size_t>(clip), 3);
            if (!step.parents.empty())
                sequence = m_sequences.at(static_cast<std::size_t>(step.parents[row]));
            sequence.push_back(step.tokens[row]);
            for (const double value :
                 test::fill(fmt::format("toy.{}.{}", sequence.size(), sequence.back()), kVocabulary))
                logits.push_back(clip == damaged && sequence.size() > 3 ? std::nanf("")
                                                                        : static_cast<float>(4.0 * value));
            next.push_back(std::move(sequence));
        }
        m_sequences = std::move(next);
        return logits;
    }

private:
    std::vector<Ids> m_sequences;
};

/// Token 3 writes "d", 4 "e" … 11 "l"; 0 to 2 are special.
std::shared_ptr<const PieceIndex> toyPieces()
{
    std::vector<std::string> texts(3);
    for (char letter = 'd'; letter <= 'l'; ++letter)
        texts.emplace_back(1, letter);
    return std::make_shared<PieceIndex>(std::move(texts));
}

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

std::vector<Hypothesis> decodeToy(const GenerationSettings& settings, const PrefixConstraint& prefix = {})
{
    ToyModel toy;
    const auto found = decodeTokens(std::ref(toy), kVocabulary, settings, prefix, {});
    EXPECT_TRUE(found);
    return found ? *found : std::vector<Hypothesis>();
}

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

TEST(Decoding, whatStillGrowsMayHopeForTheLongest)
{
    // Six tokens finish with a mean of -1. What goes on has -1.2 a token now; nine of them would make it -0.8.
    const std::vector<Beam> beams = {{{0, 3, 3, 3, 3, 3}, {}, -5.0F}};
    const std::vector<Continuation> best = {{0, kEndId, -6.0F, -1.0F}, {0, 5, -7.2F, -2.2F}};
    for (const auto& [stopping, goesOn] : {std::pair(EarlyStopping::No, 0u), {EarlyStopping::Never, 1u}}) {
        const SearchLimits limits{1, 1, 10, 1.0, stopping};
        EXPECT_EQ(makeNewScorer(limits)->advance(beams, best).size(), goesOn);
    }
    // A negative length penalty favours what is short: then there is nothing to hope for.
    const SearchLimits shorter{1, 1, 10, -1.0, EarlyStopping::Never};
    EXPECT_TRUE(makeNewScorer(shorter)->advance(beams, best).empty());
    EXPECT_TRUE(makeOldScorer(shorter)->advance(beams, best).empty());
}

TEST(Decoding, aPrefixIsWrittenAndCounts)
{
    const PrefixConstraint prefix(toyPieces(), "ilx");
    for (const std::int64_t beams : {1, 5}) {
        for (const Scorer scorer : {Scorer::Old, Scorer::New}) {
            GenerationSettings s = plain(beams, 8, 0.0, 4);
            s.scorer = scorer;
            const auto found = decodeToy(s, prefix).front();
            ASSERT_GE(found.ids.size(), 3u);
            EXPECT_EQ(found.ids[0], 8);  // "i"
            EXPECT_EQ(found.ids[1], 11); // "l"
            EXPECT_EQ(found.ids[2], 2);  // "x", which no token writes
            double total = 0.0;
            for (const float value : found.logProbabilities)
                total += value;
            EXPECT_NEAR(total, found.score, 1e-4);
        }
    }
}

TEST(Decoding, aPrefixIsWrittenWholeHoweverFewTokensMayFollow)
{
    const PrefixConstraint prefix(toyPieces(), "iiiilkjiiii");
    for (const std::int64_t beams : {1, 3}) {
        const auto found = decodeToy(plain(beams, 2), prefix).front();
        EXPECT_TRUE(
            std::equal(found.ids.begin(), found.ids.begin() + 11, Ids{8, 8, 8, 8, 11, 10, 9, 8, 8, 8, 8}.begin()));
        EXPECT_EQ(found.ids.size(), 12u);
    }
}

TEST(Decoding, aPrefixMayRepeatItself)
{
    GenerationSettings s = plain(3, 20, 1.0, 12);
    s.noRepeatNgram = 2;
    const auto ids = decodeToy(s, PrefixConstraint(toyPieces(), "ililil")).front().ids;
    EXPECT_TRUE(std::equal(ids.begin(), ids.begin() + 6, Ids{8, 11, 8, 11, 8, 11}.begin()));
    EXPECT_NE(ids[6], 8);
}

TEST(Decoding, groupsBeginWithDifferentTokens)
{
    for (const Scorer scorer : {Scorer::Old, Scorer::New}) {
        GenerationSettings s = plain(4, 9, 1.0, 4);
        s.scorer = scorer;
        s.candidates = 4;
        s.beamGroups = 4;
        s.diversityPenalty = 100.0;
        std::set<std::int64_t> first;
        for (const Hypothesis& one : decodeToy(s))
            first.insert(one.ids.front());
        EXPECT_EQ(first.size(), 4u);
    }
}

TEST(Decoding, groupsWriteAPrefixAlikeAndDifferAfterwards)
{
    GenerationSettings s = plain(3, 9, 1.0, 4);
    s.scorer = Scorer::Old;
    s.candidates = 3;
    s.beamGroups = 3;
    s.diversityPenalty = 100.0;
    std::vector<std::string> texts = {"", "", "", "i", "l", "il", "k", "kk", "ki"};
    texts.resize(kVocabulary);
    const PrefixConstraint prefix(std::make_shared<PieceIndex>(texts), "ilk");
    std::set<Ids> beginnings;
    std::set<std::int64_t> completed;
    for (const Hypothesis& one : decodeToy(s, prefix)) {
        const auto last = std::find_if(one.ids.begin(), one.ids.end(), [](std::int64_t id) { return id >= 6; });
        ASSERT_NE(last, one.ids.end());
        beginnings.emplace(one.ids.begin(), last);
        completed.insert(*last);
    }
    EXPECT_EQ(beginnings.size(), 1u);
    EXPECT_EQ(completed.size(), 3u);
}

TEST(Decoding, groupsWithoutAPenaltyAreTheSameSearch)
{
    GenerationSettings s = plain(6, 9, 1.0, 4);
    s.beamGroups = 3;
    s.diversityPenalty = 0.0;
    s.candidates = 6;
    const auto found = decodeToy(s);
    const auto alone = decodeToy(plain(2, 9, 1.0, 4));
    for (std::size_t index = 0; index < 3; ++index)
        EXPECT_EQ(found[index].ids, alone.front().ids);
}

TEST(Decoding, moreBeamsThanWordsFindTheSameBest)
{
    for (const Scorer scorer : {Scorer::Old, Scorer::New}) {
        GenerationSettings s = plain(200, 6, 0.0);
        s.scorer = scorer;
        s.candidates = 200;
        const auto found = decodeToy(s);
        ASSERT_GE(found.size(), 12u);
        EXPECT_EQ(found.front().ids, Ids{1});
        for (const Hypothesis& one : found)
            EXPECT_TRUE(std::isfinite(one.score));
    }
}

TEST(Decoding, aBatchGivesWhatEachClipGivesAlone)
{
    for (const std::int64_t beams : {1, 4}) {
        GenerationSettings s = plain(beams, 12, 1.0, 3);
        s.scorer = Scorer::Old;
        ToyBatch toy;
        const std::vector<PrefixConstraint> prefixes = {{}, {toyPieces(), "il"}, {toyPieces(), "k"}, {}};
        const auto together = decodeBatch(std::ref(toy), kVocabulary, s, prefixes, {});
        ASSERT_EQ(together.size(), prefixes.size());
        for (std::size_t clip = 0; clip < prefixes.size(); ++clip) {
            ToyBatch own;
            own.firstClip = static_cast<std::int64_t>(clip);
            const auto alone = decodeTokens(std::ref(own), kVocabulary, s, prefixes[clip], {});
            ASSERT_TRUE(together[clip] && alone);
            EXPECT_EQ(together[clip]->front().ids, alone->front().ids) << clip;
            EXPECT_DOUBLE_EQ(together[clip]->front().score, alone->front().score);
        }
    }
}

TEST(Decoding, aClipThatFailsLeavesTheOthers)
{
    ToyBatch toy;
    toy.damaged = 1;
    const auto found =
        decodeBatch(std::ref(toy), kVocabulary, plain(3, 12, 1.0, 6), std::vector<PrefixConstraint>(3), {});
    EXPECT_TRUE(found[0]);
    ASSERT_FALSE(found[1]);
    EXPECT_EQ(std::get<Error>(found[1].error()).code, ErrorCode::ModelFailed);
    EXPECT_TRUE(found[2]);
}

TEST(Decoding, theModelsFailureIsThatOfAllThatStillGrow)
{
    const DecodingModel model = [](const DecodingStep&) -> Outcome<std::vector<float>> {
        return fail(ErrorCode::OutOfMemory, "T5 decoder");
    };
    for (const auto& found : decodeBatch(model, kVocabulary, plain(3, 12), std::vector<PrefixConstraint>(2), {})) {
        ASSERT_FALSE(found);
        EXPECT_EQ(std::get<Error>(found.error()).code, ErrorCode::OutOfMemory);
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
    penaliseRepetition(scores, Ids{0, 2, 2}, 2.0F);
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

TEST(Decoding, theSameSeedDrawsTheSameOnEveryMachine)
{
    // From a Python program of its own: the Mersenne Twister of the standard, and arithmetic that leaves nothing open.
    std::vector<float> logits;
    for (int id = 0; id < 50; ++id)
        logits.push_back(static_cast<float>(id % 7) * 0.5F);
    std::mt19937_64 random(5);
    Ids drawn;
    for (int count = 0; count < 8; ++count)
        drawn.push_back(static_cast<std::int64_t>(draw(logits, {0.8, 20, 0.9, 5}, random)));
    EXPECT_EQ(drawn, (Ids{12, 6, 20, 12, 13, 13, 13, 12}));
}

TEST(Decoding, aCaptionIsDrawnWithoutRegardToHowManyFollow)
{
    GenerationSettings s = plain(1, 12, 1.0, 6);
    s.sampling = Sampling{1.5, 0, 1.0, 3};
    const auto alone = decodeToy(s).front().ids;
    s.candidates = 5;
    const auto found = decodeToy(s);
    EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const Hypothesis& one) { return one.ids == alone; }));
}

TEST(Decoding, stopsBeforeTheNextToken)
{
    for (const PrefixConstraint& prefix : {PrefixConstraint(), PrefixConstraint(toyPieces(), "iiiiiiii")}) {
        for (const std::int64_t beams : {1, 5}) {
            ToyModel toy;
            std::stop_source source;
            const auto model = [&](const DecodingStep& step) {
                if (toy.steps == 2)
                    source.request_stop();
                return toy(step);
            };
            const auto found = decodeTokens(model, kVocabulary, plain(beams, 30, 1.0, 20), prefix, source.get_token());
            ASSERT_FALSE(found);
            EXPECT_TRUE(isCancelled(found.error()));
            EXPECT_EQ(toy.steps, 3);
        }
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
    EXPECT_TRUE(refused([](auto& s) { s.beamGroups = 0; }));
    EXPECT_TRUE(refused([](auto& s) { s.beamGroups = 3; }));
    EXPECT_TRUE(refused([](auto& s) { s.diversityPenalty = -1.0; }));
    EXPECT_TRUE(refused([](auto& s) { s.beamGroups = 2, s.sampling = Sampling{}; }));
    EXPECT_FALSE(refused([](auto& s) { s.beamGroups = 2; }));
    EXPECT_FALSE(refused([](auto&) {}));
}

TEST(Decoding, settingsSurviveTheWayThroughJson)
{
    GenerationSettings s = plain(3, 20, 0.7, 4);
    for (const EarlyStopping stopping : {EarlyStopping::No, EarlyStopping::Yes, EarlyStopping::Never}) {
        s.earlyStopping = stopping;
        EXPECT_EQ(generationFromJson(generationToJson(s)).value(), s);
    }
    s.beamGroups = 3;
    s.diversityPenalty = 0.25;
    EXPECT_EQ(generationFromJson(generationToJson(s)).value(), s);
    EXPECT_FALSE(generationFromJson(nlohmann::json::parse(R"({"beams":4,"beam_groups":3})")));
    EXPECT_FALSE(generationFromJson(nlohmann::json::parse(R"({"early_stopping":"sometimes"})")));
    EXPECT_FALSE(generationFromJson(nlohmann::json::parse(R"({"beams":"many"})")));
    EXPECT_FALSE(generationFromJson(nlohmann::json::parse(R"({"beams":100000})")));
}
