// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/formats/corpus_fixture.h"

using namespace descant;
using namespace descant::test;
using nlohmann::json;

namespace {

using Vatex = CorpusTest;

const std::string kEntry = R"([{"videoID":"Ab_cdEF-123_000034_000044","enCap":["a child stacks tin cups","cups"],)"
                           R"("chCap":["一个孩子在叠锡杯"],"note":{"x":1}},
{"videoID":"-b_cdEF-123_000000_000010","enCap":["a dog"]}])";

TEST_F(Vatex, aCorpusComesInAndGoesOutTheSame)
{
    const formats::ImportPlan plan = perform("vatex", kEntry);
    EXPECT_EQ(plan.added, 4U);
    EXPECT_EQ(document.mediaCount(), 2U);
    const project::Medium* medium = document.media().front();
    EXPECT_EQ(medium->name, "Ab_cdEF-123_000034_000044.mp4");
    EXPECT_EQ(document.segmentsOf(medium->id).front()->range, (TimeRange{MediaTime{0}, std::chrono::seconds(10)}));
    EXPECT_EQ(exportedJson("vatex"), json::parse(kEntry));
    EXPECT_TRUE(lost.empty());
}

TEST_F(Vatex, aByteOrderMarkAndLineEndsOfWindowsAreRead)
{
    EXPECT_EQ(perform("vatex", "\xef\xbb\xbf[\r\n{\"videoID\":\"x\",\"enCap\":[\"a\"]}\r\n]\r\n").added, 1U);
}

TEST_F(Vatex, aFileWithoutCaptionsDeclaresItsVideos)
{
    const formats::ImportPlan plan = perform("vatex", R"([{"videoID":"Ab_cdEF-123_000034_000044"}])");
    EXPECT_EQ(plan.added, 0U);
    EXPECT_EQ(document.mediaCount(), 1U);
}

TEST_F(Vatex, onlyTheListedIdsAreTaken)
{
    formats::ImportOptions options;
    options.ids = std::set<std::string>{"-b_cdEF-123_000000_000010"};
    EXPECT_EQ(perform("vatex", kEntry, options).added, 1U);
    EXPECT_EQ(texts(), std::vector<std::string>{"a dog"});
    EXPECT_EQ(document.mediaCount(), 1U);
}

TEST_F(Vatex, aReimportSkipsWhatIsThereAndChangesWhatTheFileChanged)
{
    perform("vatex", R"([{"videoID":"v","enCap":["a cat","a dog"]}])");
    EXPECT_EQ(plan("vatex", R"([{"videoID":"v","enCap":["a cat","a dog"]}])")->skipped, 2U);
    const formats::ImportPlan again = perform("vatex", R"([{"videoID":"v","enCap":["a cat","a red dog","new"]}])");
    EXPECT_EQ(again.added, 1U);
    EXPECT_EQ(again.changed, 1U);
    EXPECT_EQ(again.skipped, 1U);
    EXPECT_EQ(texts(), (std::vector<std::string>{"a cat", "a red dog", "new"}));
}

TEST_F(Vatex, whatAPersonChangedHereIsKept)
{
    perform("vatex", R"([{"videoID":"v","enCap":["a cat"]}])");
    const project::Segment before = *document.segmentsOf(document.media()[0]->id)[0];
    project::Segment after = before;
    after.text = "a grey cat";
    ASSERT_TRUE(document.apply({"s", "", "", "", "", "", {{project::Entity(before), project::Entity(after)}}}));
    const auto again = plan("vatex", R"([{"videoID":"v","enCap":["a white cat"]}])");
    EXPECT_EQ(again->skipped, 1U);
    EXPECT_TRUE(again->step.changes.empty());
    EXPECT_NE(again->problems.back().message.find("changed in the project and in the file"), std::string::npos);
    EXPECT_EQ(plan("vatex", R"([{"videoID":"v","enCap":["a cat"]}])")->skipped, 1U);
}

TEST_F(Vatex, whatIsMalformedIsRefusedWithItsLine)
{
    expectRefused("vatex",
                  {{"an object", "{}", 1},
                   {"nothing", "", 1},
                   {"cut off", "[\n{\"videoID\":\"v\"", 2},
                   {"a number among the entries", "[\n1]", 2},
                   {"no id", "[\n\n{\"enCap\":[\"a\"]}]", 3},
                   {"a text for an array", "[{\"videoID\":\"v\",\"enCap\":\"a\"}]", 1},
                   {"a number for a caption", "[{\"videoID\":\"v\",\n\"enCap\":[1]}]", 1},
                   {"twice", "[{\"videoID\":\"v\",\"enCap\":[\"a\"]},\n{\"videoID\":\"v\",\"enCap\":[\"b\"]}]", 2},
                   {"a key twice", "[{\"videoID\":\"v\",\n\"videoID\":\"v\"}]", 2},
                   {"NaN", "[{\"videoID\":\"v\",\n\"x\":NaN}]", 2},
                   {"upwards", "[{\"videoID\":\"../v\",\"enCap\":[\"a\"]}]", 1},
                   {"end before start", "[{\"videoID\":\"Ab_cdEF-123_000034_000024\",\"enCap\":[\"a\"]}]", 1},
                   {"not UTF-8", "[\n{\"videoID\":\"v\",\"enCap\":[\"\xc3\"]}]", 2},
                   {"deep", std::string(100'000, '['), 1}});
}

} // namespace
