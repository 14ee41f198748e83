// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor.h"
#include "core/metrics/meteor/normalizer.h"
#include "core/metrics/meteor/paraphrase_table.h"
#include "core/metrics/meteor/word_net.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace descant::metrics {
namespace {

using Texts = std::vector<std::string>;

class Meteor : public testing::Test {
protected:
    void SetUp() override
    {
        if (!std::filesystem::exists(WordNet::defaultFolder() / "index.sense"))
            GTEST_SKIP() << "WordNet is not installed";
    }

    static double scoreOf(const Texts& references, const std::string& candidate)
    {
        return meteor({candidate}, {references}, {WordNet::defaultFolder(), std::nullopt}, {}, {})
            .value()
            .segments.front();
    }
};

// The expected numbers are those of METEOR 1.5 with an empty table of paraphrases.

TEST_F(Meteor, givesTheReferencesNumbers)
{
    EXPECT_NEAR(scoreOf({"a man plays a guitar"}, "a man is playing a guitar"), 0.4398732861414338, 1e-12);
    EXPECT_NEAR(scoreOf({"the cat sat on the mat"}, "on the mat sat the cat"), 0.4776696620223255, 1e-12);
    EXPECT_NEAR(scoreOf({"a car is parked"}, "an automobile is parked"), 0.41468405035508926, 1e-12);
    EXPECT_NEAR(scoreOf({"kids play"}, "children playing"), 0.7000000000000001, 1e-12);
    EXPECT_NEAR(scoreOf({"two dogs run in a park", "someone walks"}, "two dogs are running in the park"),
                0.36963481032831996, 1e-12);
    EXPECT_NEAR(scoreOf({"a man and a woman and a dog"}, "a dog and a man and a woman"), 0.5068744511448323, 1e-12);
    EXPECT_NEAR(scoreOf({"the the the"}, "the the"), 0.33520678036654417, 1e-12);
    EXPECT_NEAR(scoreOf({"dog", "dogs"}, "dogs run"), 0.3478260869565218, 1e-12);
}

TEST_F(Meteor, takesWordsForSynonymsWhoseMeaningsShareANumber)
{
    EXPECT_NEAR(scoreOf({"entity"}, "breathe"), 0.8000000000000002, 1e-12);
}

TEST_F(Meteor, isZeroWhereNothingMeets)
{
    EXPECT_EQ(scoreOf({"a b c"}, "x y z"), 0.0);
    EXPECT_EQ(scoreOf({"a b c"}, ""), 0.0);
}

TEST_F(Meteor, matchesPhrasesByATable)
{
    const test::TemporaryFolder folder;
    const auto table = folder.path() / "paraphrase-en.gz";
    std::ofstream(table) << "0.1\nlooks at\nwatches\n0.1\na lot of\nmany\n0.1\ntown\ncity\n";
    const auto score = [&](const char* reference, const char* candidate) {
        return meteor({candidate}, {{reference}}, {WordNet::defaultFolder(), table}, {}, {}).value().segments.front();
    };
    EXPECT_NEAR(score("he watches a lot of birds", "he looks at many birds"), 0.7351263243684781, 1e-12);
    EXPECT_NEAR(score("many birds", "a lot of birds"), 0.7920792079207921, 1e-12);
    EXPECT_NEAR(score("a big town", "a large city"), 0.7428571428571429, 1e-12);
}

TEST_F(Meteor, refusesADamagedTable)
{
    const test::TemporaryFolder folder;
    const auto table = folder.path() / "paraphrase-en.gz";
    std::ofstream(table) << "0.1\nlooks at\n";
    const auto score = meteor({"a"}, {{"a"}}, {WordNet::defaultFolder(), table}, {}, {});
    ASSERT_FALSE(score);
    EXPECT_EQ(std::get<Error>(score.error()).code, ErrorCode::FormatInvalid);
}

TEST_F(Meteor, stopsWhenAsked)
{
    std::stop_source stop;
    stop.request_stop();
    const auto score = meteor({"a"}, {{"a"}}, {WordNet::defaultFolder(), std::nullopt}, stop.get_token(), {});
    ASSERT_FALSE(score);
    EXPECT_TRUE(isCancelled(score.error()));
}

TEST(MeteorData, isMissedByName)
{
    const test::TemporaryFolder folder;
    const auto score = meteor({"a"}, {{"a"}}, {folder.path(), std::nullopt}, {}, {});
    ASSERT_FALSE(score);
    EXPECT_EQ(std::get<Error>(score.error()).code, ErrorCode::FileNotFound);
}

TEST(MeteorData, isFoundInTheFoldersThatPeopleHave)
{
    const test::TemporaryFolder folder;
    EXPECT_FALSE(ParaphraseTable::find(folder.path()));
    std::filesystem::create_directories(folder.path() / "meteor/data");
    const auto table = folder.path() / "meteor/data/paraphrase-en.gz";
    std::ofstream(table) << "";
    std::ofstream(folder.path() / "meteor/meteor-1.5.jar") << "";
    EXPECT_EQ(ParaphraseTable::find(folder.path()), table);
    EXPECT_EQ(ParaphraseTable::find(folder.path() / "meteor"), table);
    EXPECT_EQ(ParaphraseTable::find(folder.path() / "meteor/meteor-1.5.jar"), table);
    EXPECT_EQ(ParaphraseTable::find(table), table);
}

TEST(MeteorNormalizer, takesWordsApartAsMeteorDoes)
{
    EXPECT_EQ(meteorWords("a black-and-white cat 's toy"),
              (Texts{"a", "black", "and", "white", "cat", "'", "s", "toy"}));
    EXPECT_EQ(meteorWords("do n't go at 10:30"), (Texts{"do", "n", "'t", "go", "at", "10", ":", "30"}));
    EXPECT_EQ(meteorWords("the u.s. at 5 p.m."), (Texts{"the", "us", "at", "5", "pm"}));
    EXPECT_EQ(meteorWords("mr. smith no. 5"), (Texts{"mr.", "smith", "no", ".", "5"}));
    EXPECT_EQ(meteorWords("x_y r&b 3/4"), (Texts{"x", "_", "y", "r", "&", "b", "3", "/", "4"}));
    EXPECT_TRUE(meteorWords("").empty());
}

} // namespace
} // namespace descant::metrics
