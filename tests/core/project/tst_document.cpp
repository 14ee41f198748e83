// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/edits.h"
#include "core/project/history.h"
#include "core/project/values_json.h"
#include "tests/core/project/sample_document.h"

#include <gtest/gtest.h>

#include <limits>

using namespace descant;
using namespace descant::project;

namespace {

class DocumentTest : public ::testing::Test {
protected:
    DocumentTest() { perform(addMedia(document, {test::sampleMedium("a.mp4")})); }

    void perform(const Result<Step>& step)
    {
        ASSERT_TRUE(step) << describe(step.error());
        const auto applied = document.apply(*step);
        ASSERT_TRUE(applied) << describe(applied.error());
        last = *step;
    }

    std::string mediumId() const { return document.media().front()->id; }

    std::string newSegment(std::int64_t start, std::int64_t end)
    {
        perform(addSegment(document, mediumId(), {MediaTime{start}, MediaTime{end}}));
        return idOf(*last.changes.back().after);
    }

    Document document;
    Step last;
};

TEST_F(DocumentTest, segmentsComeSortedByTime)
{
    const std::string late = newSegment(5'000'000, 6'000'000);
    const std::string early = newSegment(1'000'000, 2'000'000);
    const auto segments = document.segmentsOf(mediumId());
    ASSERT_EQ(segments.size(), 2U);
    EXPECT_EQ(segments[0]->id, early);
    EXPECT_EQ(segments[1]->id, late);
}

TEST_F(DocumentTest, aRangeIsCutToTheMediumAndAnEmptyOneIsRefused)
{
    const std::string id = newSegment(59'000'000, 99'000'000);
    EXPECT_EQ(document.segment(id)->range.end, MediaTime{60'000'000});
    EXPECT_FALSE(addSegment(document, mediumId(), {MediaTime{70'000'000}, MediaTime{80'000'000}}));
    EXPECT_FALSE(addSegment(document, mediumId(), {MediaTime{5}, MediaTime{5}}));
}

TEST_F(DocumentTest, aFileThatIsFoundAgainKeepsItsSegments)
{
    const std::string id = newSegment(1'000'000, 2'000'000);
    Medium moved = *document.media().front();
    const std::string before = moved.path;
    moved.path = "/elsewhere/a.mp4";
    perform(replaceMedia(document, {moved}));
    EXPECT_EQ(document.media().front()->path, "/elsewhere/a.mp4");
    EXPECT_NE(document.segment(id), nullptr);
    perform(reversed(last));
    EXPECT_EQ(document.media().front()->path, before);
}

TEST_F(DocumentTest, aFileThatTheProjectDoesNotKnowReplacesNothing)
{
    Medium stranger = *document.media().front();
    stranger.id = "stranger";
    const auto step = replaceMedia(document, {stranger});
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, ErrorCode::ItemNotFound);
}

TEST_F(DocumentTest, aStepThatFailsHalfwayChangesNothing)
{
    const Document before = document;
    Step step = *addSegment(document, mediumId(), {MediaTime{0}, MediaTime{10}});
    Segment orphan;
    orphan.id = "orphan";
    orphan.mediumId = "no such medium";
    orphan.range = {MediaTime{0}, MediaTime{1}};
    step.changes.push_back({std::nullopt, Entity(orphan)});
    const auto applied = document.apply(step);
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().code, ErrorCode::EditRefused);
    EXPECT_EQ(document, before);
}

TEST_F(DocumentTest, aStepThatExpectsAnotherValueIsRefused)
{
    const std::string id = newSegment(0, 1'000'000);
    const Step stale = *setText(document, id, "first");
    perform(setText(document, id, "second"));
    EXPECT_FALSE(document.apply(stale));
    EXPECT_EQ(document.segment(id)->text, "second");
}

TEST_F(DocumentTest, proposalsAreOfOtherTimesOnceTheSegmentMoves)
{
    const std::string taken = newSegment(1'000'000, 5'000'000);
    perform(storeProposals(document, taken, {test::sampleProposal("a goat")}));
    perform(takeProposal(document, document.proposalsOf(taken)[0]->id));
    const std::string accepted = newSegment(6'000'000, 8'000'000);
    perform(storeProposals(document, accepted, {test::sampleProposal("a cow")}));
    perform(acceptSegment(document, accepted));
    for (const std::string& id : {taken, accepted}) {
        EXPECT_NE(document.proposalsOf(id)[0]->state, ProposalState::Stale);
        perform(setRange(document, id, {MediaTime{2'000'000}, MediaTime{9'000'000}}));
        EXPECT_EQ(document.proposalsOf(id)[0]->state, ProposalState::Stale);
    }
}

TEST_F(DocumentTest, splitAndMergeKeepTheTextAndTheWholeStretch)
{
    const std::string id = newSegment(1'000'000, 5'000'000);
    perform(setText(document, id, "a cow jumps"));
    perform(storeProposals(document, id, {test::sampleProposal("a goat")}));
    perform(splitSegment(document, id, MediaTime{3'000'000}));
    ASSERT_EQ(document.segmentsOf(mediumId()).size(), 2U);
    EXPECT_EQ(document.segmentsOf(mediumId())[1]->text, "");
    EXPECT_EQ(document.proposalsOf(id)[0]->state, ProposalState::Stale);
    EXPECT_FALSE(splitSegment(document, id, MediaTime{3'000'000}));
    perform(mergeWithNext(document, id));
    ASSERT_EQ(document.segmentsOf(mediumId()).size(), 1U);
    EXPECT_EQ(document.segment(id)->text, "a cow jumps");
    EXPECT_EQ(document.segment(id)->range, (TimeRange{MediaTime{1'000'000}, MediaTime{5'000'000}}));
}

TEST_F(DocumentTest, aRunOfTheModelNeverTouchesHumanText)
{
    const std::string id = newSegment(0, 1'000'000);
    perform(setText(document, id, "what a person wrote"));
    for (int run = 0; run < 5; ++run) {
        perform(storeProposals(document, id, {test::sampleProposal("run " + std::to_string(run))}));
        for (const Change& change : last.changes)
            EXPECT_EQ(kindOf(*change.after), EntityKind::Proposal);
    }
    EXPECT_EQ(document.segment(id)->text, "what a person wrote");
    int open = 0;
    for (const Proposal* proposal : document.proposalsOf(id))
        open += proposal->state == ProposalState::Open ? 1 : 0;
    EXPECT_EQ(open, 1);
}

TEST_F(DocumentTest, acceptingMarksWhereTheTextCameFrom)
{
    const std::string id = newSegment(0, 1'000'000);
    perform(storeProposals(document, id, {test::sampleProposal("best"), test::sampleProposal("other", 1)}));
    perform(acceptSegment(document, id));
    EXPECT_EQ(document.segment(id)->text, "best");
    EXPECT_EQ(document.segment(id)->status, SegmentStatus::Accepted);
    EXPECT_EQ(document.proposalsOf(id)[0]->state, ProposalState::Accepted);
    EXPECT_EQ(document.proposalsOf(id)[1]->state, ProposalState::Rejected);
}

TEST_F(DocumentTest, numbersAndTextsThatTheJournalCannotHoldAreKeptOut)
{
    const std::string id = newSegment(0, 1'000'000);
    Proposal proposal = test::sampleProposal("forced");
    proposal.tokens[0].logProbability = -std::numeric_limits<double>::infinity();
    perform(storeProposals(document, id, {proposal}));
    EXPECT_TRUE(canBeJournalled(Entity(*document.proposalsOf(id)[0])));
    EXPECT_FALSE(document.apply(*setText(document, id, "half a sign \xc3")));
    proposal.id = "x";
    proposal.segmentId = id;
    Step direct{"s", "n", "t", {}, {}, {}, {{std::nullopt, Entity(proposal)}}};
    EXPECT_FALSE(document.apply(direct));
}

TEST_F(DocumentTest, aNumberThatIsNoneOfOursIsReadAsDamage)
{
    nlohmann::json good = toJson(Entity(test::sampleProposal("a cow")));
    ASSERT_TRUE(entityFromJson(good));
    for (const char* member : {"rank", "heard"}) {
        for (const nlohmann::json& bad :
             {nlohmann::json(1e300), nlohmann::json(1.5), nlohmann::json(18446744073709551615U)}) {
            nlohmann::json row = good;
            row[member] = bad;
            EXPECT_FALSE(entityFromJson(row)) << member << " " << bad;
        }
    }
    good["frames"] = {1, 1e300};
    EXPECT_FALSE(entityFromJson(good));
}

TEST_F(DocumentTest, whatIsNestedTooDeeplyToBeWrittenIsKeptOut)
{
    const std::string id = newSegment(0, 1'000'000);
    const auto accepts = [&](std::string extra) {
        Segment after = *document.segment(id);
        after.extra = std::move(extra);
        const Segment before = *document.segment(id);
        return document.apply({"s", "n", "t", {}, {}, {}, {{Entity(before), Entity(after)}}}).has_value();
    };
    EXPECT_TRUE(accepts("{\"a\":" + std::string(200, '[') + std::string(200, ']') + "}"));
    EXPECT_TRUE(accepts("{\"a\":\"\\\"" + std::string(100'000, '[') + "\"}"));
    EXPECT_FALSE(accepts("{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}"));
    Medium medium = *document.medium(mediumId());
    medium.extra = std::string(100'000, '{');
    EXPECT_FALSE(document.apply({"s", "n", "t", {}, {}, {}, {{Entity(*document.medium(mediumId())), Entity(medium)}}}));
}

TEST_F(DocumentTest, aStepComesBackFromJsonUnchanged)
{
    const std::string id = newSegment(0, 1'000'000);
    perform(storeProposals(document, id, {test::sampleProposal("a \"cow\"\n")}));
    const auto back = stepFromJson(nlohmann::json::parse(journalText(last)));
    ASSERT_TRUE(back) << describe(back.error());
    EXPECT_EQ(*back, last);
    EXPECT_FALSE(stepFromJson(nlohmann::json::parse(R"({"id":7})")));
}

TEST_F(DocumentTest, whatOthersSayStandsBesideTheSegmentAndOutlivesIt)
{
    const std::string id = newSegment(0, 1'000'000);
    const Reading reading = test::sampleReading(mediumId(), id, "a \"goat\"\n");
    perform(Step{"r", "n", "t", {}, {}, {}, {{std::nullopt, Entity(reading)}}});
    EXPECT_EQ(*stepFromJson(nlohmann::json::parse(journalText(last))), last);
    EXPECT_EQ(document.segment(id)->text, "");
    perform(removeSegment(document, id));
    ASSERT_EQ(document.readingsOf(id).size(), 1U);
    EXPECT_EQ(document.readings().at(0)->text, "a \"goat\"\n");
    EXPECT_FALSE(document.apply({"m", "n", "t", {}, {}, {}, {{Entity(*document.media().front()), std::nullopt}}}));
    Reading elsewhere = reading;
    elsewhere.id = "other";
    elsewhere.mediumId = "no such medium";
    EXPECT_FALSE(document.apply({"e", "n", "t", {}, {}, {}, {{std::nullopt, Entity(elsewhere)}}}));
}

TEST(HistoryTest, typingWithinTheWindowIsOneStepAndLaterTypingIsNot)
{
    Segment a;
    a.id = "s";
    Segment b = a;
    b.text = "c";
    Segment c = a;
    c.text = "co";
    History history;
    history.add({"1", "Typing", "2026-01-05T10:00:00.000Z", {}, {}, "text s", {{Entity(a), Entity(b)}}});
    const Step soon{"2", "Typing", "2026-01-05T10:00:01.900Z", {}, {}, "text s", {{Entity(b), Entity(c)}}};
    Step late = soon;
    late.time = "2026-01-05T10:00:02.100Z";
    EXPECT_FALSE(history.merged(late));
    const auto merged = history.merged(soon);
    ASSERT_TRUE(merged);
    EXPECT_EQ(merged->id, "1");
    EXPECT_EQ(merged->changes, (std::vector<Change>{{Entity(a), Entity(c)}}));
}

TEST(HistoryTest, randomEditsUndoToNothingAndRedoToTheSame)
{
    std::mt19937 random(20260105);
    Document document;
    History history;
    std::vector<Document> states{document};
    for (int i = 0; i < 300; ++i) {
        const Step step = test::randomEdit(document, random);
        ASSERT_TRUE(document.apply(step));
        history.add(step);
        states.push_back(document);
    }
    for (std::size_t i = states.size() - 1; i > 0; --i) {
        ASSERT_EQ(document, states[i]);
        const Step undo = *history.makeUndo();
        ASSERT_TRUE(document.apply(undo));
        history.add(undo);
    }
    EXPECT_EQ(document, states.front());
    EXPECT_FALSE(history.makeUndo());
    while (const auto redo = history.makeRedo()) {
        ASSERT_TRUE(document.apply(*redo));
        history.add(*redo);
    }
    EXPECT_EQ(document, states.back());
    EXPECT_EQ(history.steps().size(), 900U);
}

} // namespace
