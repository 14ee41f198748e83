// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/hostile_corpora.h"

namespace descant::test {
namespace {

HostileFormat hostileVtt()
{
    const std::string good = "WEBVTT\n\n00:12.480 --> 00:15.200\na wet rope\n\n";
    return {"vtt",
            {{"no signature", good.substr(8), 1, "WEBVTT"},
             {"an end before its start", good + "00:30.000 --> 00:29.000\nx\n", 6},
             {"a time that is none", good + "00:30.000 --> soon\nx\n", 6},
             {"seconds beyond a minute", good + "00:75.000 --> 00:76.000\nx\n", 6},
             {"Latin-1", good + "00:30.000 --> 00:31.000\ncaf\xe9\n", 6, "UTF-8"}}};
}

HostileFormat hostileSrt()
{
    const std::string good = "1\n00:00:12,480 --> 00:00:15,200\na wet rope\n\n";
    return {"srt",
            {{"no times at all", "hello there\n", 1},
             {"an end before its start", good + "2\n00:00:30,000 --> 00:00:29,000\nx\n", 6},
             {"half a pair of UTF-16", std::string("\xff\xfe", 2) + "1", 1}}};
}

/// An EAF with one annotation whose value stands in line 8.
std::string eaf(const std::string& slots, const std::string& value, const std::string& more = {})
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<ANNOTATION_DOCUMENT AUTHOR=\"\" DATE=\"2026-01-05T10:00:00+00:00\" FORMAT=\"3.0\" VERSION=\"3.0\">\n"
           "<HEADER TIME_UNITS=\"milliseconds\"><MEDIA_DESCRIPTOR MEDIA_URL=\"file:///a.mp4\" "
           "MIME_TYPE=\"video/mp4\"/></HEADER>\n"
           "<TIME_ORDER>\n"
        + slots
        + "\n</TIME_ORDER>\n<TIER TIER_ID=\"a\" LINGUISTIC_TYPE_REF=\"seg\">\n"
          "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a1\" TIME_SLOT_REF1=\"ts1\" "
          "TIME_SLOT_REF2=\"ts2\"><ANNOTATION_VALUE>"
        + value + "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>\n" + more
        + "</TIER>\n<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID=\"seg\" TIME_ALIGNABLE=\"true\"/>\n</ANNOTATION_DOCUMENT>\n";
}

HostileFormat hostileEaf()
{
    const std::string slots =
        R"(<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="100"/><TIME_SLOT TIME_SLOT_ID="ts2" TIME_VALUE="200"/>)";
    const auto with = [](const std::string& one, const std::string& two) {
        return eaf("<TIME_SLOT TIME_SLOT_ID=\"ts1\" TIME_VALUE=\"" + one
                       + "\"/><TIME_SLOT TIME_SLOT_ID=\"ts2\" TIME_VALUE=\"" + two + "\"/>",
                   "x");
    };
    std::string deep;
    for (int i = 0; i < 20'000; ++i)
        deep = "<A>" + deep + "</A>";
    std::string entities = eaf(slots, "&b;");
    entities.insert(entities.find("<ANNOTATION_DOCUMENT"), "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>");
    std::string twice =
        "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID=\"a1\" TIME_SLOT_REF1=\"ts1\" TIME_SLOT_REF2=\"ts2\">"
        "<ANNOTATION_VALUE>y</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>\n";
    return {"eaf",
            {{"an end before its start", with("200", "100"), 8},
             {"a word for a time", with("100", "soon"), 5},
             {"a slot that is not there", eaf("<TIME_SLOT TIME_SLOT_ID=\"ts1\" TIME_VALUE=\"100\"/>", "x"), 8, "ts2"},
             {"an annotation twice", eaf(slots, "x", twice), 9, "a1"},
             {"a file of the machine as a text", entities, 2},
             {"elements in elements", eaf(slots, deep), 8},
             {"the end is missing", eaf(slots, "x").substr(0, 400), 7},
             {"another document", "<html/>", 1}}};
}

std::string dapt(const std::string& events,
                 const std::string& profile = "http://www.w3.org/ns/ttml/profile/dapt1.0/content")
{
    return "<tt xmlns=\"http://www.w3.org/ns/ttml\" xmlns:ttp=\"http://www.w3.org/ns/ttml#parameter\"\n"
           "xmlns:daptm=\"http://www.w3.org/ns/ttml/profile/dapt#metadata\" ttp:contentProfiles=\""
        + profile
        + "\"\nxml:lang=\"en\" daptm:langSrc=\"en\" daptm:scriptRepresents=\"visual\" "
          "daptm:scriptType=\"preRecording\">\n<body>\n"
        + events + "\n</body></tt>\n";
}

std::string event(const std::string& times, const std::string& id = "e1")
{
    return "<div xml:id=\"" + id + "\" daptm:represents=\"visual\" " + times + "><p>x</p></div>";
}

HostileFormat hostileDapt()
{
    std::string deep;
    for (int i = 0; i < 20'000; ++i)
        deep = "<div>" + deep + "</div>";
    return {
        "dapt",
        {{"an end before its start", dapt(event(R"(begin="5s" end="2s")")), 5},
         {"a time that is none", dapt(event(R"(begin="soon" end="2s")")), 5, "begin"},
         {"an event twice", dapt(event(R"(begin="1s" end="2s")") + "\n" + event(R"(begin="3s" end="4s")")), 6, "e1"},
         {"elements in elements", dapt(deep), 5},
         {"another document", "<html/>", 1}}};
}

} // namespace

std::vector<HostileFormat> hostileTimedText() { return {hostileVtt(), hostileSrt(), hostileEaf(), hostileDapt()}; }

} // namespace descant::test
