// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/disjoint_sets.h"
#include "core/splits/grouping.h"
#include "core/splits/leaks.h"
#include "tests/core/splits/split_document.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

using namespace descant;
using namespace descant::splits;
using descant::test::SplitDocument;

namespace {

TEST(DisjointSets, agreesWithAColouringOfTheSameGraph)
{
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        constexpr std::size_t kCount = 40;
        DisjointSets sets(kCount);
        std::vector<std::size_t> colour(kCount);
        for (std::size_t i = 0; i < kCount; ++i)
            colour[i] = i;
        for (int joins = 0; joins < 30; ++joins) {
            const std::size_t one = random() % kCount, other = random() % kCount;
            const bool wereTwo = colour[one] != colour[other];
            EXPECT_EQ(sets.join(one, other), wereTwo);
            std::replace(colour.begin(), colour.end(), std::size_t{colour[other]}, std::size_t{colour[one]});
        }
        for (std::size_t i = 0; i < kCount; ++i) {
            const auto first = std::find(colour.begin(), colour.end(), colour[i]) - colour.begin();
            EXPECT_EQ(sets.find(i), static_cast<std::size_t>(first));
        }
    }
}

TEST(Grouping, mediaOfOneSourceAreOneGroupAndItSaysWhy)
{
    SplitDocument made;
    const std::string a = made.add({"a.mp4", "AbCdEfGhI12", ""});
    const std::string b = made.add({"b.mp4", "", ""});
    const std::string c = made.add({"c.mp4", "AbCdEfGhI12", ""});
    const Grouping grouping = groupMedia(made.document, {});
    ASSERT_EQ(grouping.groups.size(), 2U);
    EXPECT_EQ(grouping.groups[0].id, "youtube:AbCdEfGhI12");
    EXPECT_EQ(grouping.groups[0].media, (std::vector{a, c}));
    ASSERT_EQ(grouping.groups[0].links.size(), 1U);
    EXPECT_EQ(grouping.groups[0].links[0], (Link{a, c, "source", "the same YouTube video AbCdEfGhI12"}));
    EXPECT_EQ(grouping.groups[1].media, std::vector{b});
}

TEST(Grouping, differentReasonsJoinInAChain)
{
    SplitDocument made;
    const std::string a = made.add({"Show S01E01.mp4", "", ""});
    const std::string b = made.add({"Show S01E02.mp4", "AbCdEfGhI12", ""});
    const std::string c = made.add({"clip7.mp4", "AbCdEfGhI12", ""});
    const std::string d = made.add({"clip8.mp4", "", ""});
    GroupingOptions options{{Criterion::Source, Criterion::Series}};
    options.alike = {{c, d, "near-duplicate", "they look alike"}, {d, "nobody", "near-duplicate", ""}};
    const Grouping grouping = groupMedia(made.document, options);
    ASSERT_EQ(grouping.groups.size(), 1U);
    EXPECT_EQ(grouping.groups[0].media, (std::vector{a, b, c, d}));
    EXPECT_EQ(grouping.groups[0].links.size(), 3U);
    options.by = {Criterion::Source};
    EXPECT_EQ(groupMedia(made.document, options).groups.size(), 2U);
}

TEST(Grouping, groupsOfTheSameNameGetIdsOfTheirOwn)
{
    SplitDocument made;
    for (int i = 0; i < 3; ++i) {
        const std::string id = made.add({"same.mp4", "", ""});
        const project::Medium before = *made.document.medium(id);
        project::Medium after = before;
        after.fingerprint.clear();
        ASSERT_TRUE(made.document.apply({"", "", "", "", "", "", {{project::Entity(before), project::Entity(after)}}}));
    }
    const Grouping grouping = groupMedia(made.document, {});
    ASSERT_EQ(grouping.groups.size(), 3U);
    EXPECT_EQ(grouping.groups[0].id, "name:same.mp4");
    EXPECT_EQ(grouping.groups[1].id, "name:same.mp4#2");
    EXPECT_EQ(grouping.groups[2].id, "name:same.mp4#3");
}

TEST(Grouping, wordsOfTheCommandLine)
{
    EXPECT_EQ(*criteriaFrom("series"), (Criteria{Criterion::Source, Criterion::Series}));
    EXPECT_EQ(criteriaFrom("").error().code, ErrorCode::UsageWrong);
    EXPECT_EQ(criteriaFrom("source,colour").error().code, ErrorCode::UsageWrong);
}

TEST(Leaks, aGroupInTwoSplitsLeaks)
{
    SplitDocument made;
    made.add({"a.mp4", "AbCdEfGhI12", "train"});
    made.add({"b.mp4", "AbCdEfGhI12", "test"});
    made.add({"c.mp4", "", "test"});
    const auto leaks = findLeaks(made.document, groupMedia(made.document, {}).groups);
    ASSERT_EQ(leaks.size(), 1U);
    EXPECT_EQ(leaks[0].splits, (std::vector<std::string>{"test", "train"}));
    ASSERT_EQ(leaks[0].media.size(), 2U);
    EXPECT_EQ(leaks[0].media[1].splits, std::vector<std::string>{"test"});
}

TEST(Leaks, whatIsInNoSplitGoesWithTrain)
{
    SplitDocument made;
    made.add({"a.mp4", "AbCdEfGhI12", ""});
    made.add({"b.mp4", "AbCdEfGhI12", "train"});
    made.add({"c.mp4", "AbCdEfGhI13", ""});
    made.add({"d.mp4", "AbCdEfGhI13", "-"});
    EXPECT_TRUE(findLeaks(made.document, groupMedia(made.document, {}).groups).empty());
    made.add({"e.mp4", "AbCdEfGhI13", "test"});
    EXPECT_EQ(findLeaks(made.document, groupMedia(made.document, {}).groups).size(), 1U);
}

TEST(Leaks, oneMediumInTwoSplitsLeaksByItself)
{
    SplitDocument made;
    const std::string id = made.add({"a.mp4", "", "train"});
    project::Segment segment = *made.document.segmentsOf(id).front();
    segment.id = "another";
    segment.split = "test";
    ASSERT_TRUE(made.document.apply({"", "", "", "", "", "", {{std::nullopt, project::Entity(segment)}}}));
    EXPECT_EQ(findLeaks(made.document, groupMedia(made.document, {}).groups).size(), 1U);
    project::Segment rejected = segment;
    rejected.status = project::SegmentStatus::Rejected;
    ASSERT_TRUE(made.document.apply({"", "", "", "", "", "", {{project::Entity(segment), project::Entity(rejected)}}}));
    EXPECT_TRUE(findLeaks(made.document, groupMedia(made.document, {}).groups).empty());
}

TEST(Leaks, theQuickLookAgreesWithTheThoroughOne)
{
    std::mt19937 random(17);
    int leaking = 0;
    for (int round = 0; round < 300; ++round) {
        SplitDocument made;
        const char* const splits[] = {"train", "test", "", "-"};
        for (int i = 0; i < 6; ++i)
            made.add({"Show " + std::to_string(random() % 3) + " S01E01.mp4",
                      random() % 2 ? "AbCdEfGhI1" + std::to_string(random() % 10) : "", splits[random() % 4]});
        const GroupingOptions options{{Criterion::Source, Criterion::Series}};
        const bool thorough = !findLeaks(made.document, groupMedia(made.document, options).groups).empty();
        EXPECT_EQ(groupsSpanSplits(made.document, options), thorough);
        leaking += thorough ? 1 : 0;
    }
    EXPECT_GT(leaking, 30);
    EXPECT_LT(leaking, 270);
}

} // namespace
