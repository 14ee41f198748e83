// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/formats/corpus_fixture.h"

using namespace descant;
using namespace descant::test;

namespace {

using Tables = CorpusTest;

const std::string kHeader = "video,segment_id,start,end,caption,status,start_s,end_s,split,mood\n";

TEST_F(Tables, furtherColumnsAndLinesInACellAreKept)
{
    perform(
        "csv",
        kHeader
            + "v.mp4,s1,00:00:01.000,00:00:02.500,\"two\nlines, \"\"quoted\"\"\",flagged,1.0000004,2.5,test,calm\n");
    const project::Segment& segment = *document.segment("s1");
    EXPECT_EQ(segment.text, "two\nlines, \"quoted\"");
    EXPECT_EQ(segment.status, project::SegmentStatus::Flagged);
    EXPECT_EQ(segment.split, "test");
    formats::ExportOptions all;
    all.statuses.insert(project::SegmentStatus::Flagged);
    const std::string text = exported("csv", all);
    EXPECT_NE(text.find(",mood\n"), std::string::npos);
    EXPECT_NE(text.find(",calm\n"), std::string::npos);
}

TEST_F(Tables, aTimeCodeThatAPersonChangedWinsOverTheSeconds)
{
    perform("csv", kHeader + "v.mp4,s1,00:00:03.000,00:00:04,a,,1.0,4.000123,,\n");
    EXPECT_EQ(document.segment("s1")->range, (TimeRange{MediaTime{3'000'000}, MediaTime{4'000'123}}));
}

TEST_F(Tables, whatWasEditedInASpreadsheetComesBackIntoItsSegments)
{
    perform("msrvtt", R"({"videos":[{"video_id":"video0","start time":0,"end time":5,"mood":"calm"}],
        "sentences":[{"sen_id":7,"video_id":"video0","caption":"a tram"},{"video_id":"video0","caption":"rain"}]})");
    std::string table = exported("csv");
    const auto at = table.find("a tram");
    ASSERT_NE(at, std::string::npos);
    table.replace(at, 6, "a yellow tram");
    const auto once = perform("csv", table);
    EXPECT_EQ(once.changed, 1U);
    EXPECT_EQ(once.added, 0U);
    EXPECT_EQ(document.segmentCount(), 2U);
    EXPECT_EQ(perform("csv", table).changed, 0U);
    const std::string back = exported("msrvtt");
    EXPECT_NE(back.find("a yellow tram"), std::string::npos);
    EXPECT_NE(back.find("calm"), std::string::npos); // what MSR-VTT keeps is not lost on the way
}

TEST_F(Tables, spreadsheetsSeeNoFormulasAndAnImportTakesTheMarksBack)
{
    perform("tsv", "video\tcaption\n-v.mp4\t=1+1\nw.mp4\t'quoted\nx.mp4\t@home\n");
    formats::ExportOptions safe;
    safe.cells = formats::TableCells::SpreadsheetSafe;
    const std::string text = exported("csv", safe);
    EXPECT_EQ(text.compare(0, 3, "\xef\xbb\xbf"), 0);
    EXPECT_NE(text.find(",'=1+1,"), std::string::npos);
    EXPECT_NE(text.find("'-v.mp4,"), std::string::npos);
    document = {};
    perform("csv", text);
    EXPECT_EQ(texts(), (std::vector<std::string>{"=1+1", "'quoted", "@home"}));
    EXPECT_EQ(document.media().front()->name, "-v.mp4");
}

TEST_F(Tables, whatIsMalformedIsRefusedWithItsLine)
{
    const auto row = [](const std::string& cells) { return kHeader + "v.mp4,s1,1,2,good,,,,,\n" + cells + "\n"; };
    expectRefused("csv",
                  {{"no caption", "video\nv.mp4\n", 1},
                   {"no video", row(",s2,1,2,a,,,,,"), 3},
                   {"a segment twice", row("v.mp4,s1,1,2,b,,,,,"), 3},
                   {"end before start", row("v.mp4,s2,2,1,a,,,,,"), 3},
                   {"negative", row("v.mp4,s2,-2,1,a,,,,,"), 3},
                   {"NaN", row("v.mp4,s2,nan,1,a,,,,,"), 3},
                   {"half a range", row("v.mp4,s2,1,,a,,,,,"), 3},
                   {"a status", row("v.mp4,s2,1,2,a,great,,,,"), 3},
                   {"a split", row("v.mp4,s2,1,2,a,,,,both,"), 3},
                   {"seconds over 59", row("v.mp4,s2,00:00:61.0,00:02:00.0,a,,,,,"), 3},
                   {"absolute", row("/etc/passwd,s2,1,2,a,,,,,"), 3}});
}

using Clotho = CorpusTest;

TEST_F(Clotho, aCorpusComesInAndGoesOutTheSame)
{
    const std::string text =
        "file_name,caption_1,caption_2,caption_3,caption_4,caption_5\n"
        "rain on [tin] caf\u00e9.wav,Rain hits a tin roof,Heavy rain falls,Water drums,A storm,\"Rain, rain\"\n";
    EXPECT_EQ(perform("clotho", text).added, 5U);
    EXPECT_EQ(exported("clotho"), text);
    EXPECT_EQ(plan("clotho", text)->skipped, 5U);
    expectRefused("clotho",
                  {{"a file twice", "file_name,caption_1\na.wav,x\na.wav,y\n", 3},
                   {"no name", "file_name,caption_1\n,x\n", 2},
                   {"upwards", "file_name,caption_1\n../a.wav,x\n", 2}});
}

} // namespace
