// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/formats/corpus_fixture.h"

#include "core/base/identifier.h"
#include "tests/core/project/sample_document.h"

using namespace descant;
using namespace descant::test;
using std::chrono::milliseconds;

namespace {

const std::string kBegin =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<ANNOTATION_DOCUMENT AUTHOR=\"ann\" DATE=\"2026-01-05T10:00:00+00:00\" FORMAT=\"3.0\" VERSION=\"3.0\">\n"
    "<HEADER MEDIA_FILE=\"\" TIME_UNITS=\"milliseconds\">\n"
    "<MEDIA_DESCRIPTOR MEDIA_URL=\"file:///data/pier%20four.mkv\" MIME_TYPE=\"video/x-matroska\"/>\n"
    "</HEADER>\n";
const std::string kTypes =
    "<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID=\"seg\" TIME_ALIGNABLE=\"true\" GRAPHIC_REFERENCES=\"false\"/>\n"
    "<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID=\"assoc\" TIME_ALIGNABLE=\"false\" CONSTRAINTS=\"Symbolic_Association\"/>\n";

std::string aligned(const std::string& id, const std::string& from, const std::string& to, const std::string& text,
                    const std::string& more = {})
{
    return "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"" + id + "\" TIME_SLOT_REF1=\"" + from
        + "\" TIME_SLOT_REF2=\"" + to + "\"" + more + "><ANNOTATION_VALUE>" + text
        + "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>\n";
}

std::string tier(const std::string& id, const std::string& annotations, const std::string& more = {})
{
    return "<TIER TIER_ID=\"" + id + "\" LINGUISTIC_TYPE_REF=\"seg\"" + more + ">\n" + annotations + "</TIER>\n";
}

std::string slots(const std::vector<int>& times)
{
    std::string text = "<TIME_ORDER>\n";
    for (std::size_t i = 0; i < times.size(); ++i) {
        const std::string value = times[i] < 0 ? "" : " TIME_VALUE=\"" + std::to_string(times[i]) + "\"";
        text += "<TIME_SLOT TIME_SLOT_ID=\"ts" + std::to_string(i + 1) + "\"" + value + "/>\n";
    }
    return text + "</TIME_ORDER>\n";
}

std::string elan(const std::string& order, const std::string& tiers, const std::string& more = {})
{
    return kBegin + order + tiers + kTypes + more + "</ANNOTATION_DOCUMENT>\n";
}

const std::string kNote =
    "<TIER TIER_ID=\"note\" PARENT_REF=\"action\" LINGUISTIC_TYPE_REF=\"assoc\">\n"
    "<ANNOTATION><REF_ANNOTATION ANNOTATION_ID=\"a9\" ANNOTATION_REF=\"a1\"><ANNOTATION_VALUE>unsure</ANNOTATION_VALUE>"
    "</REF_ANNOTATION></ANNOTATION>\n</TIER>\n";

class Eaf : public CorpusTest {
protected:
    std::string written()
    {
        formats::ExportOptions options;
        options.statuses.insert(project::SegmentStatus::Draft);
        const auto report = formats::exportCorpus(document, "eaf", folder / "out", options);
        EXPECT_TRUE(report) << (report ? "" : describe(report.error()));
        if (!report)
            return {};
        lost.clear();
        for (const formats::Loss& loss : report->counted)
            lost[loss.what] = loss.count;
        return *readFile(report->files.front(), 1 << 20);
    }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(Eaf, annotationsOnTheTimeLineBecomeSegmentsOnTiers)
{
    EXPECT_EQ(perform("eaf",
                      elan(slots({12480, 15200, 0, 900}),
                           tier("action", aligned("a1", "ts1", "ts2", "Mara coils &lt;a&gt; rope &amp; waits"),
                                " LANG_REF=\"deu\"")
                               + tier("sound", aligned("a2", "ts3", "ts4", "wind\nand sea"))))
                  .added,
              2U);
    EXPECT_EQ(segment(1).range, (TimeRange{milliseconds(12'480), milliseconds(15'200)}));
    EXPECT_EQ(segment(1).text, "Mara coils <a> rope & waits");
    EXPECT_EQ(segment(1).tier, "action");
    EXPECT_EQ(segment(1).language, "de");
    EXPECT_EQ(segment(0).text, "wind\nand sea");
    EXPECT_EQ(segment(0).language, "en");
    EXPECT_EQ(document.media().front()->name, "pier four.mkv");
}

TEST_F(Eaf, whatIsNotASegmentGoesOutAgain)
{
    const std::string more =
        "<LOCALE LANGUAGE_CODE=\"en\"/>\n<LANGUAGE LANG_ID=\"und\"/>\n"
        "<CONSTRAINT STEREOTYPE=\"Symbolic_Association\" DESCRIPTION=\"one for each\"/>\n"
        "<CONTROLLED_VOCABULARY CV_ID=\"weather\"><CV_ENTRY_ML CVE_ID=\"w1\"><CVE_VALUE LANG_REF=\"und\">rain"
        "</CVE_VALUE></CV_ENTRY_ML></CONTROLLED_VOCABULARY>\n<MINE at=\"1\"><deep>x</deep></MINE>\n";
    const std::string in = elan(
        slots({0, 900}),
        tier("action", aligned("a1", "ts1", "ts2", "rain", " CVE_REF=\"w1\" EXT_REF=\"er1\""), " PARTICIPANT=\"P\"")
            + kNote,
        more);
    perform("eaf", in);
    const std::string out = written();
    for (const char* part : {"PARTICIPANT=\"P\"", "CVE_REF=\"w1\"", "EXT_REF=\"er1\"", "unsure", "ANNOTATION_ID=\"a1\"",
                             "CV_ID=\"weather\"", "one for each", "<deep>x</deep>", "LANGUAGE_CODE=\"en\"",
                             "AUTHOR=\"ann\"", "pier%20four.mkv"})
        EXPECT_TRUE(has(out, part)) << part << "\n" << out;
    EXPECT_EQ(lost["members"], 0U);
    EXPECT_EQ(plan("eaf", in)->skipped, 1U);
    EXPECT_EQ(plan("eaf", out)->skipped, 1U);
}

TEST_F(Eaf, whatHangsOnARemovedSegmentIsLostAndCounted)
{
    perform("eaf",
            elan(slots({0, 900, 2000}),
                 tier("action", aligned("a1", "ts1", "ts2", "rain") + aligned("a2", "ts2", "ts3", "sun")) + kNote));
    ASSERT_TRUE(
        document.apply({newIdentifier(), "Remove", "", "", "", "", {{project::Entity(segment(0)), std::nullopt}}}));
    EXPECT_FALSE(has(written(), "unsure"));
    EXPECT_EQ(lost["members"], 1U);
}

TEST_F(Eaf, annotationsThatOverlapGoOnMoreTiersAndComeBackToOne)
{
    perform("eaf",
            elan(slots({0, 900, 500, 2000}),
                 tier("action", aligned("a1", "ts1", "ts2", "rain"))
                     + tier("action@2", aligned("a2", "ts3", "ts4", "sun"))));
    EXPECT_EQ(segment(0).tier, "action");
    EXPECT_EQ(segment(1).tier, "action");
    change(1, [](project::Segment& one) { one.range = {milliseconds(100), milliseconds(300)}; });
    EXPECT_TRUE(has(written(), "TIER_ID=\"action@2\""));
}

TEST_F(Eaf, slotsWithoutATimeLieBetweenTheirNeighbours)
{
    perform("eaf",
            elan(slots({0, -1, -1, -1, 900}),
                 tier("word",
                      aligned("a1", "ts1", "ts2", "one") + aligned("a2", "ts2", "ts4", "two")
                          + aligned("a3", "ts4", "ts5", "three"))
                     + tier("half", aligned("a4", "ts1", "ts3", "left") + aligned("a5", "ts3", "ts5", "right"))));
    std::map<std::string, TimeRange> ranges;
    for (const project::Segment* one : document.segmentsOf(document.media().front()->id))
        ranges[one->text] = one->range;
    EXPECT_EQ(ranges["two"], (TimeRange{milliseconds(300), milliseconds(600)}));
    EXPECT_EQ(ranges["right"], (TimeRange{milliseconds(450), milliseconds(900)}));
}

TEST_F(Eaf, theOriginMovesTheMediumAgainstTheTimeLine)
{
    std::string in = elan(slots({1000, 2000}), tier("action", aligned("a1", "ts1", "ts2", "rain")));
    in.insert(in.find(" MIME_TYPE"), " TIME_ORIGIN=\"5000\"");
    perform("eaf", in);
    EXPECT_EQ(segment(0).range, (TimeRange{milliseconds(6000), milliseconds(7000)}));
    EXPECT_TRUE(has(written(), "TIME_VALUE=\"1000\""));
    change(0, [](project::Segment& one) { one.range.start = milliseconds(4000); });
    const std::string out = written();
    EXPECT_TRUE(has(out, "TIME_ORIGIN=\"4000\"") && has(out, "TIME_VALUE=\"0\"") && has(out, "TIME_VALUE=\"3000\""))
        << out;
}

TEST_F(Eaf, anAnnotationWithoutTextIsAStretchToDescribe)
{
    perform("eaf", elan(slots({0, 900}), tier("action", aligned("a1", "ts1", "ts2", ""))));
    EXPECT_EQ(segment(0).status, project::SegmentStatus::Draft);
    EXPECT_TRUE(has(written(), "<ANNOTATION_VALUE></ANNOTATION_VALUE>"));
}

TEST_F(Eaf, aLanguageOfItsOwnStaysWithTheAnnotation)
{
    perform("eaf",
            elan(slots({0, 900, 2000}),
                 tier("action",
                      aligned("a1", "ts1", "ts2", "chuva", " LANG_REF=\"por\"") + aligned("a2", "ts2", "ts3", "rain"),
                      " LANG_REF=\"eng\"")));
    EXPECT_EQ(segment(0).language, "pt");
    EXPECT_EQ(segment(1).language, "en");
    const std::string out = written();
    EXPECT_TRUE(has(out, "LANG_REF=\"por\"") && !has(out, "action-")) << out;
}

TEST_F(Eaf, oldVocabulariesAreBroughtUpToDate)
{
    perform("eaf",
            elan(slots({0, 900}), tier("action", aligned("a1", "ts1", "ts2", "rain")),
                 "<CONTROLLED_VOCABULARY CV_ID=\"w\" DESCRIPTION=\"sky\"><CV_ENTRY DESCRIPTION=\"wet\">rain</CV_ENTRY>"
                 "</CONTROLLED_VOCABULARY>"));
    const std::string out = written();
    EXPECT_FALSE(has(out, "<CV_ENTRY "));
    EXPECT_TRUE(has(out, "<CVE_VALUE DESCRIPTION=\"wet\" LANG_REF=\"und\">rain</CVE_VALUE>")) << out;
    EXPECT_TRUE(has(out, "<LANGUAGE LANG_ID=\"und\" />"));
}

TEST_F(Eaf, theFileOfTheSameBaseNameComesFirst)
{
    ASSERT_TRUE(writeFileAtomically(folder / "in.mkv", "film"));
    perform("eaf", elan(slots({0, 900}), tier("action", aligned("a1", "ts1", "ts2", "rain"))));
    EXPECT_EQ(document.media().front()->name, "in.mkv");
}

TEST_F(Eaf, utf16IsReadByItsMark)
{
    const std::string in = elan(slots({0, 900}), tier("action", aligned("a1", "ts1", "ts2", "rain")));
    std::string wide = "\xff\xfe";
    for (const char c : in)
        (wide += c) += '\0';
    wide.replace(wide.find('8'), 1, "8"); // "UTF-8" may stand in the declaration all the same
    EXPECT_EQ(perform("eaf", wide).added, 1U);
}

TEST_F(Eaf, malformedDocumentsAreRefusedWithTheirLine)
{
    const std::string good = tier("action", aligned("a1", "ts1", "ts2", "rain"));
    const auto order = slots({0, 900});
    std::string deep;
    for (int i = 0; i < 100; ++i)
        deep = "<x>" + deep + "</x>";
    const std::string cut = elan(order, good);
    expectRefused(
        "eaf",
        {{"empty", "", 1},
         {"another root", "<tt/>", 1},
         {"cut off", cut.substr(0, cut.size() - 30), 14},
         {"a doctype", "<!DOCTYPE a [<!ENTITY b \"c\">]>\n" + cut, 1},
         {"an entity", elan(order, tier("action", aligned("a1", "ts1", "ts2", "&b;"))), 11},
         {"not UTF-8", elan(order, tier("action", aligned("a1", "ts1", "ts2", "caf\xe9"))), 11},
         {"another encoding", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><ANNOTATION_DOCUMENT/>", 1},
         {"too deep", elan(order, good, deep), 15},
         {"an attribute twice", elan(order, tier("action", "", " TIER_ID=\"b\"")), 10},
         {"a slot twice",
          elan("<TIME_ORDER><TIME_SLOT TIME_SLOT_ID=\"a\"/>\n<TIME_SLOT TIME_SLOT_ID=\"a\"/></TIME_ORDER>", ""), 7},
         {"a time that is none",
          elan("<TIME_ORDER><TIME_SLOT TIME_SLOT_ID=\"a\" TIME_VALUE=\"NaN\"/></TIME_ORDER>", ""), 6},
         {"a negative time", elan("<TIME_ORDER><TIME_SLOT TIME_SLOT_ID=\"a\" TIME_VALUE=\"-1\"/></TIME_ORDER>", ""), 6},
         {"end before start", elan(order, tier("action", aligned("a1", "ts2", "ts1", "rain"))), 11},
         {"no such slot", elan(order, tier("action", aligned("a1", "ts1", "ts7", "rain"))), 11},
         {"no time at the end", elan(slots({0, -1}), tier("action", aligned("a1", "ts1", "ts2", "rain"))), 11},
         {"a tier twice", elan(order, good + tier("action", "")), 13},
         {"an annotation twice", elan(order, good + tier("b", aligned("a1", "ts1", "ts2", "rain"))), 14},
         {"no tier above", elan(order, tier("b", "", " PARENT_REF=\"none\"")), 10},
         {"no annotation above",
          elan(order,
               good + tier("b", "") + kNote.substr(0, kNote.find("\"a1\"")) + "\"a3\""
                   + kNote.substr(kNote.find("\"a1\"") + 4)),
          16}});
    std::string up = cut;
    up.insert(up.find(" MIME_TYPE"), " RELATIVE_MEDIA_URL=\"../b.mp4\"");
    expectRefused("eaf", {{"leaves the folder", up, 4}});
    formats::ImportOptions options;
    options.medium = "b.mp4";
    EXPECT_TRUE(plan("eaf", up, options));
}

} // namespace
