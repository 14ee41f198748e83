// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/corpus.h"
#include "core/project/edits.h"
#include "tests/core/formats/msrvtt_fixture.h"
#include "tests/core/project/sample_document.h"

#include <algorithm>

using namespace descant;
using namespace descant::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

class MsrvttMediaTest : public MsrvttTest {
protected:
    std::string addFile(const std::string& path, double duration = 0)
    {
        project::Medium medium;
        medium.path = (folder / path).string();
        medium.name = fs::path(path).filename().string();
        medium.duration = fromSeconds(duration);
        const auto step = project::addMedia(document, {medium});
        EXPECT_TRUE(step && document.apply(*step));
        return project::idOf(*step->changes.front().after);
    }

    static std::string video(const std::string& id, const std::string& url, const std::string& more = {})
    {
        return R"({"video_id":")" + id + R"(","url":")" + url + R"(","start time":0,"end time":2)" + more + "}";
    }

    static std::string sentence(const std::string& id, const std::string& caption = "a tram")
    {
        return R"({"video_id":")" + id + R"(","caption":")" + caption + "\"}";
    }

    std::vector<std::string> captionsOf(const std::string& mediumId) const
    {
        std::vector<std::string> texts;
        for (const project::Segment* segment : document.segmentsOf(mediumId))
            texts.push_back(segment->text);
        return texts;
    }
};

using Texts = std::vector<std::string>;

TEST_F(MsrvttMediaTest, theVeryNameComesBeforeTheSameNameWithAnotherEnding)
{
    const std::string film = addFile("talk.mp4");
    const std::string sound = addFile("talk.wav");
    perform(corpus(video("v0", "talk.wav") + "," + video("v1", "talk.mp4"),
                   sentence("v0", "heard") + "," + sentence("v1", "seen")));
    EXPECT_EQ(captionsOf(sound), Texts{"heard"});
    EXPECT_EQ(captionsOf(film), Texts{"seen"});
}

TEST_F(MsrvttMediaTest, aNameThatFitsSeveralFilesIsRefusedAndTheyAreNamed)
{
    addFile("cam1/clip.mp4");
    addFile("cam2/clip.mp4");
    const auto plan = import(corpus(video("v0", "clip.mp4"), sentence("v0")));
    ASSERT_FALSE(plan);
    ASSERT_EQ(plan.error().problems.size(), 1U);
    EXPECT_EQ(plan.error().problems[0].line, 3U);
    EXPECT_NE(plan.error().problems[0].message.find("cam2/clip.mp4"), std::string::npos);
}

TEST_F(MsrvttMediaTest, theFolderOfTheClipsTellsWhichOfSeveralIsMeant)
{
    addFile("cam1/clip.mp4");
    const std::string second = addFile("cam2/clip.mp4");
    ASSERT_TRUE(writeFileAtomically(folder / "in.json", corpus(video("v0", "clip.mp4"), sentence("v0"))));
    const auto plan = formats::importCorpus(document, "msrvtt", folder / "in.json", {.mediaFolder = folder / "cam2/."});
    ASSERT_TRUE(plan && document.apply(plan->step));
    EXPECT_EQ(captionsOf(second), Texts{"a tram"});
}

TEST_F(MsrvttMediaTest, anExportFindsItsOwnFilesAgain)
{
    const std::string first = addFile("cam1/clip.mp4");
    const std::string second = addFile("cam2/clip.mp4");
    for (const std::string& id : {first, second}) {
        ASSERT_TRUE(document.apply(*project::addSegment(document, id, {MediaTime{0}, MediaTime{1'000'000}})));
        const std::string segment = document.segmentsOf(id)[0]->id;
        ASSERT_TRUE(document.apply(*project::setText(document, segment, "of " + id)));
        ASSERT_TRUE(document.apply(*project::acceptSegment(document, segment)));
    }
    const json out = exported();
    for (const std::string& id : {first, second})
        ASSERT_TRUE(document.apply(*project::removeSegment(document, document.segmentsOf(id)[0]->id)));
    perform(out.dump());
    EXPECT_EQ(captionsOf(first), Texts{"of " + first});
    EXPECT_EQ(captionsOf(second), Texts{"of " + second});
    document = {};
    perform(out.dump());
    ASSERT_EQ(document.mediaCount(), 2U);
    EXPECT_EQ(document.media()[0]->path, (folder / "cam1/clip.mp4").string());
    EXPECT_EQ(document.media()[1]->path, (folder / "cam2/clip.mp4").string());
}

TEST_F(MsrvttMediaTest, capitalsAndUncommonEndingsNameFilesToo)
{
    const Texts names{"A.MP4", "B.MOV", "c.mts", "d.wmv"};
    std::string videos, sentences;
    for (const std::string& name : names) {
        videos += (videos.empty() ? "" : ",") + video("v" + name, name);
        sentences += (sentences.empty() ? "" : ",") + sentence("v" + name);
    }
    perform(corpus(videos, sentences));
    Texts found;
    for (const project::Medium* medium : document.media())
        found.push_back(medium->name);
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, names);
    EXPECT_EQ(exported()["videos"][0]["url"], document.media()[0]->name);
}

TEST_F(MsrvttMediaTest, newMediaHaveOnePathWhateverTheFolderIsCalled)
{
    ASSERT_TRUE(writeFileAtomically(folder / "in.json", corpus(video("v0", "u"), sentence("v0"))));
    const fs::path before = fs::current_path();
    fs::create_directory(folder / "sub");
    fs::current_path(folder.path());
    const auto plan = formats::importCorpus(document, "msrvtt", "sub/../in.json", {.mediaFolder = "./sub/.."});
    fs::current_path(before);
    ASSERT_TRUE(plan && document.apply(plan->step));
    EXPECT_EQ(document.media()[0]->path, (folder / "v0.mp4").string());
}

TEST_F(MsrvttMediaTest, twoVideosOfOneStretchStayTwo)
{
    const std::string text =
        corpus(video("v0", "a.mp4", R"(,"split":"train")") + "," + video("v1", "a.mp4", R"(,"split":"test")"),
               sentence("v0", "one") + "," + sentence("v1", "two"));
    perform(text);
    const json out = exported();
    ASSERT_EQ(out["videos"].size(), 2U);
    EXPECT_EQ(out["videos"][0]["split"], "train");
    EXPECT_EQ(out["videos"][1]["split"], "test");
    EXPECT_EQ(out["sentences"][0]["video_id"], "v0");
    EXPECT_EQ(out["sentences"][1]["video_id"], "v1");
    EXPECT_EQ(import(text)->skipped, 2U);
}

TEST_F(MsrvttMediaTest, whatTheFileSaysOfItselfIsKeptWithMediaThatAreThere)
{
    const std::string id = addFile("a.mp4");
    const std::string text = R"({"info":{"mine":1},"licence":"CC0","videos":[)" + video("v0", "a.mp4")
        + "],\"sentences\":[" + sentence("v0") + "]}";
    EXPECT_EQ(perform(text).changed, 1U);
    EXPECT_EQ(exported()["info"], json::parse(R"({"mine":1})"));
    EXPECT_EQ(exported()["licence"], "CC0");
    const auto again = import(text);
    EXPECT_EQ(again->changed, 0U);
    EXPECT_TRUE(again->step.changes.empty());
}

TEST_F(MsrvttMediaTest, timesBehindTheEndMeanTheWholeFileAndComeBackInAnExport)
{
    const std::string id = addFile("v0.mp4", 3.0);
    const std::string cut = R"({"video_id":"v0","url":"u","start time":71.25,"end time":74.5})";
    const auto plan = perform(corpus(cut, sentence("v0")));
    ASSERT_EQ(plan.problems.size(), 1U);
    EXPECT_EQ(plan.problems[0].line, 3U);
    EXPECT_EQ(document.segmentsOf(id)[0]->range, (TimeRange{MediaTime{0}, MediaTime{3'000'000}}));
    EXPECT_EQ(exported()["videos"][0]["start time"], 71.25);
    EXPECT_EQ(exported()["videos"][0]["end time"], 74.5);
    EXPECT_EQ(import(corpus(cut, sentence("v0")))->skipped, 1U);
    const std::string segment = document.segmentsOf(id)[0]->id;
    ASSERT_TRUE(document.apply(*project::setRange(document, segment, {MediaTime{0}, MediaTime{1'000'000}})));
    EXPECT_EQ(exported()["videos"].size(), 1U);
    EXPECT_EQ(exported()["videos"][0]["end time"], 1.0);
}

TEST_F(MsrvttMediaTest, timesOfAFileThatWasMissingAreFittedWhenItIsFound)
{
    const std::string cut = R"({"video_id":"v0","url":"u","start time":71.25,"end time":74.5})";
    perform(corpus(cut, sentence("v0")));
    project::Medium medium = *document.media()[0];
    EXPECT_EQ(document.segmentsOf(medium.id)[0]->range.start, fromSeconds(71.25));
    medium.duration = fromSeconds(3.0);
    ASSERT_TRUE(document.apply(*project::replaceMedia(document, {medium})));
    EXPECT_EQ(document.segmentsOf(medium.id)[0]->range, (TimeRange{MediaTime{0}, MediaTime{3'000'000}}));
    EXPECT_EQ(exported()["videos"][0]["start time"], 71.25);
    EXPECT_EQ(import(corpus(cut, sentence("v0")))->skipped, 1U);
}

TEST_F(MsrvttMediaTest, aCaptionOfBlanksIsLeftOutAndTheOthersAreNot)
{
    const auto plan = perform(corpus(kVideo,
                                     R"({"video_id":"video0","caption":" \t "},)"
                                     "\n" + kSentence));
    EXPECT_EQ(plan.added, 1U);
    EXPECT_TRUE(
        std::any_of(plan.problems.begin(), plan.problems.end(), [](const auto& problem) { return problem.line == 5; }));
}

TEST_F(MsrvttMediaTest, numbersAreKeptWhileTheyAreFreeAndSegmentsWithoutASplitAreTrain)
{
    perform(corpus(R"({"id":77,"video_id":"v0","url":"u","start time":0,"end time":2})",
                   R"({"sen_id":"501","video_id":"v0","caption":"x"})"));
    const std::string medium = document.media()[0]->id;
    ASSERT_TRUE(document.apply(*project::addSegment(document, medium, {MediaTime{0}, MediaTime{2'000'000}})));
    project::Segment added;
    for (const project::Segment* segment : document.segmentsOf(medium))
        added = segment->extra.empty() ? *segment : added;
    ASSERT_TRUE(document.apply(*project::setText(document, added.id, "made here")));
    ASSERT_TRUE(document.apply(*project::acceptSegment(document, added.id)));
    formats::ExportOptions options;
    options.split = "train";
    const json out = exported(options);
    ASSERT_EQ(out["videos"].size(), 1U);
    EXPECT_EQ(out["videos"][0]["id"], 77);
    ASSERT_EQ(out["sentences"].size(), 2U);
    EXPECT_EQ(out["sentences"][0]["sen_id"], 501);
    EXPECT_EQ(out["sentences"][1]["sen_id"], 0);
}

TEST_F(MsrvttMediaTest, aProjectWithMembersOfAnyTypeIsExported)
{
    perform(corpus(kVideo, kSentence));
    project::Segment before = *document.segmentsOf(document.media()[0]->id)[0];
    for (const char* extra : {R"({"video":{"url":null,"video_id":7,"id":[1]},"sentence":{"sen_id":{}}})",
                              R"({"video":3,"source":[]})", "[]", "no JSON"}) {
        project::Segment after = before;
        after.extra = extra;
        ASSERT_TRUE(document.apply({"s", "n", "t", {}, {}, {}, {{project::Entity(before), project::Entity(after)}}}));
        EXPECT_TRUE(exported()["videos"][0]["url"].is_string()) << extra;
        before = after;
    }
}

TEST_F(MsrvttMediaTest, theWholeOfAFileThatNobodyHasSeenHasNoTimes)
{
    ASSERT_TRUE(writeFileAtomically(folder / "v.csv", "video,caption\nv.mp4,rain\n"));
    const auto table = formats::importCorpus(document, "csv", folder / "v.csv");
    ASSERT_TRUE(table && document.apply(table->step));
    ASSERT_TRUE(formats::exportMsrvtt(document, folder / "out.json"));
    const json written = json::parse(*readFile(folder / "out.json", 1 << 20));
    EXPECT_FALSE(written["videos"][0].contains("end time")) << written;
    EXPECT_FALSE(written["videos"][0].contains("start time")) << written;
    project::Document other;
    const auto plan = formats::importCorpus(other, "msrvtt", folder / "out.json");
    ASSERT_TRUE(plan && other.apply(plan->step));
    ASSERT_TRUE(formats::exportMsrvtt(other, folder / "again.json"));
    EXPECT_EQ(json::parse(*readFile(folder / "again.json", 1 << 20))["videos"], written["videos"]);
}

} // namespace
