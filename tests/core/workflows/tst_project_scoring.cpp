// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers: pycocoevalcap 1.2 on the same captions.
#include "core/workflows/project_scoring.h"

#include "tests/support/scoped_variable.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace descant::workflows {
namespace {

using project::Proposal;
using project::ProposalState;
using project::Segment;
using project::SegmentStatus;
using Kind = Captioner::Kind;

constexpr TimeRange kWhole{MediaTime{0}, MediaTime{5'000'000}};
const Captioner kX{Kind::Model, "x\n1\nhash-x", {}};
const Captioner kY{Kind::Model, "y\n1\nhash-y", {}};

/// Three clips: a dog with two texts, a man and children with one; model X and model Y have described all of them.
class ProjectScoring : public testing::Test {
protected:
    ProjectScoring()
    {
        for (const char* name : {"dog", "man", "children"})
            addMedium(name);
        write("dog", "dog-1", "a dog runs on the beach");
        write("dog", "dog-2", "a brown dog is running by the sea");
        write("man", "man-1", "a man plays the guitar");
        write("children", "children-1", "two children play football in a park");
        propose("dog-1", "x", "a dog is running on the beach");
        propose("man-1", "x", "a man is singing");
        propose("children-1", "x", "two children play football");
        propose("dog-2", "y", "a cat sleeps");
        propose("man-1", "y", "a man plays the guitar");
        propose("children-1", "y", "children in a park");
    }

    void add(project::Entity entity)
    {
        project::Step step{"step", "Make", "2026-01-01T00:00:00Z", "someone", {}, {}, {}};
        const auto before = std::visit(
            [this](const auto& value) -> std::optional<project::Entity> {
                using Value = std::decay_t<decltype(value)>;
                const Value* old = nullptr;
                if constexpr (std::is_same_v<Value, project::Medium>)
                    old = document.medium(value.id);
                else if constexpr (std::is_same_v<Value, Segment>)
                    old = document.segment(value.id);
                else if constexpr (std::is_same_v<Value, Proposal>)
                    old = document.proposal(value.id);
                return old == nullptr ? std::nullopt : std::optional<project::Entity>(*old);
            },
            entity);
        step.changes.push_back({before, std::move(entity)});
        const auto done = document.apply(step);
        ASSERT_TRUE(done) << describe(done.error());
    }

    /// Media stand in the order of their ids.
    static std::string idOf(const std::string& name)
    {
        return (name == "dog" ? "m1-" : name == "man" ? "m2-" : "m3-") + name;
    }

    void addMedium(const std::string& name)
    {
        project::Medium medium;
        medium.id = idOf(name);
        medium.name = name + ".mp4";
        medium.duration = MediaTime{60'000'000};
        add(medium);
    }

    void write(const std::string& medium, const std::string& id, const std::string& text,
               SegmentStatus status = SegmentStatus::Accepted, TimeRange range = kWhole)
    {
        Segment segment;
        segment.id = id;
        segment.mediumId = idOf(medium);
        segment.range = range;
        segment.text = text;
        segment.status = status;
        add(segment);
    }

    void propose(const std::string& segment, const std::string& model, const std::string& text,
                 ProposalState state = ProposalState::Open, const std::string& created = "2026-01-01T00:00:00Z",
                 int rank = 0)
    {
        Proposal proposal;
        proposal.id = "p" + std::to_string(m_number++);
        proposal.segmentId = segment;
        proposal.text = text;
        proposal.rank = rank;
        proposal.modelName = model;
        proposal.modelVersion = "1";
        proposal.modelHash = "hash-" + model;
        proposal.state = state;
        proposal.created = created;
        add(proposal);
    }

    template <typename Change> void change(const std::string& id, const Change& change)
    {
        Segment segment = *document.segment(id);
        change(segment);
        add(segment);
    }

    static ScoringWish wish(const Captioner& judged, std::optional<Captioner> beside = std::nullopt)
    {
        ScoringWish made;
        made.judged = judged;
        made.beside = std::move(beside);
        made.how.metrics = {Metric::Bleu, Metric::RougeL, Metric::CiderD};
        made.bootstrap.rounds = 200;
        return made;
    }

    ProjectScores scored(const ScoringWish& made)
    {
        auto scores = scorer.score(document, made, {}, {});
        EXPECT_TRUE(scores) << describe(std::get<Error>(scores.error()));
        return scores ? *scores : ProjectScores();
    }

    Error refused(const ScoringWish& made)
    {
        const auto scores = scorer.score(document, made, {}, {});
        EXPECT_FALSE(scores);
        return scores ? Error() : std::get<Error>(scores.error());
    }

    std::filesystem::path fileOf(const std::string& name, const std::string& text) const
    {
        std::ofstream(folder / name) << text;
        return folder / name;
    }

    test::TemporaryFolder folder;
    test::ScopedVariable cache{"XDG_CACHE_HOME", (folder / "cache").string()};
    project::Document document;
    ProjectScorer scorer;

private:
    int m_number = 0;
};

TEST_F(ProjectScoring, aModelAgainstPeopleHasTheNumbersOfTheReference)
{
    const ProjectScores scores = scored(wish(kX));
    ASSERT_EQ(scores.clips.size(), 3U);
    EXPECT_NEAR(scores.judged.bleu[0], 0.7095666525729757, 1e-12);
    EXPECT_NEAR(scores.judged.bleu[3], 0.3835182196039034, 1e-12);
    EXPECT_NEAR(scores.judged.rougeL, 0.6363157515970815, 1e-12);
    EXPECT_NEAR(scores.judged.ciderD, 3.4864278253472705, 1e-12);
    EXPECT_NEAR(scores.judged.segments[1].ciderD, 1.5155276595638878, 1e-12);
    EXPECT_EQ(scores.clips[0].references.size(), 2U); // two segments of the same stretch
    EXPECT_EQ(scores.clips[0].mediumId, "m1-dog");
    EXPECT_EQ(scores.clips[0].segmentId, "dog-1");
    EXPECT_EQ(scores.clips[2].candidate, "two children play football");
    const metrics::Interval interval = scores.judged.intervals.at("cider_d");
    EXPECT_LE(interval.low, scores.judged.ciderD);
    EXPECT_GE(interval.high, scores.judged.ciderD);
    EXPECT_TRUE(scores.differences.empty());
}

TEST_F(ProjectScoring, twoModelsAreComparedOnTheSameClips)
{
    const ProjectScores scores = scored(wish(kX, kY));
    ASSERT_TRUE(scores.beside);
    EXPECT_NEAR(scores.beside->ciderD, 4.432585498064381, 1e-12);
    EXPECT_NEAR(scores.beside->rougeL, 0.6342679371029886, 1e-12);
    const ScoreDifference& ciderD = scores.differences.at(Score::CiderD);
    EXPECT_NEAR(ciderD.difference, 3.4864278253472705 - 4.432585498064381, 1e-12);
    EXPECT_EQ(ciderD.better, 2U);
    EXPECT_EQ(ciderD.worse, 1U);
    const ScoreDifference& rouge = scores.differences.at(Score::RougeL);
    EXPECT_EQ(rouge.better, 1U);
    EXPECT_EQ(rouge.equal, 1U);
    EXPECT_EQ(rouge.worse, 1U);
    // With three clips nothing can be told.
    EXPECT_GT(ciderD.probability, 0.2);
    EXPECT_LT(ciderD.interval.low, 0);
    EXPECT_GT(ciderD.interval.high, 0);
    // The other way round.
    const ProjectScores turned = scored(wish(kY, kX));
    EXPECT_NEAR(turned.differences.at(Score::CiderD).difference, -ciderD.difference, 1e-12);
    EXPECT_EQ(turned.differences.at(Score::CiderD).better, 1U);
    EXPECT_DOUBLE_EQ(turned.differences.at(Score::CiderD).probability, ciderD.probability);
}

TEST_F(ProjectScoring, aModelBesideItselfIsEqual)
{
    const ProjectScores scores = scored(wish(kX, kX));
    EXPECT_EQ(scores.differences.at(Score::CiderD).equal, 3U);
    EXPECT_EQ(scores.differences.at(Score::CiderD).difference, 0);
    EXPECT_EQ(scores.differences.at(Score::CiderD).probability, 1);
}

TEST_F(ProjectScoring, aModelCanBeTheReferenceOfAnother)
{
    ScoringWish made = wish(kX);
    made.against = kY;
    const ProjectScores scores = scored(made);
    ASSERT_EQ(scores.clips.size(), 3U);
    EXPECT_EQ(scores.clips[1].references, std::vector<std::string>{"a man plays the guitar"});
    EXPECT_EQ(scores.clips[1].candidate, "a man is singing");
}

TEST_F(ProjectScoring, onlyApprovedTextsCountUnlessAllAreAskedFor)
{
    change("man-1", [](Segment& segment) { segment.status = SegmentStatus::Draft; });
    change("dog-2", [](Segment& segment) { segment.status = SegmentStatus::Rejected; });
    ScoringWish made = wish(kX);
    ProjectScores scores = scored(made);
    EXPECT_EQ(scores.clips.size(), 2U);
    EXPECT_EQ(scores.clips[0].references.size(), 1U);
    EXPECT_EQ(scores.withoutReference, 1U);
    made.texts = TextsTaken::Written;
    scores = scored(made);
    EXPECT_EQ(scores.clips.size(), 3U);
    EXPECT_EQ(scores.clips[0].references.size(), 1U); // what was rejected never counts
}

TEST_F(ProjectScoring, aModelIsNotJudgedAgainstItsOwnWords)
{
    change("man-1", [](Segment& segment) { segment.text = "a man hums"; });
    propose("man-1", "x", "a man hums", ProposalState::Accepted, "2026-01-02T00:00:00Z");
    change("dog-2", [](Segment& segment) { segment.text = "a dog by the sea"; });
    propose("dog-2", "x", "a dog at the sea", ProposalState::Edited, "2026-01-02T00:00:00Z");
    ScoringWish made = wish(kX);
    ProjectScores scores = scored(made);
    EXPECT_EQ(scores.clips.size(), 2U);
    EXPECT_EQ(scores.withOwnTextAlone, 1U);
    EXPECT_EQ(scores.ownTexts, 1U);
    EXPECT_EQ(scores.editedTexts, 1U);
    EXPECT_EQ(scores.clips[0].origin, ScoredClip::Origin::Edited);
    EXPECT_EQ(scores.clips[1].origin, ScoredClip::Origin::Independent);
    made.own = OwnTexts::Kept;
    scores = scored(made);
    ASSERT_EQ(scores.clips.size(), 3U);
    EXPECT_EQ(scores.clips[1].origin, ScoredClip::Origin::Own);
    // Another model is judged against the same words without harm, but not beside the one that wrote them.
    EXPECT_EQ(scored(wish(kY)).clips.size(), 3U);
    EXPECT_EQ(scored(wish(kY)).ownTexts, 0U);
    EXPECT_EQ(scored(wish(kY, kX)).withOwnTextAlone, 1U);
}

TEST_F(ProjectScoring, theNewestRunCountsAndProposalsForOtherTimesDoNot)
{
    // Another model's run has made this one stale, which says nothing against it.
    propose("man-1", "x", "a man strums", ProposalState::Stale, "2026-01-02T00:00:00Z");
    propose("man-1", "y", "a man sits", ProposalState::Open, "2026-01-03T00:00:00Z");
    EXPECT_EQ(scored(wish(kX)).clips[1].candidate, "a man strums");
    // All are stale: the segment was moved.
    write("man", "late", "he bows", SegmentStatus::Accepted, {MediaTime{9'000'000}, MediaTime{10'000'000}});
    propose("late", "x", "he bows", ProposalState::Stale, "2026-01-02T00:00:00Z");
    propose("late", "y", "a bow", ProposalState::Stale, "2026-01-03T00:00:00Z");
    propose("dog-1", "x", "the second best", ProposalState::Open, "2026-01-05T00:00:00Z", 1);
    propose("dog-1", "x", "the best", ProposalState::Open, "2026-01-05T00:00:00Z", 0);
    const ProjectScores scores = scored(wish(kX));
    EXPECT_EQ(scores.clips[0].candidate, "the best");
    EXPECT_EQ(scores.clips.size(), 3U);
    EXPECT_EQ(scores.withoutCandidate, 1U);
}

TEST_F(ProjectScoring, clipsWithoutACandidateAreLeftOutOrEmpty)
{
    write("man", "man-9", "he bows", SegmentStatus::Reviewed, {MediaTime{9'000'000}, MediaTime{10'000'000}});
    ScoringWish made = wish(kX);
    ProjectScores scores = scored(made);
    EXPECT_EQ(scores.clips.size(), 3U);
    EXPECT_EQ(scores.withoutCandidate, 1U);
    made.missing = WithoutCandidate::CountedAsEmpty;
    scores = scored(made);
    ASSERT_EQ(scores.clips.size(), 4U);
    EXPECT_EQ(scores.judged.segments[2].ciderD, 0);
}

TEST_F(ProjectScoring, splitsAndLanguagesAreFilters)
{
    change("man-1", [](Segment& segment) { segment.split = "test"; });
    change("children-1", [](Segment& segment) { segment.language = "de"; });
    change("dog-2", [](Segment& segment) { segment.split = "test"; });
    ScoringWish made = wish(kX);
    made.split = "test";
    ProjectScores scores = scored(made);
    ASSERT_EQ(scores.clips.size(), 2U);
    EXPECT_EQ(scores.clips[0].references, std::vector<std::string>{"a brown dog is running by the sea"});
    EXPECT_EQ(scores.clips[0].candidate, "a dog is running on the beach"); // of the same stretch
    made.split.clear();
    made.language = "de";
    EXPECT_EQ(scored(made).clips.size(), 1U);
    const ScoringChoices choices = scoringChoices(document);
    EXPECT_EQ(choices.splits, std::vector<std::string>{"test"});
    EXPECT_EQ(choices.languages, (std::vector<std::string>{"de", "en"}));
    ASSERT_EQ(choices.models.size(), 2U);
    EXPECT_EQ(choices.models.front().segments, 3U);
    EXPECT_EQ(choices.approved, 4U);
}

TEST_F(ProjectScoring, aFileOfCandidatesIsJudgedByTheNamesOfItsClips)
{
    change("man-1", [](Segment& segment) { segment.extra = R"({"from":{"format":"vatex","clip":"yt-7"}})"; });
    const auto file = fileOf("candidates.json", R"([{"image_id":"dog","caption":"a dog is running on the beach"},
        {"image_id":"yt-7","caption":"a man is singing"},{"image_id":"children-1","caption":"two children play football"},
        {"image_id":"moon","caption":"the moon"}])");
    const ProjectScores scores = scored(wish({Kind::File, {}, file}, kX));
    ASSERT_EQ(scores.clips.size(), 3U);
    EXPECT_EQ(scores.strangers, 1U);
    EXPECT_NEAR(scores.judged.ciderD, 3.4864278253472705, 1e-12);
    EXPECT_EQ(scores.differences.at(Score::CiderD).equal, 3U);
}

TEST_F(ProjectScoring, aFileOfReferencesKeepsItsOrderAndFindsTheVideos)
{
    ScoringWish made = wish(kX);
    made.against = {Kind::File, {}, fileOf("references.json", R"({"man":["a man plays the guitar"],
        "children.mp4":["two children play football in a park"],
        "dog":["a dog runs on the beach","a brown dog is running by the sea"],"nobody":["nothing"]})")};
    ProjectScores scores = scored(made);
    ASSERT_EQ(scores.clips.size(), 3U);
    EXPECT_EQ(scores.clips[0].segmentId, "man-1");
    EXPECT_EQ(scores.clips[2].name, "dog.mp4");
    EXPECT_EQ(scores.withoutCandidate, 1U);
    EXPECT_NEAR(scores.judged.bleu[0], 0.7095666525729757, 1e-12);
    // A file against a file needs no project.
    document = {};
    made.judged = {Kind::File, {}, fileOf("c.json", R"({"man":"a man is singing","dog":"a dog"})")};
    scores = scored(made);
    ASSERT_EQ(scores.clips.size(), 2U);
    EXPECT_EQ(scores.clips[0].id, "man");
    EXPECT_TRUE(scores.clips[0].mediumId.empty());
}

TEST_F(ProjectScoring, nothingToJudgeIsSaidWithTheReason)
{
    EXPECT_NE(describe(refused(wish({Kind::Model, "unknown", {}}))).find("3 clips have a reference"),
              std::string::npos);
    EXPECT_EQ(refused(wish({Kind::People, {}, {}})).code, ErrorCode::InputInvalid);
    EXPECT_EQ(refused(wish({Kind::File, {}, folder / "no.json"})).code, ErrorCode::FileNotFound);
    document = {};
    EXPECT_NE(describe(refused(wish(kX))).find("nothing to judge against"), std::string::npos);
}

TEST_F(ProjectScoring, itStopsAndGoingBackGivesTheSame)
{
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = scorer.score(document, wish(kX), stop.get_token(), {});
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(isCancelled(stopped.error()));
    const ProjectScores first = scored(wish(kX, kY));
    scored(wish(kY));
    const ProjectScores again = scored(wish(kX, kY));
    EXPECT_EQ(again.differences.at(Score::CiderD).probability, first.differences.at(Score::CiderD).probability);
    EXPECT_EQ(again.judged.intervals.at("bleu4").low, first.judged.intervals.at("bleu4").low);
    EXPECT_EQ(again.judged.intervals.at("bleu4").high,
              ProjectScorer().score(document, wish(kX), {}, {})->judged.intervals.at("bleu4").high);
    // A text that has changed is seen.
    change("man-1", [](Segment& segment) { segment.text = "a man is singing"; });
    EXPECT_GT(scored(wish(kX)).judged.ciderD, first.judged.ciderD);
}

} // namespace
} // namespace descant::workflows
