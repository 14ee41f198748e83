// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/captions.h"
#include "core/demo_world/world.h"
#include "tests/core/demo_world/words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace descant::demo_world {
namespace {

std::set<std::string> wordsOf(const std::vector<std::string>& sentences)
{
    std::set<std::string> words;
    for (const std::string& sentence : sentences) {
        std::istringstream stream(sentence);
        for (std::string word; stream >> word;)
            words.insert(word);
    }
    return words;
}

TEST(Captions, sayEveryFactOfTheirClip)
{
    for (const Split split : {Split::Train, Split::Validation, Split::Test})
        for (int index = 0; index < 1000; ++index) {
            const ClipPlan plan = planClip(4, split, index);
            for (const std::string& caption : captionsOf(plan))
                for (const Fact& fact : factsOf(plan))
                    EXPECT_TRUE(test::saysPhrase(caption, fact.fact)) << fact.fact << " / " << caption;
        }
}

TEST(Captions, areFiveDifferentOnes)
{
    for (int index = 0; index < 500; ++index) {
        const auto captions = captionsOf(planClip(4, Split::Train, index));
        EXPECT_EQ(captions.size(), 5u);
        EXPECT_EQ(std::set(captions.begin(), captions.end()).size(), 5u);
    }
}

TEST(Captions, sayNothingOfSoundInASilentClip)
{
    int silent = 0;
    for (int index = 0; index < 500; ++index) {
        const ClipPlan plan = planClip(4, Split::Train, index);
        if (plan.sound.sound >= 0 || plan.sound.weather != Weather::None)
            continue;
        ++silent;
        for (const Fact& fact : factsOf(plan))
            EXPECT_EQ(fact.channel, Channel::Seen);
        for (const std::string& caption : captionsOf(plan))
            EXPECT_FALSE(test::saysPhrase(caption, "distance")) << caption;
    }
    EXPECT_GT(silent, 20);
}

TEST(Captions, nameNoThingThatIsAWordOfAnother)
{
    // Else a caption of a "teddy bear" would count as one of a "bear".
    for (const Thing& one : world().things)
        for (const Thing& other : world().things)
            EXPECT_EQ(test::saysPhrase(one.noun, other.noun), one.noun == other.noun)
                << one.noun << " / " << other.noun;
}

TEST(Captions, useOnlyWordsOfTheVocabularyText)
{
    const std::set<std::string> known = wordsOf(vocabularyText());
    std::vector<std::string> captions;
    for (int index = 0; index < 1000; ++index)
        for (const std::string& caption : captionsOf(planClip(8, Split::Test, index)))
            captions.push_back(caption);
    const std::set<std::string> used = wordsOf(captions);
    EXPECT_TRUE(std::includes(known.begin(), known.end(), used.begin(), used.end()));
    EXPECT_LT(known.size(), 300u);
}

TEST(Captions, ofTheCorpusAreThoseOfTheTrainingClips)
{
    const auto corpus = grammarCorpus(9, 3);
    ASSERT_EQ(corpus.size(), 15u);
    EXPECT_EQ(corpus[5], captionsOf(planClip(9, Split::Train, 1)).front());
}

} // namespace
} // namespace descant::demo_world
