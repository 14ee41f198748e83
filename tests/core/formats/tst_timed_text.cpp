// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/formats/corpus_fixture.h"

using namespace descant;
using namespace descant::test;
using std::chrono::milliseconds;

namespace {

class TimedText : public CorpusTest {
protected:
    /// The one file that an export of the format writes.
    std::string exportedFile(const std::string& format, const std::string& file)
    {
        const auto report = formats::exportCorpus(document, format, folder / "out");
        EXPECT_TRUE(report) << (report ? "" : describe(report.error()));
        return report ? *readFile(folder / ("out/" + file), 1 << 20) : std::string();
    }

    const project::Segment& segment(std::size_t index) const
    {
        return *document.segmentsOf(document.media().front()->id)[index];
    }
};

const std::string kVtt =
    "WEBVTT - harbour descriptions\nKind: descriptions\nLanguage: en\nX-Mine: 1\n\nSTYLE\n::cue { color: red }\n\n"
    "NOTE invented example\n\nd1\n00:00:12.480 --> 00:00:15.200\nMara coils a wet rope on the quay.\n\n"
    "d2\n00:00:21.000 --> 00:00:23.500 line:10% align:center\n<v Describer>A sign reads: Pier Four &amp; Sons.\n";

TEST_F(TimedText, webVttComesInAndGoesOutTheSame)
{
    EXPECT_EQ(perform("vtt", kVtt).added, 2U);
    EXPECT_EQ(document.media().front()->name, "in.mp4");
    EXPECT_EQ(segment(0).range, (TimeRange{milliseconds(12'480), milliseconds(15'200)}));
    EXPECT_EQ(segment(1).text, "A sign reads: Pier Four & Sons.");
    EXPECT_EQ(exportedFile("vtt", "in.vtt"), kVtt);
    EXPECT_EQ(plan("vtt", kVtt)->skipped, 2U);
}

TEST_F(TimedText, aMovedCueIsAChange)
{
    perform("vtt", kVtt);
    std::string moved = kVtt;
    moved.replace(moved.find("00:00:15.200"), 12, "00:00:16.000");
    EXPECT_EQ(perform("vtt", moved).changed, 1U);
    EXPECT_EQ(segment(0).range.end, milliseconds(16'000));
    EXPECT_EQ(document.segmentCount(), 2U);
}

TEST_F(TimedText, webVttHasShortTimesLineEndsOfAllKindsAndLanguages)
{
    perform("vtt",
            "\xef\xbb\xbfWEBVTT\rLanguage: de\r\n\r\n00:01.000 --> 00:02.000\r\n<lang pt>Um &lt;mar&gt;</lang>\r\n"
            "00:03.000 --> 100:00:00.000\r\nzwei\r\nZeilen");
    EXPECT_EQ(segment(0).text, "Um <mar>");
    EXPECT_EQ(segment(0).language, "pt");
    EXPECT_EQ(segment(1).text, "zwei\nZeilen");
    EXPECT_EQ(segment(1).range.end, std::chrono::hours(100));
}

TEST_F(TimedText, malformedWebVttIsRefusedWithItsLine)
{
    const auto cue = [](const std::string& text) { return "WEBVTT\n\n" + text; };
    expectRefused("vtt",
                  {{"not WebVTT", "00:01.000 --> 00:02.000\na\n", 1},
                   {"another word", "WEBVTTX\n", 1},
                   {"a comma", cue("00:00:01,000 --> 00:00:02,000\na\n"), 3},
                   {"two digits", cue("00:01.00 --> 00:02.00\na\n"), 3},
                   {"end before start", cue("00:03.000 --> 00:02.000\na\n"), 3},
                   {"a minute of 60", cue("60:00.000 --> 61:02.000\na\n"), 3},
                   {"an id twice", cue("x\n00:01.000 --> 00:02.000\na\n\nx\n00:03.000 --> 00:04.000\nb\n"), 8},
                   {"text without times", cue("00:01.000 --> 00:02.000\na\n\nb\n"), 6},
                   {"not UTF-8", cue("00:01.000 --> 00:02.000\ncaf\xe9\n"), 3}});
}

const std::string kSrt =
    "1\r\n00:00:12,480 --> 00:00:15,200\r\nMara <i>coils</i> a rope\r\non the quay & away.\r\n\r\n";

TEST_F(TimedText, subRipComesInAndGoesOutTheSame)
{
    EXPECT_EQ(perform("srt", kSrt).added, 1U);
    EXPECT_EQ(segment(0).text, "Mara coils a rope\non the quay & away.");
    EXPECT_EQ(exportedFile("srt", "in.srt"), kSrt);
    EXPECT_EQ(plan("srt", kSrt)->skipped, 1U);
}

TEST_F(TimedText, subRipIsReadLeniently)
{
    const formats::ImportPlan plan =
        perform("srt",
                "\xef\xbb\xbf\n\n7\n0:00:05.5 --> 0:00:06.25 X1:1 X2:2 Y1:3 Y2:4\n{\\an8}late\n\n\n\n"
                "00:00:01,000 --> 00:00:02,000\nno counter\n3\n00:00:03,000 --> 00:00:03,000\nno "
                "length\n\n4\n00:00:04,000 --> 00:00:05,000\n\n");
    EXPECT_EQ(texts(), (std::vector<std::string>{"no counter", "no length", "late"}));
    EXPECT_EQ(segment(2).range, (TimeRange{milliseconds(5500), milliseconds(6250)}));
    EXPECT_EQ(plan.problems.size(), 3U); // no length, no text, no file
}

TEST_F(TimedText, malformedSubRipIsRefusedWithItsLine)
{
    expectRefused("srt",
                  {{"nothing", "", 1},
                   {"no times", "1\nhello\n", 2},
                   {"half a time", "1\n00:00:01,000 --> \na\n", 2},
                   {"end before start", "1\n00:00:03,000 --> 00:00:02,000\na\n", 2},
                   {"two encodings", "1\n00:00:01,000 --> 00:00:02,000\ncaf\xe9 \n\xc3\xa9t\xc3\xa9\n", 3},
                   {"no encoding", "1\n00:00:01,000 --> 00:00:02,000\n\x81\n", 3},
                   {"half UTF-16", "\xff\xfe\x31", 1},
                   {"a lone half of a character", std::string("\xff\xfe\x00\xd8\x31\x00", 6), 1}});
}

TEST_F(TimedText, subRipMayBeOlderThanUtf8)
{
    const std::string cue = "1\n00:00:01,000 --> 00:00:02,000\n";
    const formats::ImportPlan old = perform("srt",
                                            cue
                                                + "caf\xe9 \x93"
                                                  "noir\x94\n");
    EXPECT_EQ(texts(), std::vector<std::string>{"caf\u00e9 \u201cnoir\u201d"});
    EXPECT_EQ(old.problems.front().line, 3U);
    for (const bool littleEnd : {true, false}) {
        document = {};
        std::string wide = littleEnd ? "\xff\xfe" : "\xfe\xff";
        const auto add = [&](char high, char low) { (wide += littleEnd ? low : high) += littleEnd ? high : low; };
        for (const char c : cue + "caf")
            add('\0', c);
        add('\0', '\xe9');
        EXPECT_EQ(perform("srt", wide).added, 1U);
        EXPECT_EQ(texts(), std::vector<std::string>{"caf\u00e9"});
        EXPECT_EQ(formats::detectFormat(folder / "in.txt"), "srt");
    }
}

} // namespace
