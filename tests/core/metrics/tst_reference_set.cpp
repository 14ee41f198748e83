// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bootstrap.h"
#include "core/metrics/mean.h"
#include "core/metrics/reference_cache.h"
#include "core/metrics/reference_set.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace descant::metrics {
namespace {

using Texts = std::vector<std::string>;

std::vector<SegmentScore> scoresOf(const std::vector<Texts>& references, const Texts& candidates)
{
    return ReferenceSet::of(references).value().score(candidates).value();
}

// The expected numbers are those that pycocoevalcap 1.2 gives.

TEST(ReferenceSet, bleuKeepsTheReferencesTinyConstants)
{
    const auto perfect = scoresOf({{"a b c d"}}, {"a b c d"}).front();
    EXPECT_DOUBLE_EQ(perfect.bleu[0], 0.9999999995000004);
    EXPECT_DOUBLE_EQ(perfect.bleu[3], 0.9999999992291674);
    const auto clipped = scoresOf({{"the cat"}}, {"the the the"}).front();
    EXPECT_DOUBLE_EQ(clipped.bleu[0], 0.3333333332222226);
    EXPECT_DOUBLE_EQ(clipped.bleu[3], 6.389431039534237e-10);
}

TEST(ReferenceSet, bleuTakesTheShorterOfTwoReferencesThatAreAsNear)
{
    EXPECT_DOUBLE_EQ(scoresOf({{"a b c", "a b c d e"}}, {"a b c d"}).front().bleu[0], 0.9999999997500002);
}

TEST(ReferenceSet, rougeTakesPrecisionAndRecallFromDifferentReferences)
{
    EXPECT_DOUBLE_EQ(scoresOf({{"the cat sat on the mat", "a mat"}}, {"a cat on the mat"}).front().rougeL,
                     0.9070631970260222);
    EXPECT_DOUBLE_EQ(scoresOf({{""}}, {""}).front().rougeL, 1.0);
}

TEST(ReferenceSet, aNoBreakSpaceSeparatesWordsForBleuAndCiderOnly)
{
    const auto score = scoresOf({{"5 1/2 cups"}, {"x y z w"}},
                                {"5\xc2\xa0"
                                 "1/2 cups",
                                 "x y z w"})
                           .front();
    EXPECT_NEAR(score.ciderD, 7.5, 1e-12);
    EXPECT_NEAR(score.rougeL, 0.3860759493670886, 1e-15);
}

TEST(ReferenceSet, longCaptionsHaveTheSameCommonWords)
{
    std::string caption;
    for (int word = 0; word < 200; ++word)
        caption += (word == 0 ? "w" : " w") + std::to_string(word);
    EXPECT_DOUBLE_EQ(scoresOf({{caption}}, {caption}).front().rougeL, 1.0);
}

TEST(ReferenceSet, manySegmentsAreScoredSideBySideWithTheNumbersOfOneAfterTheOther)
{
    std::vector<Texts> references;
    Texts candidates;
    constexpr int kSegments = 3000; // more than one part, on every machine with two processors
    for (int segment = 0; segment < kSegments; ++segment) {
        const std::string thing = "thing" + std::to_string(segment % 700);
        references.push_back({"a " + thing + " is on the table", "the " + thing + " lies there there"});
        candidates.push_back("a " + thing + " lies on the floor" + std::to_string(segment));
    }
    const auto scores = scoresOf(references, candidates);
    Texts turned(candidates.rbegin(), candidates.rend());
    std::vector<Texts> turnedReferences(references.rbegin(), references.rend());
    const auto back = scoresOf(turnedReferences, turned);
    ASSERT_EQ(scores.size(), back.size());
    for (std::size_t segment = 0; segment < scores.size(); ++segment) {
        EXPECT_EQ(scores[segment].ciderD, back[back.size() - 1 - segment].ciderD);
        EXPECT_EQ(scores[segment].rougeL, back[back.size() - 1 - segment].rougeL);
        EXPECT_EQ(scores[segment].bleu, back[back.size() - 1 - segment].bleu);
    }
    EXPECT_GT(scores.front().ciderD, 0.0);
}

TEST(ReferenceSet, refusesWhatDoesNotFit)
{
    EXPECT_EQ(ReferenceSet::of({}).error().code, ErrorCode::InputInvalid);
    EXPECT_EQ(ReferenceSet::of({{}}).error().code, ErrorCode::InputInvalid);
    EXPECT_EQ(ReferenceSet::of({{"a"}}).value().score({"a", "b"}).error().code, ErrorCode::InputInvalid);
}

TEST(ReferenceSet, comesBackFromItsBytesAndTellsDamage)
{
    const std::vector<Texts> references{{"a dog runs fast", "a dog"}, {"a cat sits", ""}};
    const ReferenceSet set = ReferenceSet::of(references).value();
    const std::string bytes = set.toBytes();
    const ReferenceSet again = ReferenceSet::fromBytes(bytes).value();
    EXPECT_EQ(again.references(0), references[0]);
    EXPECT_EQ(again.references(1), references[1]);
    const Texts candidates{"a dog runs", "the cat sits sits"};
    for (std::size_t segment = 0; segment < 2; ++segment) {
        EXPECT_EQ(again.score(candidates).value()[segment].ciderD, set.score(candidates).value()[segment].ciderD);
        EXPECT_EQ(again.score(candidates).value()[segment].bleu, set.score(candidates).value()[segment].bleu);
    }
    for (std::size_t at = 0; at < bytes.size(); at += 7) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        EXPECT_FALSE(ReferenceSet::fromBytes(damaged)) << at;
        EXPECT_FALSE(ReferenceSet::fromBytes(bytes.substr(0, at))) << at;
    }
}

TEST(ReferenceCache, findsWhatWasKeptAndPassesOverDamage)
{
    const test::TemporaryFolder folder;
    const ReferenceCache cache(folder.path() / "kept");
    EXPECT_FALSE(cache.find("ab"));
    cache.keep("ab", {{"one"}, ReferenceSet::of({{"a dog"}}).value()});
    ASSERT_TRUE(cache.find("ab"));
    EXPECT_EQ(cache.find("ab")->ids, Texts{"one"});
    std::ofstream(folder.path() / "kept/ab.references") << "no longer";
    EXPECT_FALSE(cache.find("ab"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "kept/ab.references"));
}

TEST(ReferenceCache, letsTheOldestGoWhenItIsFull)
{
    const test::TemporaryFolder folder;
    const NamedReferences references{{"one"}, ReferenceSet::of({{"a dog"}}).value()};
    const std::uintmax_t size = references.set.toBytes().size() + 8;
    const ReferenceCache cache(folder.path(), 2 * size);
    using namespace std::chrono_literals;
    const auto now = std::filesystem::file_time_type::clock::now();
    cache.keep("a", references);
    std::filesystem::last_write_time(folder.path() / "a.references", now - 2h);
    cache.keep("b", references);
    std::filesystem::last_write_time(folder.path() / "b.references", now - 1h);
    cache.keep("c", references);
    EXPECT_FALSE(cache.find("a"));
    EXPECT_TRUE(cache.find("b"));
    EXPECT_TRUE(cache.find("c"));
}

TEST(Bootstrap, givesTheSameIntervalForTheSameSeed)
{
    const std::vector<double> values{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    const auto mean = [&](std::span<const std::size_t> segments) {
        double sum = 0;
        for (const std::size_t segment : segments)
            sum += values[segment];
        return sum / static_cast<double>(segments.size());
    };
    const Interval one = bootstrap(values.size(), {500, 3}, mean), same = bootstrap(values.size(), {500, 3}, mean);
    EXPECT_EQ(one.low, same.low);
    EXPECT_EQ(one.high, same.high);
    EXPECT_LT(one.low, 4.5);
    EXPECT_GT(one.high, 4.5);
    EXPECT_NE(one.low, bootstrap(values.size(), {500, 4}, mean).low);
    EXPECT_EQ(bootstrap(0, {500, 3}, mean).high, 0.0);
}

TEST(Bootstrap, severalScoresOfTheSameSetsAreDrawnTogether)
{
    const std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8};
    const auto sumOf = [&values](std::span<const std::size_t> segments) {
        double sum = 0;
        for (const std::size_t segment : segments)
            sum += values[segment];
        return sum;
    };
    const auto both = [&](std::span<const std::size_t> segments) {
        return std::vector<double>{sumOf(segments), -sumOf(segments)};
    };
    const auto drawn = drawScores(values.size(), {500, 3}, both, {}, {});
    ASSERT_TRUE(drawn);
    ASSERT_EQ(drawn->size(), 2U);
    EXPECT_EQ(intervalOf(drawn->front()).low, bootstrap(values.size(), {500, 3}, sumOf).low);
    EXPECT_EQ(drawn->front()[17], -drawn->back()[17]);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = drawScores(values.size(), {500, 3}, both, stop.get_token(), {});
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(isCancelled(stopped.error()));
}

TEST(Bootstrap, aDifferenceIsAsProbableAsItsRarerSide)
{
    std::vector<double> differences(99, 1.0);
    EXPECT_DOUBLE_EQ(probabilityOf(differences), 0.02); // 2 × (0 + 1) / 100
    differences[0] = differences[1] = -1;
    EXPECT_DOUBLE_EQ(probabilityOf(differences), 0.06);
    EXPECT_DOUBLE_EQ(probabilityOf(std::vector<double>(99, 0.0)), 1);
    EXPECT_DOUBLE_EQ(probabilityOf({}), 1);
}

} // namespace
} // namespace descant::metrics
