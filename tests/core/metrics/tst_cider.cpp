// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/caption_words.h"
#include "core/metrics/cider.h"

#include <gtest/gtest.h>

namespace descant::metrics {
namespace {

JudgedCaption judged(const char* candidate, std::initializer_list<const char*> references)
{
    JudgedCaption caption{captionWords(candidate), {}};
    for (const char* reference : references)
        caption.references.push_back(captionWords(reference));
    return caption;
}

// The expected numbers are those that pycocoevalcap 1.2 gives for the same captions.

TEST(Cider, givesTheReferencesNumbersForAPairOfClips)
{
    const auto score = ciderD({judged("a cat sits", {"a cat sits"}), judged("a dog", {"a dog runs fast"})});
    ASSERT_TRUE(score);
    EXPECT_NEAR(score->segments[0], 7.5, 1e-12);
    EXPECT_NEAR(score->segments[1], 2.7307497700789822, 1e-12);
    EXPECT_NEAR(score->mean, 5.115374885039492, 1e-12);
}

TEST(Cider, givesTheReferencesNumbersForSeveralReferences)
{
    const auto score = ciderD(
        {judged("a man is speaking",
                {"a man speaks", "someone speaks", "a man is speaking while a bird is chirping in the background"}),
         judged("rain falls", {"rain is falling hard on a surface"})});
    ASSERT_TRUE(score);
    EXPECT_NEAR(score->segments[0], 1.3640549170323026, 1e-12);
    EXPECT_NEAR(score->segments[1], 0.5586545156664786, 1e-12);
}

TEST(Cider, isZeroForASetOfOneAndWhereEveryClipSaysTheSame)
{
    EXPECT_EQ(ciderD({judged("a dog runs fast", {"a dog runs fast"})})->mean, 0.0);
    EXPECT_EQ(ciderD({judged("a b", {"a b"}), judged("a b", {"a b"})})->mean, 0.0);
}

TEST(Cider, countsAnEmptyCaptionAsNothing)
{
    const auto score = ciderD({judged("", {"a b"}), judged("c d", {"c d"})});
    ASSERT_TRUE(score);
    EXPECT_EQ(score->segments[0], 0.0);
    EXPECT_NEAR(score->mean, 2.5, 1e-12);
}

TEST(Cider, refusesWhatCannotBeJudged)
{
    EXPECT_EQ(ciderD({}).error().code, ErrorCode::InputInvalid);
    EXPECT_EQ(ciderD({judged("a dog", {})}).error().code, ErrorCode::InputInvalid);
}

} // namespace
} // namespace descant::metrics
