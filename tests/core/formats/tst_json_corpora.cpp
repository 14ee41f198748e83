// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/formats/corpus_fixture.h"
#include "tests/core/project/sample_document.h"

using namespace descant;
using namespace descant::test;
using nlohmann::json;

namespace {

using Lavis = CorpusTest;

TEST_F(Lavis, aCorpusComesInAndGoesOutTheSameWithItsGroundTruth)
{
    const std::string text = R"([{"video":"video0.mp4","caption":"a tram crosses a wet square","image_id":"video0"},
 {"video":"video0.mp4","caption":"rain falls","image_id":"video0","note":{"x":1}},{"audio":"a b.wav","caption":"rain","image_id":7,"ts":[1,2.5]}])";
    EXPECT_EQ(perform("lavis", text).added, 3U);
    EXPECT_EQ(exportedJson("lavis"), json::parse(text));
    const json truth = json::parse(*readFile(folder / "out_gt.json", 1 << 20));
    EXPECT_EQ(truth["annotations"].size(), 3U);
    EXPECT_EQ(truth["images"].size(), 2U);
    EXPECT_EQ(plan("lavis", text)->skipped, 3U);
}

TEST_F(Lavis, linesObjectsAndGroundTruthAreRead)
{
    EXPECT_EQ(perform("lavis", "{\"video\":\"a.mp4\",\"caption\":\"x\"}\n\n{\"video\":\"b\",\"query\":\"y\"}\n").added,
              2U);
    EXPECT_EQ(
        perform("lavis",
                "{\"k1\":{\"video\":\"c.mp4\",\"caption\":\"x\"},\n\"k2\":{\"video\":\"d.mp4\",\"caption\":\"y\"}}")
            .added,
        2U);
    EXPECT_EQ(perform("lavis", "{\"annotations\":[{\"image_id\":\"e\",\"id\":\"e\",\"caption\":\"z\"}]}").added, 1U);
}

TEST_F(Lavis, aFolderGetsAFileForEachSplit)
{
    std::filesystem::create_directory(folder / "set");
    perform("csv", "video,caption,split\na.mp4,x,train\nb.mp4,y,validate\nc.mp4,z,\n");
    const auto report = formats::exportCorpus(document, "lavis", folder / "set");
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->sentences, 3U);
    EXPECT_EQ(json::parse(*readFile(folder / "set/train.json", 1 << 20)).size(), 2U);
    EXPECT_EQ(json::parse(*readFile(folder / "set/val.json", 1 << 20)).size(), 1U);
    EXPECT_FALSE(std::filesystem::exists(folder / "set/test.json"));
}

TEST_F(Lavis, whatIsMalformedIsRefusedWithItsLine)
{
    expectRefused(
        "lavis",
        {{"nothing", "", 1},
         {"no caption", "[\n{\"video\":\"a.mp4\"}]", 2},
         {"nothing described", "[\n{\"caption\":\"a\"}]", 2},
         {"times", "[\n{\"video\":\"a.mp4\",\"caption\":\"a\",\"ts\":[2,1]}]", 2},
         {"a line of another kind", "{\"video\":\"a.mp4\",\"caption\":\"a\"}\n[]\n", 2},
         {"a key twice in a line", "{\"video\":\"a.mp4\",\"caption\":\"a\"}\n{\"video\":\"a\",\"video\":\"a\"}\n", 2},
         {"upwards", "[{\"video\":\"x/../../a.mp4\",\"caption\":\"a\"}]", 1}});
}

using ActivityNet = CorpusTest;

TEST_F(ActivityNet, aCorpusComesInAndGoesOutTheSame)
{
    const std::string text =
        R"({"v_AAAAAAAAAAA":{"duration":61.4,"timestamps":[[0.0,14.2],[13.0,61.4]],"sentences":["A man opens a toolbox.","He repairs a bicycle."],"who":1}})";
    EXPECT_EQ(perform("activitynet", text).added, 2U);
    EXPECT_EQ(exportedJson("activitynet"), json::parse(text));
    EXPECT_EQ(plan("activitynet", text)->skipped, 2U);
}

TEST_F(ActivityNet, predictionsAreRead)
{
    perform(
        "activitynet",
        R"({"version":"VERSION 1.3","results":{"v_a":[{"sentence":" leading","timestamp":[0.5,13.9]}]},"external_data":{"used":true}})");
    EXPECT_EQ(texts(), std::vector<std::string>{"leading"});
}

TEST_F(ActivityNet, whatIsMalformedIsRefusedWithItsLine)
{
    expectRefused("activitynet",
                  {{"an array", "[]", 1},
                   {"lengths", "{\n\"v\":{\"timestamps\":[[0,1]],\"sentences\":[]}}", 2},
                   {"end before start", "{\n\"v\":{\"timestamps\":[[2,1]],\"sentences\":[\"a\"]}}", 2},
                   {"negative", "{\n\"v\":{\"timestamps\":[[-2,1]],\"sentences\":[\"a\"]}}", 2},
                   {"a video twice", "{\"v\":{\"timestamps\":[],\"sentences\":[]},\n\"v\":{}}", 2},
                   {"upwards", "{\"../v\":{\"timestamps\":[[0,1]],\"sentences\":[\"a\"]}}", 1},
                   {"a list", "{\"v\":[]}", 1}});
}

using Jsonl = CorpusTest;

TEST_F(Jsonl, aWholeProjectComesBackAsItWas)
{
    std::mt19937 random(5);
    for (int i = 0; i < 300; ++i)
        ASSERT_TRUE(document.apply(test::randomEdit(document, random)));
    formats::ExportOptions all;
    all.statuses = {project::SegmentStatus::Draft, project::SegmentStatus::Accepted, project::SegmentStatus::Reviewed,
                    project::SegmentStatus::Flagged, project::SegmentStatus::Rejected};
    const std::string text = exported("jsonl", all);
    EXPECT_TRUE(lost.empty());
    const project::Document before = document;
    EXPECT_EQ(plan("jsonl", text)->skipped, document.segmentCount());
    EXPECT_TRUE(plan("jsonl", text)->step.changes.empty());
    document = {};
    perform("jsonl", text);
    EXPECT_EQ(document, before);
    EXPECT_NE(text.find("\"triple\":{\"model\":"), std::string::npos);
}

TEST_F(Jsonl, whatIsMalformedIsRefusedWithItsLine)
{
    const std::string head = "{\"descant-corpus\":1}\n";
    const std::string medium =
        R"({"kind":"medium","id":"m","name":"a","path":"a","fingerprint":"","duration":0,"width":0,"height":0,"video":true,"audio":true,"extra":""})"
        "\n";
    const auto segment = [](const std::string& id, const std::string& start) {
        return R"({"kind":"segment","id":")" + id + R"(","medium":"m","start":)" + start
            + R"(,"end":5,"text":"x","status":"draft","language":"en","tier":"","split":"","extra":""})"
              "\n";
    };
    expectRefused("jsonl",
                  {{"nothing", "", 1},
                   {"another first line", medium, 1},
                   {"a newer version", "{\"descant-corpus\":2}\n", 1},
                   {"a medium twice", head + medium + medium, 3},
                   {"no medium", head + segment("s", "0"), 2},
                   {"a segment twice", head + medium + segment("s", "0") + segment("s", "0"), 4},
                   {"end before start", head + medium + segment("s", "6"), 3},
                   {"a text for a time", head + medium + segment("s", "\"0\""), 3},
                   {"cut off", head + medium + segment("s", "0").substr(0, 40), 3},
                   {"an unknown kind", head + "{\"kind\":\"song\"}\n", 2}});
}

} // namespace
