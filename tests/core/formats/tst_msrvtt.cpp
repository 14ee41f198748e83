// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/edits.h"
#include "tests/core/formats/msrvtt_fixture.h"
#include "tests/core/project/sample_document.h"

#include <algorithm>
#include <random>

using namespace descant;
using namespace descant::formats;
using namespace descant::test;
using nlohmann::json;

namespace {

TEST_F(MsrvttTest, aCorpusComesInAndGoesOutTheSame)
{
    const std::string text = R"({"info":{"year":"2026","mine":1},"about":[1,{"x":null}],"videos":[
        {"id":0,"video_id":"video0","category":9,"url":"u","start time":12.5,"end time":24.0,"split":"train","fps":25},
        {"id":1,"video_id":"video1","category":13,"url":"v","start time":0.001,"end time":7.123456,"split":"test"}],
        "sentences":[{"sen_id":0,"video_id":"video0","caption":"a tram"},
        {"sen_id":1,"video_id":"video0","caption":"a red tram","worker":"w7"},{"sen_id":2,"video_id":"video1","caption":"a cow"}]})";
    const ImportPlan plan = perform(text);
    EXPECT_EQ(plan.added, 3U);
    EXPECT_EQ(plan.problems.size(), 2U); // both files are missing
    EXPECT_EQ(document.mediaCount(), 2U);
    EXPECT_EQ(exported(), json::parse(text));
}

TEST_F(MsrvttTest, numbersMayBeTexts)
{
    perform(corpus(
        R"({"id":"0","video_id":"video0","category":"9","url":"u","start time":"1.5","end time":"2","split":"train"})",
        kSentence));
    EXPECT_EQ(document.segmentsOf(document.media()[0]->id)[0]->range,
              (TimeRange{MediaTime{1'500'000}, MediaTime{2'000'000}}));
}

TEST_F(MsrvttTest, importingTwiceAddsNothing)
{
    perform(corpus(kVideo, kSentence));
    const auto again = import(corpus(kVideo, kSentence));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->added, 0U);
    EXPECT_EQ(again->skipped, 1U);
    EXPECT_TRUE(again->step.changes.empty());
}

struct Malformed {
    const char* name;
    std::string text;
    std::size_t line;
};

std::string videoWith(const std::string& from, const std::string& to)
{
    std::string video = kVideo;
    return corpus(video.replace(video.find(from), from.size(), to), kSentence);
}

TEST_F(MsrvttTest, whatIsMalformedIsRefusedWithItsLine)
{
    const std::vector<Malformed> cases{
        {"not JSON", "WEBVTT", 1},
        {"cut off", "{\"videos\":[\n", 2},
        {"no arrays", R"({"videos":{},"sentences":3})", 1},
        {"an array", "[]", 1},
        {"NaN", videoWith("12.5", "NaN"), 3},
        {"too large", videoWith("24.0", "1e999"), 3},
        {"text NaN", videoWith("12.5", "\"nan\""), 3},
        {"end before start", videoWith("24.0", "2.0"), 3},
        {"negative", videoWith("12.5", "-1"), 3},
        {"wrong type", videoWith("12.5", "[]"), 3},
        {"category", videoWith("\"category\":9", "\"category\":20"), 3},
        {"half a category", videoWith("\"category\":9", "\"category\":1.5"), 3},
        {"split", videoWith("\"train\"", "\"everything\""), 3},
        {"upwards", videoWith("\"video0\"", "\"../video0\""), 3},
        {"absolute", videoWith("\"video0\"", "\"/etc/passwd\""), 3},
        {"no url", videoWith("\"https://example.org/w?v=A\"", "null"), 3},
        {"a number for a url", videoWith("\"https://example.org/w?v=A\"", "5"), 3},
        {"a list for an id", videoWith("\"id\":0", "\"id\":[1]"), 3},
        {"half an id", videoWith("\"id\":0", "\"id\":1.5"), 3},
        {"no id", videoWith("\"id\":0", "\"id\":null"), 3},
        {"an object for a sen_id", corpus(kVideo, R"({"sen_id":{"a":1},"video_id":"video0","caption":"x"})"), 5},
        {"a list for info", "{\"info\":[],\"videos\":[\n" + kVideo + "],\"sentences\":[" + kSentence + "]}", 1},
        {"a comma in a number", videoWith("12.5", "\"1,5\""), 3},
        {"a hexadecimal number", videoWith("12.5", "\"0x10\""), 3},
        {"a blank before a number", videoWith("12.5", "\" 1\""), 3},
        {"shorter than a microsecond", videoWith("24.0", "12.5000001"), 3},
        {"duplicate key", videoWith("\"category\":9", "\"category\":9,\"category\":8"), 3},
        {"duplicate video",
         corpus(kVideo + ",\n"
                    + R"({"id":1,"video_id":"video0","category":1,"start time":1,"end time":2,"split":"test"})",
                kSentence),
         4},
        {"duplicate id",
         corpus(kVideo + ",\n"
                    + R"({"id":0,"video_id":"video1","category":1,"start time":1,"end time":2,"split":"test"})",
                kSentence),
         4},
        {"duplicate sen_id", corpus(kVideo, kSentence + ",\n" + kSentence), 6},
        {"undeclared", corpus(kVideo, R"({"sen_id":0,"video_id":"video7","caption":"x"})"), 5},
        {"caption", corpus(kVideo, R"({"sen_id":0,"video_id":"video0","caption":7})"), 5},
        {"not UTF-8", corpus(kVideo, "{\"sen_id\":0,\"video_id\":\"video0\",\"caption\":\"\xc3\"}"), 5},
        {"deep", std::string(100'000, '['), 1},
    };
    for (const Malformed& wrong : cases) {
        const auto plan = import(wrong.text);
        ASSERT_FALSE(plan) << wrong.name;
        EXPECT_EQ(plan.error().error.code, ErrorCode::FormatInvalid) << wrong.name;
        ASSERT_FALSE(plan.error().problems.empty()) << wrong.name;
        EXPECT_EQ(plan.error().problems.front().line, wrong.line)
            << wrong.name << ": " << plan.error().problems.front().message;
    }
}

TEST_F(MsrvttTest, anyBytesAreReadOrRefused)
{
    const std::string good = corpus(kVideo, kSentence);
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
        std::string bad = good;
        for (int change = 0; change < 3; ++change)
            bad[random() % bad.size()] = static_cast<char>(random());
        if (const auto plan = import(bad)) {
            EXPECT_TRUE(document.apply(plan->step)) << bad;
        }
        document = {};
    }
}

TEST_F(MsrvttTest, onlyHumanTextOfTheChosenStatusAndSplitGoesOut)
{
    using namespace project;
    const auto apply = [&](const Result<Step>& step) { ASSERT_TRUE(step && document.apply(*step)); };
    apply(addMedia(document, {test::sampleMedium("a.mp4")}));
    const std::string medium = document.media()[0]->id;
    for (int i = 0; i < 3; ++i) {
        apply(addSegment(document, medium, {MediaTime{i * 1'000'000}, MediaTime{(i + 1) * 1'000'000}}));
        apply(storeProposals(document, document.segmentsOf(medium)[static_cast<std::size_t>(i)]->id,
                             {test::sampleProposal("model")}));
    }
    EXPECT_EQ(exportMsrvtt(document, folder / "out.json").error().code, ErrorCode::NothingToExport);
    apply(setText(document, document.segmentsOf(medium)[0]->id, "line\none  two "));
    apply(acceptSegment(document, document.segmentsOf(medium)[0]->id));
    apply(setText(document, document.segmentsOf(medium)[1]->id, "still a draft"));
    const json out = exported();
    ASSERT_EQ(out["sentences"].size(), 1U);
    EXPECT_EQ(out["sentences"][0]["caption"], "line one two");
    EXPECT_EQ(out["videos"][0]["video_id"], "video0");
    ExportOptions options;
    options.statuses = {SegmentStatus::Draft};
    EXPECT_EQ(exported(options)["sentences"].size(), 1U);
    options.modelText = ModelText::WhereNothingElse;
    EXPECT_EQ(exported(options)["sentences"].size(), 2U);
    options.split = "test";
    EXPECT_FALSE(exportMsrvtt(document, folder / "out.json", options));
}

TEST_F(MsrvttTest, aProjectIsNotOverwrittenByAnExport)
{
    perform(corpus(kVideo, kSentence));
    const std::string database = std::string("SQLite format 3\0", 16) + std::string(100, 'x');
    ASSERT_TRUE(writeFileAtomically(folder / "closed.descant", database));
    ASSERT_TRUE(writeFileAtomically(folder / "open.descant", {}));
    ASSERT_TRUE(writeFileAtomically(folder / "open.descant-wal", {}));
    std::filesystem::create_symlink(folder / "closed.descant", folder / "link.json");
    for (const char* name : {"closed.descant", "open.descant", "link.json"}) {
        const auto report = exportMsrvtt(document, folder / name);
        ASSERT_FALSE(report) << name;
        EXPECT_EQ(report.error().code, ErrorCode::ProjectExists) << name;
    }
    EXPECT_EQ(*readFile(folder / "closed.descant", 1000), database);
    ASSERT_TRUE(writeFileAtomically(folder / "old.json", "{}"));
    EXPECT_TRUE(exportMsrvtt(document, folder / "old.json"));
}

/// What MSR-VTT can hold of a document, as lines in order.
std::vector<std::string> content(const project::Document& document)
{
    std::vector<std::string> lines;
    for (const project::Medium* medium : document.media()) {
        for (const project::Segment* s : document.segmentsOf(medium->id))
            lines.push_back(medium->name + " " + std::to_string(s->range.start.count()) + " "
                            + std::to_string(s->range.end.count()) + " " + s->split + " " + s->text);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

TEST_F(MsrvttTest, randomProjectsComeBackFromTheirExport)
{
    using namespace project;
    std::mt19937 random(42);
    for (int round = 0; round < 30; ++round) {
        document = {};
        for (const char* name : {"a.mp4", "b.mkv"}) {
            ASSERT_TRUE(document.apply(*addMedia(document, {test::sampleMedium(name)})));
            const std::string medium = document.media().back()->id;
            for (int i = 0; i < 20; ++i) {
                Segment segment;
                segment.id = name + std::to_string(i);
                segment.mediumId = medium;
                segment.range.start = MediaTime{static_cast<std::int64_t>(random() % (i % 3 ? 3'000'000'000U : 3U))};
                segment.range.end =
                    segment.range.start + MediaTime{1 + static_cast<std::int64_t>(random() % 9'999'999)};
                segment.text = "caption \"\xe2\x9c\x93\" " + std::to_string(random() % 50);
                segment.status = SegmentStatus::Accepted;
                segment.split = random() % 2 ? "train" : "test";
                ASSERT_TRUE(document.apply({"s", "n", "t", {}, {}, {}, {{std::nullopt, Entity(segment)}}}));
            }
        }
        const json first = exported();
        const auto expected = content(document);
        document = {};
        perform(first.dump());
        EXPECT_EQ(content(document), expected);
    }
}

TEST_F(MsrvttTest, whatTheFileChangedChangesHereUnlessSomebodyHereDid)
{
    const std::string other = R"({"sen_id":1,"video_id":"video0","caption":"rain falls on a tram"})";
    perform(corpus(kVideo, kSentence + ",\n" + other));
    const auto changed = [&](const std::string& first, const std::string& second) {
        return corpus(kVideo,
                      R"({"sen_id":0,"video_id":"video0","caption":")" + first
                          + R"("},{"sen_id":1,"video_id":"video0","caption":")" + second + "\"}");
    };
    const auto once = perform(changed("a bus crosses a square", "rain falls on a tram"));
    EXPECT_EQ(once.changed, 1U);
    EXPECT_EQ(once.skipped, 1U);
    EXPECT_EQ(document.segmentCount(), 2U);
    const auto* medium = document.media()[0];
    for (const auto* segment : document.segmentsOf(medium->id)) {
        if (segment->text == "rain falls on a tram")
            ASSERT_TRUE(document.apply(*project::setText(document, segment->id, "it pours")));
    }
    const auto twice = perform(changed("a bus crosses a square", "hail falls on a tram"));
    EXPECT_EQ(twice.changed, 0U);
    EXPECT_EQ(twice.skipped, 2U);
    EXPECT_TRUE(std::any_of(twice.problems.begin(), twice.problems.end(), [](const auto& problem) {
        return problem.message.find("the project's was kept") != std::string::npos;
    }));
}

TEST_F(MsrvttTest, onlyTheListedVideosAreTakenAndTheSplitIsForThoseWithout)
{
    const std::string second = R"({"id":1,"video_id":"video1","category":1,"url":"","start time":0,"end time":5})";
    const std::string spoken = R"({"sen_id":1,"video_id":"video1","caption":"a child stacks cups"})";
    ASSERT_TRUE(writeFileAtomically(folder / "in.json",
                                    "{\"sentences\":[" + spoken + "," + kSentence + "],\"videos\":[" + kVideo + ","
                                        + second + "]}"));
    formats::ImportOptions options;
    options.ids = {"video1"};
    options.split = "validate";
    const auto plan = formats::importCorpus(document, "msrvtt", folder / "in.json", options);
    ASSERT_TRUE(plan) << describe(plan.error().error);
    EXPECT_EQ(plan->added, 1U);
    ASSERT_TRUE(document.apply(plan->step));
    ASSERT_EQ(document.mediaCount(), 1U);
    EXPECT_EQ(document.segmentsOf(document.media()[0]->id)[0]->split, "validate");
}

TEST_F(MsrvttTest, whatIsNoJsonIsSaidInPlainWords)
{
    for (const char* text : {"{\"videos\":[NaN]", "{\"videos\":[1e999]}", "", "{\"videos\":[],\"sentences\":["}) {
        const auto plan = import(text);
        ASSERT_FALSE(plan);
        EXPECT_EQ(plan.error().problems[0].message.find("exception"), std::string::npos)
            << plan.error().problems[0].message;
    }
    EXPECT_TRUE(import("{\"videos\":[],\"sentences\":[]}"));
}

} // namespace
