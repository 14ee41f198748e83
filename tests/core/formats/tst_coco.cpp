// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/formats/corpus_fixture.h"

using namespace descant;
using namespace descant::test;
using nlohmann::json;

namespace {

using Coco = CorpusTest;

const std::string kCorpus = R"({"info":{"description":"demo","mine":[1]},"type":"captions","licenses":[],
 "images":[{"id":1,"width":640},{"id":"two","file_name":"two.mp4"}],
 "annotations":[{"id":1,"image_id":1,"caption":"A tram crosses a wet square."},{"id":2,"image_id":1,"caption":"Rain on a tram.","by":"w"},
 {"id":30,"image_id":"two","caption":"A child stacks cups."}]})";

TEST_F(Coco, aCorpusComesInAndGoesOutTheSame)
{
    EXPECT_EQ(perform("coco", kCorpus).added, 3U);
    json wanted = json::parse(kCorpus);
    wanted["images"][0]["file_name"] = "1.mp4"; // what the medium is called now
    EXPECT_EQ(exportedJson("coco"), wanted);
    EXPECT_TRUE(lost.empty());
    EXPECT_EQ(plan("coco", kCorpus)->skipped, 3U);
}

TEST_F(Coco, groundTruthWithoutImagesIsReadAndWrittenWithThem)
{
    // As LAVIS writes it: the annotation's id is the image's.
    perform("coco",
            R"({"annotations":[{"image_id":7010,"id":7010,"caption":"a"},{"image_id":7010,"id":7010,"caption":"b"}]})");
    const json out = exportedJson("coco");
    EXPECT_EQ(out["images"].size(), 1U);
    EXPECT_EQ(out["images"][0]["id"], 7010);
    EXPECT_NE(out["annotations"][0]["id"], out["annotations"][1]["id"]);
    EXPECT_TRUE(out.contains("info") && out.contains("licenses") && out["type"] == "captions");
}

TEST_F(Coco, whatIsMalformedIsRefusedWithItsLine)
{
    const auto with = [](const std::string& annotations) {
        return "{\"images\":[{\"id\":1}],\n\"annotations\":[\n" + annotations + "]}";
    };
    const std::string good = R"({"id":1,"image_id":1,"caption":"a"})";
    const std::string other = R"({"id":5,"image_id":1,"caption":"a"})";
    expectRefused(
        "coco",
        {{"an array", "[]", 1},
         {"no annotations", "{\"images\":[]}", 1},
         {"annotations are no array", "{\"annotations\":3}", 1},
         {"an id twice", with(other + ",\n" + other), 4},
         {"an image twice", "{\"images\":[{\"id\":1},\n{\"id\":1}],\"annotations\":[" + good + "]}", 2},
         {"not declared", with(R"({"id":1,"image_id":2,"caption":"a"})"), 3},
         {"no caption", with(R"({"id":1,"image_id":1})"), 3},
         {"a list for an id", with(R"({"id":[],"image_id":1,"caption":"a"})"), 3},
         {"half an id", with(R"({"id":1.5,"image_id":1,"caption":"a"})"), 3},
         {"a file above", "{\"images\":[{\"id\":1,\"file_name\":\"../x.mp4\"}],\n\"annotations\":[" + good + "]}", 2},
         {"a key twice", "{\"annotations\":[],\n\"annotations\":[]}", 2}});
}

TEST_F(Coco, resultsComeInAndGoOutTheSame)
{
    const std::string text =
        R"([{"image_id":1,"caption":"a tram in the rain"},{"image_id":"b","caption":"cups","score":0.5}])";
    EXPECT_EQ(perform("coco-results", text).added, 2U);
    EXPECT_EQ(exportedJson("coco-results"), json::parse(text));
    expectRefused("coco-results",
                  {{"two for one", "[{\"image_id\":1,\"caption\":\"a\"},\n{\"image_id\":\"1\",\"caption\":\"b\"}]", 2},
                   {"an object", "{}", 1}});
}

TEST_F(Coco, resultsAreProposalsOfAModelAndNoPersonsText)
{
    perform("coco",
            R"({"images":[{"id":1,"file_name":"a.mp4"}],"annotations":[{"id":1,"image_id":1,"caption":"human"}]})");
    const std::string results = R"([{"image_id":1,"caption":"machine"},{"image_id":2,"caption":"alone"}])";
    EXPECT_EQ(perform("coco-results", results).added, 2U);
    EXPECT_EQ(document.mediaCount(), 2U);
    EXPECT_EQ(document.segmentCount(), 2U);
    EXPECT_EQ(document.proposalCount(), 2U);
    for (const project::Medium* medium : document.media()) {
        const project::Segment& segment = *document.segmentsOf(medium->id).front();
        const project::Proposal& proposal = *document.proposalsOf(segment.id).front();
        EXPECT_EQ(proposal.modelName, "in");
        EXPECT_EQ(proposal.state, project::ProposalState::Open);
        EXPECT_EQ(segment.text, medium->name == "a.mp4" ? "human" : "");
        EXPECT_EQ(proposal.text, medium->name == "a.mp4" ? "machine" : "alone");
    }
    EXPECT_EQ(plan("coco-results", results)->skipped, 2U);
    EXPECT_EQ(exportedJson("coco-results"), json::parse(results));
    EXPECT_EQ(exportedJson("coco")["annotations"].size(), 1U);
}

TEST_F(Coco, resultsHoldOneCaptionOfAClipAndSayWhatTheyLeaveOut)
{
    perform("coco", kCorpus);
    EXPECT_EQ(exportedJson("coco-results").size(), 2U);
    EXPECT_EQ(lost.at("captions"), 1U);
}

TEST_F(Coco, captionsAreReadByClipWithoutAProject)
{
    ASSERT_TRUE(writeFileAtomically(folder / "gt.json", kCorpus));
    const auto clips = formats::readCaptions(folder / "gt.json");
    ASSERT_TRUE(clips);
    ASSERT_EQ(clips->size(), 2U);
    EXPECT_EQ((*clips)[0].id, "1");
    EXPECT_EQ((*clips)[0].captions.size(), 2U);
    EXPECT_EQ((*clips)[1].id, "two");
    EXPECT_EQ(formats::readCaptions(folder / "absent.json").error().error.code, ErrorCode::FileNotFound);
}

} // namespace
