// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/assignment.h"
#include "core/splits/frozen_file.h"
#include "core/splits/leaks.h"
#include "tests/core/splits/split_document.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

using namespace descant;
using namespace descant::splits;
using descant::test::SplitDocument;

namespace {

Assignment planned(const SplitDocument& made, const AssignOptions& options = {})
{
    return assignSplits(made.document, groupMedia(made.document, {}), options);
}

std::string youTubeId(unsigned int number) { return "AbCdEf" + std::to_string(10'000 + number); }

TEST(Ratios, areNumbersOfAnySum)
{
    EXPECT_EQ(ratiosFrom("8,1,1")->shares, (std::array{0.8, 0.1, 0.1}));
    EXPECT_EQ(ratiosFrom("1,0,0")->shares, (std::array{1.0, 0.0, 0.0}));
    for (const char* wrong :
         {"", "80,10", "80,10,5,5", "a,b,c", "-1,1,1", "0,0,0", "nan,1,1", "inf,1,1", "1,1,1,", "1e308,1e308,1e308"})
        EXPECT_EQ(ratiosFrom(wrong).error().code, ErrorCode::UsageWrong) << wrong;
}

TEST(SplitByHash, isTheSameEverywhere)
{
    // Worked out with Python: int(hashlib.sha256(b"4:salt:name:film0.mp4").hexdigest()[:16], 16) >> 11, over 2**53.
    EXPECT_EQ(splitByHash("name:film0.mp4", "salt", {}), "train");
    EXPECT_EQ(splitByHash("name:film7.mp4", "salt", {}), "validate");
    EXPECT_EQ(splitByHash("name:film34.mp4", "salt", {}), "test");
}

TEST(SplitByHash, sharesConvergeToTheRatios)
{
    constexpr int kGroups = 20'000;
    for (const Ratios& ratios : {Ratios{}, Ratios{{0.5, 0.2, 0.3}}, Ratios{{0.0, 0.0, 1.0}}, Ratios{{0.0, 1.0, 0.0}}}) {
        std::map<std::string, int> count;
        for (int i = 0; i < kGroups; ++i)
            ++count[splitByHash("name:" + std::to_string(i), "s", ratios)];
        for (std::size_t i = 0; i < splitNames().size(); ++i) // five standard deviations at most
            EXPECT_NEAR(count[splitNames()[i]], kGroups * ratios.shares[i], 5 * 71.0);
    }
}

TEST(Assignment, anotherSaltDrawsAnew)
{
    int same = 0;
    for (int i = 0; i < 1000; ++i)
        same += splitByHash(std::to_string(i), "a", {}) == splitByHash(std::to_string(i), "b", {}) ? 1 : 0;
    EXPECT_LT(same, 800); // 0.66 are expected
    EXPECT_GT(same, 500);
}

/// Media come in one after another, sources in common or not, and the project is planned again and again.
TEST(Assignment, addingMediaNeverMovesWhatWasAssigned)
{
    std::mt19937 random(11);
    for (int round = 0; round < 20; ++round) {
        SplitDocument made;
        std::map<std::string, std::string> splitOf;
        for (int step = 0; step < 15; ++step) {
            for (unsigned int more = random() % 4; more > 0; --more)
                made.add(
                    {"film" + std::to_string(random() % 9) + ".mp4", random() % 2 ? youTubeId(random() % 12) : "", ""});
            const Assignment assignment = planned(made);
            EXPECT_TRUE(assignment.moved.empty());
            made.plan(assignment);
            for (const auto& [id, split] : splitOf)
                EXPECT_EQ(made.splitOf(id), split);
            for (const AssignedGroup& assigned : assignment.groups) {
                EXPECT_FALSE(assigned.split.empty());
                for (const std::string& id : assigned.group.media)
                    splitOf[id] = assigned.split;
            }
            EXPECT_TRUE(findLeaks(made.document, groupMedia(made.document, {}).groups).empty());
        }
    }
}

TEST(Assignment, aSplitThatCameWithACorpusStaysAndANewMediumOfTheGroupFollows)
{
    SplitDocument made;
    const std::string a = made.add({"a.mp4", youTubeId(1), "test"});
    const std::string b = made.add({"b.mp4", youTubeId(1), ""});
    const Assignment assignment = planned(made);
    ASSERT_EQ(assignment.groups.size(), 1U);
    EXPECT_EQ(assignment.groups[0].split, "test");
    EXPECT_EQ(assignment.groups[0].origin, SplitOrigin::Given);
}

TEST(Assignment, givenSplitsThatDisagreeAreLeftAlone)
{
    SplitDocument made;
    made.add({"a.mp4", youTubeId(1), "test"});
    made.add({"b.mp4", youTubeId(1), "train"});
    const Assignment assignment = planned(made);
    EXPECT_EQ(assignment.groups[0].split, "");
    EXPECT_EQ(assignment.groups[0].origin, SplitOrigin::Open);
    AssignOptions anew;
    anew.standing = StandingSplits::AssignAnew;
    EXPECT_EQ(planned(made, anew).groups[0].origin, SplitOrigin::Hashed);
}

/// Two groups of different splits and what joins them.
class JoinedGroups : public ::testing::Test {
protected:
    JoinedGroups()
    {
        first = made.add({"a.mp4", youTubeId(1), ""});
        const std::string wanted = splitByHash("youtube:" + youTubeId(1), "", {});
        unsigned int number = 2;
        while (splitByHash("youtube:" + youTubeId(number), "", {}) == wanted)
            ++number;
        second = made.add({"b.mp4", youTubeId(number), ""});
        made.plan(planned(made));
        bridge = {{first, second, "near-duplicate", "they look alike"}};
    }

    Grouping grouping() const
    {
        GroupingOptions options;
        options.alike = bridge;
        return groupMedia(made.document, options);
    }

    SplitDocument made;
    std::string first, second;
    std::vector<Link> bridge;
};

TEST_F(JoinedGroups, theYoungerFollowsTheOlderAndIsNamed)
{
    ASSERT_NE(made.splitOf(first), made.splitOf(second));
    const Assignment assignment = assignSplits(made.document, grouping(), {});
    ASSERT_EQ(assignment.groups.size(), 1U);
    EXPECT_EQ(assignment.groups[0].split, made.splitOf(first));
    ASSERT_EQ(assignment.moved.size(), 1U);
    EXPECT_EQ(assignment.moved[0].fromSplit, made.splitOf(second));
    EXPECT_EQ(assignment.moved[0].to, "youtube:" + youTubeId(1));
}

TEST_F(JoinedGroups, frozenOnesAreAConflictAndNeitherMoves)
{
    FrozenSplits frozen{"now", {Criterion::Source}, {}, "", {}};
    for (const Group& group : groupMedia(made.document, {}).groups)
        frozen.groups.push_back({group.id, made.splitOf(group.media[0]), {{group.media[0], "x", {group.id}}}});
    AssignOptions options;
    options.frozen = &frozen;
    const Assignment assignment = assignSplits(made.document, grouping(), options);
    ASSERT_EQ(assignment.conflicts.size(), 1U);
    EXPECT_EQ(assignment.conflicts[0].frozen.size(), 2U);
    EXPECT_EQ(assignment.conflicts[0].links, bridge);
    EXPECT_EQ(assignment.groups[0].split, "");
}

TEST(Assignment, aFrozenGroupNeverMovesAndANewcomerTakesItsSplit)
{
    SplitDocument made;
    const std::string a = made.add({"a.mp4", youTubeId(1), "train"});
    made.add({"b.mp4", youTubeId(1), ""});
    const FrozenSplits frozen{"now",
                              {Criterion::Source},
                              {},
                              "",
                              {{"anything", "validate", {{"elsewhere", "a", {"youtube:" + youTubeId(1)}}}}}};
    AssignOptions options;
    options.frozen = &frozen;
    for (const StandingSplits standing : {StandingSplits::Keep, StandingSplits::AssignAnew}) {
        options.standing = standing;
        const Assignment assignment = planned(made, options);
        EXPECT_EQ(assignment.groups[0].split, "validate");
        EXPECT_EQ(assignment.groups[0].origin, SplitOrigin::Frozen);
    }
    const auto strays = findStrays(made.document, planned(made, options));
    ASSERT_EQ(strays.size(), 2U); // "train", and none: which is train
    EXPECT_EQ(strays[0].id, a);
    EXPECT_EQ(strays[0].promised, "validate");
}

TEST(SplitRecord, comesBackAsItWasAndLeavesTheRestAlone)
{
    project::Medium medium;
    medium.extra = R"({"msrvtt":{"info":1}})";
    const SplitRecord record{"g", "test", {Criterion::Source, Criterion::Series}, {{0.5, 0.25, 0.25}}, "salt"};
    const project::Medium after = record.in(medium);
    EXPECT_EQ(SplitRecord::of(after), record);
    EXPECT_NE(after.extra.find("\"msrvtt\""), std::string::npos);
    for (const char* strange :
         {R"({"splits":7})", R"({"splits":{"group":1,"split":[],"by":{},"ratios":["a"]}})", "splits"}) {
        medium.extra = strange;
        EXPECT_EQ(SplitRecord::of(medium).group, "") << strange;
    }
}

} // namespace
