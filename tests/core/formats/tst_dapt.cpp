// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/formats/corpus_fixture.h"

#include "core/base/identifier.h"

using namespace descant;
using namespace descant::test;
using std::chrono::milliseconds;

namespace {

std::string script(const std::string& body, const std::string& more = {}, const std::string& head = {})
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<tt xmlns=\"http://www.w3.org/ns/ttml\" xmlns:ttp=\"http://www.w3.org/ns/ttml#parameter\"\n"
           "    xmlns:ttm=\"http://www.w3.org/ns/ttml#metadata\" xmlns:tta=\"http://www.w3.org/ns/ttml#audio\"\n"
           "    xmlns:daptm=\"http://www.w3.org/ns/ttml/profile/dapt#metadata\"\n"
           "    ttp:contentProfiles=\"http://www.w3.org/ns/ttml/profile/dapt1.0/content\" xml:lang=\"en\"\n"
           "    daptm:scriptRepresents=\"visual audio.dialogue\" daptm:scriptType=\"preRecording\""
        + more + ">\n" + head + "<body>\n" + body + "</body>\n</tt>\n";
}

std::string event(const std::string& id, const std::string& attributes, const std::string& inside)
{
    return "<div xml:id=\"" + id + "\" " + attributes + ">" + inside + "</div>\n";
}

const std::string kPlain = "begin=\"12.480s\" end=\"00:00:15.200\" daptm:represents=\"visual.nonText\"";

class Dapt : public CorpusTest {
protected:
    std::string written()
    {
        formats::ExportOptions options;
        options.statuses.insert(project::SegmentStatus::Draft);
        const auto report = formats::exportCorpus(document, "dapt", folder / "out", options);
        EXPECT_TRUE(report) << (report ? "" : describe(report.error()));
        return report ? *readFile(report->files.front(), 1 << 20) : std::string();
    }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_F(Dapt, aTextOfAScriptEventIsASegment)
{
    EXPECT_EQ(perform("dapt", script(event("e1", kPlain, "<p>Mara  coils\n a rope<br/>&amp; waits.</p>"))).added, 1U);
    EXPECT_EQ(segment(0).range, (TimeRange{milliseconds(12'480), milliseconds(15'200)}));
    EXPECT_EQ(segment(0).text, "Mara coils a rope\n& waits.");
    EXPECT_EQ(segment(0).language, "en");
    EXPECT_EQ(segment(0).tier, "");
    EXPECT_EQ(plan("dapt", written())->skipped, 1U);
}

TEST_F(Dapt, timesAreRelativeToWhatIsAround)
{
    perform("dapt",
            script("<div begin=\"10s\">"
                       + event("e1", "begin=\"48f\" dur=\"1000ms\" daptm:represents=\"visual\"", "<p>a</p>")
                       + event("e2", "begin=\"0.5m\" end=\"1h\" daptm:represents=\"visual.text.title\"", "<p>b</p>")
                       + "</div>",
                   " ttp:frameRate=\"24\""));
    EXPECT_EQ(segment(0).range, (TimeRange{milliseconds(12'000), milliseconds(13'000)}));
    EXPECT_EQ(segment(1).range, (TimeRange{milliseconds(40'000), milliseconds(3'610'000)}));
    EXPECT_EQ(segment(1).tier, "visual.text.title");
}

TEST_F(Dapt, textsInSeveralLanguagesShareTheirEventAgain)
{
    const std::string in = script(event("e1", kPlain, "<p xml:lang=\"pt\">corda</p><p>rope</p>"));
    EXPECT_EQ(perform("dapt", in).added, 2U);
    const std::string out = written();
    EXPECT_EQ(out.find("<div"), out.rfind("<div")) << out;
    EXPECT_TRUE(has(out, "<p xml:lang=\"pt\">corda</p><p xml:lang=\"en\">rope</p>")) << out;
    EXPECT_EQ(plan("dapt", in)->skipped, 2U);
    EXPECT_EQ(plan("dapt", out)->skipped, 2U);
}

const std::string kRich =
    "<head><metadata><ttm:agent type=\"character\" xml:id=\"mara\"><ttm:name type=\"alias\">M</ttm:name>"
    "</ttm:agent><m:studio xmlns:m=\"urn:mine\" m:room=\"2\">west</m:studio></metadata></head>\n";
const std::string kMixed =
    "<metadata><ttm:desc>softly</ttm:desc></metadata><p ttm:agent=\"mara\"><animate begin=\"0s\" "
    "end=\"0.3s\" tta:gain=\"1;0.39\" fill=\"freeze\"/><span begin=\"0.3s\">Mara <span>coils</span>"
    " a rope</span></p>";

TEST_F(Dapt, notesMixingMarkupAndForeignThingsGoOutAgain)
{
    perform("dapt", script(event("e1", kPlain + " daptm:onScreen=\"ON\"", kMixed), "", kRich));
    EXPECT_EQ(segment(0).text, "Mara coils a rope");
    std::string out = written();
    for (const char* part :
         {"softly", "tta:gain=\"1;0.39\"", "<span begin=\"0.3s\">Mara <span>coils</span>", "daptm:onScreen=\"ON\"",
          "ttm:agent=\"mara\"", "m:room=\"2\"", "xmlns:m=\"urn:mine\"", "xml:id=\"e1\""})
        EXPECT_TRUE(has(out, part)) << part << "\n" << out;
    EXPECT_EQ(plan("dapt", out)->skipped, 1U);
    change(0, [](project::Segment& one) { one.text = "Mara leaves"; });
    out = written();
    EXPECT_TRUE(has(out, ">Mara leaves</p>") && !has(out, "coils") && has(out, "softly")) << out;
}

TEST_F(Dapt, prefixesAreFreeAndOnlyNamespacesCount)
{
    std::string in = script(event("e1", kPlain, "<p>rope</p>"));
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"xmlns=", "xmlns:a="},
                                                                                   {"daptm", "b"},
                                                                                   {"<tt ", "<a:tt "},
                                                                                   {"</tt", "</a:tt"},
                                                                                   {"<body", "<a:body"},
                                                                                   {"</body", "</a:body"},
                                                                                   {"<div", "<a:div"},
                                                                                   {"</div", "</a:div"},
                                                                                   {"<p", "<a:p"},
                                                                                   {"</p", "</a:p"}}) {
        for (auto at = in.find(from); at != std::string::npos; at = in.find(from, at + to.size()))
            in.replace(at, from.size(), to);
    }
    EXPECT_EQ(perform("dapt", in).added, 1U);
    EXPECT_EQ(segment(0).text, "rope");
}

TEST_F(Dapt, textsKeepTheirBlanksAndLines)
{
    perform("dapt", script(event("e1", kPlain, "<p>rope</p>")));
    for (const std::string text : {"  two  blanks ", "\nfirst empty", "last empty\n", "tab\there", "]]> <b>&amp;"}) {
        change(0, [&](project::Segment& one) { one.text = text; });
        project::Document other;
        const auto planned = formats::importCorpus(other, "dapt", (written(), folder / "out/in.ttml"));
        ASSERT_TRUE(planned) << text;
        ASSERT_TRUE(other.apply(planned->step));
        EXPECT_EQ(other.segmentsOf(other.media().front()->id).front()->text, text);
    }
}

TEST_F(Dapt, anEventWithoutTimesIsTheWholeFile)
{
    perform("dapt", script(event("e1", "daptm:represents=\"visual\"", "<p>rope</p>")));
    EXPECT_FALSE(has(written(), "begin="));
    change(0, [](project::Segment& one) { one.range = {milliseconds(1000), milliseconds(2500)}; });
    EXPECT_TRUE(has(written(), "begin=\"1.0s\" end=\"2.5s\""));
}

TEST_F(Dapt, theHeadNamesTheMedium)
{
    const std::string head =
        "<head><metadata><ebuttm:sourceMediaIdentifier xmlns:ebuttm=\"urn:ebu:tt:metadata\">pier.mkv"
        "</ebuttm:sourceMediaIdentifier></metadata></head>\n";
    perform("dapt", script(event("e1", kPlain, "<p>rope</p>"), "", head));
    EXPECT_EQ(document.media().front()->name, "pier.mkv");
    EXPECT_TRUE(has(written(), "pier.mkv"));
    std::string up = script("", "", head);
    up.replace(up.find("pier.mkv"), 8, "../p.mkv");
    expectRefused("dapt", {{"leaves the folder", up, 7}});
}

TEST_F(Dapt, malformedScriptsAreRefusedWithTheirLine)
{
    const std::string good = script(event("e1", kPlain, "<p>rope</p>"));
    const auto changed = [&](const std::string& from, const std::string& to) {
        std::string bad = good;
        bad.replace(bad.find(from), from.size(), to);
        return bad;
    };
    const auto body = [](const std::string& text) { return script(text); };
    expectRefused("dapt",
                  {{"empty", "", 1},
                   {"another root", "<ANNOTATION_DOCUMENT/>", 1},
                   {"plain TTML", changed("dapt1.0", "imsc1"), 2},
                   {"no language", changed("xml:lang=\"en\"", ""), 2},
                   {"another type", changed("preRecording", "mine"), 2},
                   {"represents nothing", changed("visual audio.dialogue", ""), 2},
                   {"an unknown descriptor", changed("visual audio.dialogue", "taste"), 2},
                   {"drop frames", script("", " ttp:dropMode=\"dropNTSC\""), 2},
                   {"not media times", script("", " ttp:timeBase=\"smpte\""), 2},
                   {"a prefix that nobody declared", body("<div q:a=\"1\"/>"), 8},
                   {"no id", body("<div daptm:represents=\"visual\"><p>a</p></div>"), 8},
                   {"an id that is none", body(event("1", kPlain, "")), 8},
                   {"an id twice", body(event("e1", kPlain, "") + event("e1", kPlain, "")), 9},
                   {"no represents", body("<div xml:id=\"a\"/>"), 8},
                   {"more than the script represents", body(event("e1", "daptm:represents=\"audio\"", "")), 8},
                   {"two descriptors", body(event("e1", "daptm:represents=\"visual audio.dialogue\"", "")), 8},
                   {"events in events", body(event("e1", kPlain, "<p>a</p>" + event("e2", kPlain, ""))), 8},
                   {"a text outside", body("<p>a</p>"), 8},
                   {"a language twice", body(event("e1", kPlain, "<p>a</p>\n<p>b</p>")), 9},
                   {"an unknown agent", body(event("e1", kPlain, "<p ttm:agent=\"x\">a</p>")), 8},
                   {"one after another", body("<div timeContainer=\"seq\">" + event("e1", kPlain, "") + "</div>"), 8},
                   {"a time that is none", changed("12.480s", "NaN"), 8},
                   {"a negative time", changed("12.480s", "-1s"), 8},
                   {"a time without a unit", changed("12.480s", "12.480"), 8},
                   {"end before start", changed("00:00:15.200", "12s"), 8},
                   {"no end", changed("end=\"00:00:15.200\"", ""), 8}});
}

} // namespace
