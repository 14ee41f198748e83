// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/corpus_splits.h"
#include "tests/core/workflows/split_document.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::workflows;
using splits::Criterion;

namespace {

/// Two films of one source that stand in different splits, and one that is alone.
project::Document leakingDocument()
{
    project::Document document;
    test::addFilm(document, "a", "one [dQw4w9WgXcQ].mp4", "train", {"a dog barks"});
    test::addFilm(document, "b", "two [dQw4w9WgXcQ].mp4", "test", {"a dog barks again"});
    test::addFilm(document, "c", "three.mp4", "", {"a bus"});
    return document;
}

SplitOptions bySource()
{
    SplitOptions options;
    options.by = {Criterion::Source};
    return options;
}

} // namespace

TEST(CorpusSplitsTest, WithoutAPlanMediaAreGroupedBySourceAndLikeness)
{
    const SplitSettings usual = usualSplitSettings(leakingDocument());
    EXPECT_EQ(usual.by, (splits::Criteria{Criterion::Source, Criterion::NearDuplicate}));
    EXPECT_EQ(usual.ratios, splits::Ratios());
    EXPECT_EQ(usual.salt, "");
}

TEST(CorpusSplitsTest, TheNextPlanGoesByWhatTheLastOneWasTold)
{
    project::Document document = leakingDocument();
    SplitOptions options = bySource();
    options.by = {Criterion::Source, Criterion::Series};
    options.ratios = splits::Ratios{{0.5, 0.25, 0.25}};
    options.salt = "pepper";
    auto plan = planSplits(document, options, {}, {});
    ASSERT_TRUE(plan);
    ASSERT_TRUE(document.apply(plan->step));
    EXPECT_EQ(usualSplitSettings(document), (SplitSettings{*options.by, *options.ratios, "pepper"}));
}

TEST(CorpusSplitsTest, SegmentsWithoutASplitAreNamedInALeak)
{
    project::Document document;
    test::addFilm(document, "a", "one [dQw4w9WgXcQ].mp4", "", {"a dog barks"});
    test::addFilm(document, "b", "two [dQw4w9WgXcQ].mp4", "test", {"a dog barks again"});
    const auto found = checkSplits(document, bySource(), MediaReading::Never, {}, {});
    ASSERT_TRUE(found && !found->isTight());
    const Error error = leakError(*found, "the project");
    ASSERT_EQ(error.items.size(), 1U);
    EXPECT_NE(error.items.front().find("lies in none, test: one [dQw4w9WgXcQ].mp4 (none), two"), std::string::npos)
        << error.items.front();
}

TEST(CorpusSplitsTest, APlanTellsTheLeaksThatAreThereFromThoseThatRemain)
{
    const project::Document document = leakingDocument();
    const auto keeping = planSplits(document, bySource(), {}, {});
    ASSERT_TRUE(keeping);
    ASSERT_EQ(keeping->before.size(), 1U);
    EXPECT_EQ(keeping->before.front().media.size(), 2U);
    ASSERT_EQ(keeping->report.leaks.size(), 1U);
    EXPECT_FALSE(keeping->report.leaks.front().links.front().why.empty());
    SplitOptions anew = bySource();
    anew.standing = splits::StandingSplits::AssignAnew;
    const auto mending = planSplits(document, anew, {}, {});
    ASSERT_TRUE(mending);
    EXPECT_EQ(mending->before.size(), 1U);
    EXPECT_TRUE(mending->report.isTight());
}
