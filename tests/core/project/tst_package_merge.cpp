// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/adjudication.h"
#include "core/project/edits.h"
#include "core/project/package_merge.h"
#include "tests/core/project/sample_document.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

using namespace descant;
using namespace descant::project;

namespace {

constexpr MediaTime kSecond{1'000'000};

void perform(Document& document, const Result<Step>& step)
{
    ASSERT_TRUE(step) << describe(step.error());
    const auto applied = document.apply(*step);
    ASSERT_TRUE(applied) << describe(applied.error());
}

class PackageMergeTest : public ::testing::Test {
protected:
    PackageMergeTest()
    {
        perform(home, addMedia(home, {test::sampleMedium("a.mp4")}));
        for (int i = 0; i < 3; ++i) {
            perform(home, addSegment(home, mediumId(), {kSecond * (10 * i), kSecond * (10 * i + 5)}));
            ids.push_back(home.segmentsOf(mediumId()).back()->id);
            perform(home, setText(home, ids.back(), "first text " + std::to_string(i)));
        }
    }

    std::string mediumId() const { return home.media().front()->id; }

    WorkPackage give(PackageSight sight = PackageSight::Everything)
    {
        PackageOrigin origin;
        origin.projectId = "home";
        origin.person = "Ada";
        origin.sight = sight;
        PackageContent content;
        content.segments = ids;
        auto package = makePackage(home, origin, content);
        EXPECT_TRUE(package) << describe(package.error());
        return *package;
    }

    MergePlan merge(const WorkPackage& package)
    {
        auto plan = mergePackage(home, "home", package, {});
        EXPECT_TRUE(plan) << describe(plan.error());
        const auto applied = home.apply(plan->step);
        EXPECT_TRUE(applied) << describe(applied.error());
        return *plan;
    }

    Document home;
    std::vector<std::string> ids;
};

TEST_F(PackageMergeTest, whatChangedThereAloneIsTakenAndTheRestIsLeft)
{
    WorkPackage package = give();
    perform(package.document, setText(package.document, ids[0], "theirs"));
    const MergePlan plan = merge(package);
    EXPECT_EQ(plan.count(MergeOutcome::Taken), 1U);
    EXPECT_EQ(plan.unchanged, 2U);
    EXPECT_EQ(home.segment(ids[0])->text, "theirs");
    EXPECT_EQ(home.segment(ids[1])->text, "first text 1");
    EXPECT_EQ(plan.step.person, "Ada");
    ASSERT_EQ(home.readingsOf(ids[0]).size(), 1U);
    EXPECT_EQ(home.readingsOf(ids[0])[0]->state, ReadingState::Taken);
    EXPECT_TRUE(merge(package).step.changes.empty());
}

TEST_F(PackageMergeTest, whatChangedOnBothSidesWaitsAndNothingIsWrittenOver)
{
    WorkPackage package = give();
    perform(package.document, setText(package.document, ids[0], "theirs"));
    perform(home, setText(home, ids[0], "ours"));
    EXPECT_EQ(merge(package).count(MergeOutcome::Conflict), 1U);
    EXPECT_EQ(home.segment(ids[0])->text, "ours");
    ASSERT_EQ(openReadings(home).size(), 1U);
    const std::string reading = openReadings(home)[0]->id;
    EXPECT_TRUE(merge(package).step.changes.empty());
    perform(home, settleRight(home, reading));
    EXPECT_EQ(home.segment(ids[0])->text, "theirs");
    EXPECT_FALSE(settleLeft(home, reading));
    EXPECT_TRUE(merge(package).step.changes.empty());
    perform(package.document, setText(package.document, ids[0], "theirs, better"));
    EXPECT_EQ(merge(package).count(MergeOutcome::Taken), 1U);
    EXPECT_EQ(home.segment(ids[0])->text, "theirs, better");
}

TEST_F(PackageMergeTest, mergingReadingsWritesOneTextAndCountsAsReviewed)
{
    WorkPackage package = give();
    perform(package.document, setText(package.document, ids[1], "theirs"));
    perform(home, setText(home, ids[1], "ours"));
    merge(package);
    const std::string reading = openReadings(home)[0]->id;
    const TimeRange range{kSecond * 11, kSecond * 14};
    EXPECT_FALSE(settleMerged(home, reading, "", range));
    EXPECT_FALSE(settleMerged(home, reading, "both", {kSecond, kSecond}));
    perform(home, settleMerged(home, reading, "both", range));
    EXPECT_EQ(home.segment(ids[1])->text, "both");
    EXPECT_EQ(home.segment(ids[1])->range, range);
    EXPECT_EQ(home.segment(ids[1])->status, SegmentStatus::Reviewed);
    EXPECT_EQ(home.reading(reading)->state, ReadingState::Merged);
}

TEST_F(PackageMergeTest, aSegmentThatWasRemovedHereIsNotLostThere)
{
    WorkPackage package = give();
    perform(package.document, setText(package.document, ids[2], "theirs"));
    perform(home, removeSegment(home, ids[2]));
    EXPECT_EQ(merge(package).count(MergeOutcome::Conflict), 1U);
    EXPECT_EQ(home.segment(ids[2]), nullptr);
    perform(home, settleRight(home, openReadings(home)[0]->id));
    EXPECT_EQ(home.segment(ids[2])->text, "theirs");
}

TEST_F(PackageMergeTest, whatWasRemovedThereGoesUnlessItWasChangedHere)
{
    WorkPackage package = give();
    perform(package.document, removeSegment(package.document, ids[0]));
    perform(package.document, removeSegment(package.document, ids[1]));
    perform(home, storeProposals(home, ids[0], {test::sampleProposal("a cow")}));
    perform(home, setText(home, ids[1], "ours"));
    const MergePlan plan = merge(package);
    EXPECT_EQ(plan.count(MergeOutcome::Removed), 1U);
    EXPECT_EQ(plan.count(MergeOutcome::Conflict), 1U);
    EXPECT_EQ(home.segment(ids[0]), nullptr);
    EXPECT_EQ(home.segment(ids[1])->text, "ours");
    EXPECT_TRUE(merge(package).step.changes.empty());
    perform(home, settleRight(home, openReadings(home)[0]->id));
    EXPECT_EQ(home.segment(ids[1]), nullptr);
}

TEST_F(PackageMergeTest, joinedSegmentsStayWhereTheirJoinWaits)
{
    WorkPackage package = give();
    perform(package.document, mergeWithNext(package.document, ids[0]));
    perform(home, setText(home, ids[0], "ours"));
    merge(package);
    EXPECT_EQ(home.segment(ids[0])->text, "ours");
    ASSERT_NE(home.segment(ids[1]), nullptr);
    EXPECT_EQ(openReadings(home).size(), 2U);
}

TEST_F(PackageMergeTest, aSplitComesInWithItsProposals)
{
    perform(home, storeProposals(home, ids[0], {test::sampleProposal("a cow")}));
    WorkPackage package = give();
    perform(package.document, splitSegment(package.document, ids[0], kSecond * 2));
    const MergePlan plan = merge(package);
    EXPECT_EQ(plan.count(MergeOutcome::Taken), 1U);
    EXPECT_EQ(plan.count(MergeOutcome::Added), 1U);
    EXPECT_EQ(home.segmentCount(), 4U);
    EXPECT_EQ(home.proposalsOf(ids[0])[0]->state, ProposalState::Stale);
}

TEST_F(PackageMergeTest, aBlindPackageComesInBesideTheFirst)
{
    WorkPackage package = give(PackageSight::Ranges);
    EXPECT_EQ(package.document.segment(ids[0])->text, "");
    perform(package.document, setText(package.document, ids[0], "second"));
    EXPECT_EQ(merge(package).count(MergeOutcome::Second), 1U);
    EXPECT_EQ(home.segment(ids[0])->text, "first text 0");
    ASSERT_EQ(openReadings(home).size(), 1U);
    EXPECT_EQ(openReadings(home)[0]->text, "second");
    EXPECT_EQ(openReadings(home)[0]->kind, ReadingKind::Second);
    EXPECT_EQ(openReadings(home)[0]->person, "Ada");
    EXPECT_TRUE(merge(package).step.changes.empty());
    perform(package.document, setText(package.document, ids[0], "second, better"));
    merge(package);
    ASSERT_EQ(openReadings(home).size(), 1U);
    EXPECT_EQ(openReadings(home)[0]->text, "second, better");
}

TEST_F(PackageMergeTest, aPackageOfAnotherProjectIsRefusedAndAnotherFileWaits)
{
    WorkPackage package = give();
    const auto foreign = mergePackage(home, "elsewhere", package, {});
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, ErrorCode::InputInvalid);
    Medium other = *package.document.media().front();
    other.fingerprint = "another print";
    perform(package.document, replaceMedia(package.document, {other}));
    perform(package.document, setText(package.document, ids[0], "theirs"));
    const MergePlan plan = merge(package);
    EXPECT_EQ(plan.warnings.size(), 1U);
    EXPECT_EQ(plan.count(MergeOutcome::Conflict), 1U);
    EXPECT_EQ(home.segment(ids[0])->text, "first text 0");
}

TEST_F(PackageMergeTest, twoPackagesThatChangedTheSameSegmentAreAConflictOfTheSecond)
{
    WorkPackage one = give(), two = give();
    perform(one.document, setText(one.document, ids[0], "one"));
    perform(two.document, setText(two.document, ids[0], "two"));
    EXPECT_EQ(merge(one).count(MergeOutcome::Taken), 1U);
    EXPECT_EQ(merge(two).count(MergeOutcome::Conflict), 1U);
    EXPECT_EQ(home.segment(ids[0])->text, "one");
    EXPECT_EQ(openReadings(home)[0]->text, "two");
}

/// What a segment should be after a merge of texts and ranges alone, from the three sides.
std::optional<Segment> threeWay(const Segment* base, const Segment* here, const Segment* there)
{
    const auto same = [](const Segment* a, const Segment* b) {
        return (!a && !b) || (a && b && versionOf(*a) == versionOf(*b));
    };
    const Segment* result = same(here, base) ? there : here;
    return result ? std::optional(*result) : std::nullopt;
}

/// One random edit of text, verdict or existence: those whose merge no other segment has a part in.
void editAtRandom(Document& document, const std::string& mediumId, std::mt19937& random)
{
    const auto segments = document.segmentsOf(mediumId);
    const auto kind = random() % 8;
    if (segments.empty() || kind == 0) {
        const MediaTime start = kSecond * std::int64_t(random() % 50);
        perform(document, addSegment(document, mediumId, {start, start + kSecond}));
    } else if (kind == 1) {
        perform(document, removeSegment(document, segments[random() % segments.size()]->id));
    } else if (kind == 2) {
        perform(document, setStatus(document, segments[random() % segments.size()]->id, SegmentStatus(random() % 5)));
    } else {
        perform(document,
                setText(document, segments[random() % segments.size()]->id, "text " + std::to_string(random() % 3)));
    }
}

TEST_F(PackageMergeTest, randomEditsOnBothSidesMergeAsThreeWayMergingSays)
{
    for (unsigned seed = 0; seed < 200; ++seed) {
        std::mt19937 random(seed);
        const Document atHome = home;
        const WorkPackage given = give();
        WorkPackage package = given;
        for (unsigned i = random() % 8; i > 0; --i)
            editAtRandom(package.document, mediumId(), random);
        for (unsigned i = random() % 8; i > 0; --i)
            editAtRandom(home, mediumId(), random);
        const Document before = home;
        const MergePlan plan = merge(package);
        std::set<std::string> all(ids.begin(), ids.end());
        for (const Document* side : {&before, &std::as_const(package.document)})
            for (const Segment* segment : side->segmentsOf(mediumId()))
                all.insert(segment->id);
        for (const std::string& id : all) {
            const auto wanted = threeWay(given.document.segment(id), before.segment(id), package.document.segment(id));
            const Segment* got = home.segment(id);
            ASSERT_EQ(got != nullptr, wanted.has_value()) << "seed " << seed;
            if (got) {
                EXPECT_EQ(versionOf(*got), versionOf(*wanted)) << "seed " << seed;
            }
        }
        // What was said there and is not here waits: nothing is lost.
        for (const Segment* there : package.document.segmentsOf(mediumId())) {
            const Segment* here = home.segment(there->id);
            const Segment* base = given.document.segment(there->id);
            if ((here && versionOf(*here) == versionOf(*there)) || (base && versionOf(*base) == versionOf(*there)))
                continue;
            const auto readings = home.readingsOf(there->id);
            EXPECT_TRUE(std::any_of(readings.begin(), readings.end(),
                                    [&](const Reading* one) { return versionOf(*one) == versionOf(*there); }));
        }
        EXPECT_TRUE(merge(package).step.changes.empty()) << "seed " << seed;
        ASSERT_TRUE(home.apply(reversed(plan.step)));
        EXPECT_EQ(home, before) << "seed " << seed;
        home = atHome;
    }
}

TEST_F(PackageMergeTest, anyEditsOnBothSidesLoseNoTextThatAPersonWroteHere)
{
    for (unsigned seed = 0; seed < 300; ++seed) {
        std::mt19937 random(seed);
        const Document atHome = home;
        WorkPackage package = give(seed % 3 == 0 ? PackageSight::Ranges : PackageSight::Everything);
        for (unsigned i = 0; i < 12; ++i)
            perform(package.document, test::randomEdit(package.document, random));
        for (unsigned i = random() % 6; i > 0; --i)
            perform(home, test::randomEdit(home, random));
        const Document before = home;
        merge(package);
        for (const Segment* segment : before.segmentsOf(mediumId())) {
            const Segment* base = atHome.segment(segment->id);
            const bool wasChangedHere = !base || versionOf(*base) != versionOf(*segment);
            if (!wasChangedHere && package.origin.sight == PackageSight::Everything)
                continue;
            ASSERT_NE(home.segment(segment->id), nullptr) << "seed " << seed;
            EXPECT_EQ(*home.segment(segment->id), *segment) << "seed " << seed;
        }
        EXPECT_TRUE(merge(package).step.changes.empty()) << "seed " << seed;
        home = atHome;
    }
}

} // namespace
