// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/hostile_corpora.h"

namespace descant::test {
namespace {

const std::string kDeep(200'000, '[');

/// An MSR-VTT file: the video of line 3, then the sentence of line 6.
std::string msrvtt(const std::string& video, const std::string& sentence)
{
    return "{\"info\":{},\n\"videos\":[\n" + video + "\n],\n\"sentences\":[\n" + sentence + "\n]}";
}

std::string video(const std::string& members, const std::string& id = "video0")
{
    return R"({"video_id":")" + id + R"(","category":1,"start time":1.5,"end time":4)" + members + "}";
}

std::string sentence(const std::string& caption, const std::string& id = "video0")
{
    return R"({"sen_id":0,"video_id":")" + id + R"(","caption":)" + caption + "}";
}

HostileFormat hostileMsrvtt()
{
    const std::string good = sentence("\"a\"");
    const auto with = [&](const std::string& members) { return msrvtt(video("," + members), good); };
    return {
        "msrvtt",
        {{"a video twice", msrvtt(video("") + ",\n" + video(""), good), 4, "video0"},
         {"a sentence twice", msrvtt(video(""), good + ",\n" + good), 7, "0"},
         {"a sentence of an unknown video", msrvtt(video(""), sentence("\"a\"", "video9")), 6, "video9"},
         {"a category that is none", msrvtt(R"({"video_id":"video0","category":20,"start time":1,"end time":2})", good),
          3, "category"},
         {"a category in words",
          msrvtt(R"({"video_id":"video0","category":"zebra","start time":1,"end time":2})", good), 3, "category"},
         {"an end before its start", msrvtt(R"({"video_id":"video0","category":1,"start time":9,"end time":2})", good),
          3, "end"},
         {"a time below zero", msrvtt(R"({"video_id":"video0","category":1,"start time":-9,"end time":2})", good), 3},
         {"NaN", msrvtt(R"({"video_id":"video0","category":1,"start time":NaN,"end time":2})", good), 3},
         {"Infinity", msrvtt(R"({"video_id":"video0","category":1,"start time":1,"end time":Infinity})", good), 3},
         {"a number beyond all numbers",
          msrvtt(R"({"video_id":"video0","category":1,"start time":1,"end time":1e999})", good), 3},
         {"a key twice", with(R"("category":2)"), 3, "category"},
         {"a key of the file twice", msrvtt(video(""), good + "],\n\"videos\":["), 7, "videos"},
         {"a name that leaves the folder", msrvtt(video("", "../../etc/passwd"), sentence("\"a\"", "../../etc/passwd")),
          3},
         {"an absolute name", msrvtt(video("", "/etc/passwd"), sentence("\"a\"", "/etc/passwd")), 3},
         {"a name with a zero in it", msrvtt(video("", "a\\u0000b"), sentence("\"a\"", "a\\u0000b")), 3},
         {"a number for a caption", msrvtt(video(""), sentence("5")), 6, "caption"},
         {"no caption at all", msrvtt(video(""), R"({"sen_id":0,"video_id":"video0"})"), 6, "caption"},
         {"an object for the videos", R"({"info":{},"videos":{},"sentences":[]})", 1, "videos"},
         {"a split that is none", with(R"("split":"banana")"), 3, "split"},
         {"half a surrogate", msrvtt(video(""), sentence("\"\\ud800\"")), 6},
         {"Latin-1", msrvtt(video(""), sentence("\"caf\xe9\"")), 6, "UTF-8"},
         {"a wall of brackets", "{\"info\":\n" + kDeep, 2, "deep"},
         {"the end is missing", msrvtt(video(""), good).substr(0, 150), 6},
         {"two documents", msrvtt(video(""), good) + "\n{}", 8},
         {"an array", "[]", 1}}};
}

HostileFormat hostileVatex()
{
    const std::string good = R"({"videoID":"Ab_cdEF-123_000034_000044","enCap":["a"]})";
    const auto after = [&](const std::string& clip) { return "[" + good + ",\n" + clip + "]"; };
    return {"vatex",
            {{"a clip twice", after(good), 2, "Ab_cdEF-123"},
             {"an end before its start", after(R"({"videoID":"Ab_cdEF-124_000044_000034","enCap":["a"]})"), 2},
             {"a text for the captions", after(R"({"videoID":"Ab_cdEF-124_000034_000044","enCap":"a"})"), 2, "enCap"},
             {"a number among the captions", after(R"({"videoID":"Ab_cdEF-124_000034_000044","enCap":["a",3]})"), 2,
              "enCap"},
             {"a clip without a name", after(R"({"enCap":["a"]})"), 2, "videoID"},
             {"a name that leaves the folder", after(R"({"videoID":"../../../ab_000034_000044","enCap":["a"]})"), 2},
             {"a wall of brackets", "[{\"videoID\":\n" + kDeep, 2, "deep"},
             {"an object", good, 1},
             {"the end is missing", "[" + good + ",\n{\"videoID\":\"x", 2}}};
}

HostileFormat hostileCoco()
{
    const auto with = [](const std::string& image, const std::string& annotation) {
        return "{\"images\":[\n{\"id\":1},\n" + image + "],\n\"annotations\":[\n" + annotation + "]}";
    };
    const std::string good = R"({"id":7,"image_id":1,"caption":"a"})";
    return {
        "coco",
        {{"an annotation twice", with(R"({"id":2})", good + ",\n" + good), 6, "7"},
         {"an image twice", with(R"({"id":1})", good), 3, "1"},
         {"an annotation of an unknown image", with(R"({"id":2})", R"({"id":7,"image_id":9,"caption":"a"})"), 5, "9"},
         {"a number for a caption", with(R"({"id":2})", R"({"id":7,"image_id":1,"caption":7})"), 5, "caption"},
         {"a file that leaves the folder", with(R"({"id":2,"file_name":"../x.mp4"})", good), 3, "../x.mp4"},
         {"an absolute file", with(R"({"id":2,"file_name":"/etc/x.mp4"})", good), 3, "/etc/x.mp4"},
         {"a drive of Windows", with(R"({"id":2,"file_name":"C:\\x.mp4"})", good), 3},
         {"NaN", with(R"({"id":NaN})", good), 3},
         {"a key twice", with(R"({"id":2,"id":3})", good), 3, "id"},
         {"a wall of brackets", "{\"info\":\n" + kDeep, 2, "deep"}}};
}

HostileFormat hostileResults()
{
    return {"coco-results",
            {{"two for one", "[{\"image_id\":1,\"caption\":\"a\"},\n{\"image_id\":\"1\",\"caption\":\"b\"}]", 2, "1"},
             {"no caption", "[\n{\"image_id\":1}]", 2, "caption"},
             {"a wall of brackets", "[{\"image_id\":\n" + kDeep, 2, "deep"},
             {"an object", "{}", 1}}};
}

HostileFormat hostileActivityNet()
{
    const auto video = [](const std::string& times, const std::string& sentences) {
        return "{\n\"v_AAAAAAAAAAA\":{\"duration\":61.4,\"timestamps\":" + times + ",\"sentences\":" + sentences + "}}";
    };
    const std::string both = R"(["a","b"])";
    return {"activitynet",
            {{"more stretches than sentences", video("[[0,1],[2,3]]", R"(["a"])"), 2},
             {"an end before its start", video("[[0,1],[3,2]]", both), 2},
             {"a time below zero", video("[[-1,1],[2,3]]", both), 2},
             {"NaN", video("[[NaN,1],[2,3]]", both), 2},
             {"words for times", video(R"([["a","b"],[2,3]])", both), 2},
             {"three times", video("[[0,1,2],[2,3]]", both), 2},
             {"a video twice", "{\"v_A\":{\"duration\":1,\"timestamps\":[],\"sentences\":[]},\n\"v_A\":{}}", 2, "v_A"},
             {"a wall of brackets", "{\"v_A\":\n" + kDeep, 2, "deep"}}};
}

HostileFormat hostileLavis()
{
    const auto row = [](const std::string& video, const std::string& more) {
        return "[\n{\"video\":\"" + video + "\",\"image_id\":\"v\"," + more + "}]";
    };
    return {"lavis",
            {{"a file that leaves the folder", row("../v.mp4", R"("caption":"a")"), 2},
             {"an absolute file", row("/v.mp4", R"("caption":"a")"), 2},
             {"an end before its start", row("v.mp4", R"("caption":"a","ts":[5,2])"), 2},
             {"a list for a caption", row("v.mp4", R"("caption":["a"])"), 2, "caption"},
             {"a key twice", row("v.mp4", R"("caption":"a","caption":"b")"), 2, "caption"},
             {"a wall of brackets", "[\n" + kDeep, 2, "deep"}}};
}

HostileFormat hostileLines()
{
    const std::string head = R"({"descant-corpus":1})";
    const std::string medium =
        R"({"kind":"medium","id":"m","name":"a.mp4","path":"/a.mp4","audio":true,"video":true,"duration":0,"width":0,"height":0,"extra":"","fingerprint":"")";
    const auto segment = [](const std::string& times) {
        return R"({"kind":"segment","id":"s","medium":"m","text":"x","status":"draft","language":"en","tier":"","split":"","extra":"","proposals":[],)"
            + times + "}";
    };
    return {
        "jsonl",
        {{"a line that is none", head + "\n" + medium + "}\nnothing\n", 3},
         {"an end before its start", head + "\n" + medium + "}\n" + segment(R"("start":5,"end":2)"), 3},
         {"a time below zero", head + "\n" + medium + "}\n" + segment(R"("start":-5,"end":2)"), 3},
         {"a segment twice",
          head + "\n" + medium + "}\n" + segment(R"("start":0,"end":2)") + "\n" + segment(R"("start":0,"end":2)"), 4},
         {"a segment of an unknown file", head + "\n" + segment(R"("start":0,"end":2)"), 2},
         {"what was kept is a wall of brackets",
          head + "\n" + medium.substr(0, medium.find("\"extra\"")) + "\"fingerprint\":\"\",\"extra\":\"" + kDeep
              + "\"}",
          2},
         {"a wall of brackets", head + "\n" + kDeep, 2},
         {"another version", "{\"descant-corpus\":99}\n", 1},
         {"Latin-1", head + "\n{\"type\":\"caf\xe9\"}\n", 2},
         {"the end is missing", head + "\n{\"type\":\"med", 2}}};
}

HostileFormat hostileHf()
{
    const std::string good = R"({"file_name":"a.mp4","caption":"a"})";
    return {
        "hf",
        {{"a line that is none", good + "\nnothing\n", 2, "", "metadata.jsonl"},
         {"a file that leaves the folder", good + "\n{\"file_name\":\"../a.mp4\",\"caption\":\"a\"}", 2, "../a.mp4",
          "metadata.jsonl"},
         {"an absolute file", good + "\n{\"file_name\":\"/a.mp4\",\"caption\":\"a\"}", 2, "/a.mp4", "metadata.jsonl"},
         {"a number for a caption", good + "\n{\"file_name\":\"b.mp4\",\"caption\":5}", 2, "caption", "metadata.jsonl"},
         {"an end before its start", good + "\n{\"file_name\":\"b.mp4\",\"caption\":\"a\",\"start\":5,\"end\":1}", 2,
          "", "metadata.jsonl"},
         {"a wall of brackets", good + "\n" + kDeep, 2, "", "metadata.jsonl"}}};
}

} // namespace

std::vector<HostileFormat> hostileJson()
{
    return {hostileMsrvtt(),      hostileVatex(), hostileCoco(),  hostileResults(),
            hostileActivityNet(), hostileLavis(), hostileLines(), hostileHf()};
}

} // namespace descant::test
