// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/captions.h"
#include "core/training/internal/demo_score.h"

#include <gtest/gtest.h>

namespace descant::training {
namespace {

std::vector<std::string> captionsOfTest(std::int64_t clips, std::size_t which)
{
    std::vector<std::string> captions;
    for (std::int64_t clip = 0; clip < clips; ++clip)
        captions.push_back(demo_world::captionsOf(demo_world::planClip(kTestSeed, demo_world::Split::Test, clip))[which]);
    return captions;
}

TEST(DemoScore, givesPeoplesCaptionsEverything)
{
    const auto card = scoreDemoCaptions(captionsOfTest(60, 2));
    ASSERT_TRUE(card);
    EXPECT_EQ(card->clips, 60);
    EXPECT_DOUBLE_EQ(card->seen, 1.0);
    EXPECT_DOUBLE_EQ(card->heard, 1.0);
    EXPECT_DOUBLE_EQ(card->both, 1.0);
    EXPECT_DOUBLE_EQ(card->place, 1.0);
    EXPECT_DOUBLE_EQ(card->invented, 0.0);
    EXPECT_GT(card->ciderD, 5.0);
    EXPECT_EQ(card->captions.size(), 10U);
}

TEST(DemoScore, findsWhatIsInventedAndGivesSilenceNothing)
{
    std::vector<std::string> captions = captionsOfTest(60, 0);
    std::rotate(captions.begin(), captions.begin() + 1, captions.end());
    const auto wrong = scoreDemoCaptions(captions);
    ASSERT_TRUE(wrong);
    EXPECT_LT(wrong->seen, 0.2);
    EXPECT_GT(wrong->invented, 0.9);
    const auto silent = scoreDemoCaptions(std::vector<std::string>(60));
    ASSERT_TRUE(silent);
    EXPECT_EQ(silent->seen + silent->heard + silent->both + silent->place + silent->invented + silent->ciderD, 0.0);
}

} // namespace
} // namespace descant::training
