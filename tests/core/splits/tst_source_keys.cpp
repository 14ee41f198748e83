// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/series_keys.h"
#include "core/splits/source_keys.h"
#include "tests/core/splits/split_document.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::splits;

namespace {

TEST(SourceKeys, everyFormOfAYouTubeAddressGivesTheId)
{
    for (const char* url :
         {"https://www.youtube.com/watch?v=-AbC_dEf123", "http://youtube.com/watch?list=PL1&v=-AbC_dEf123&t=12",
          "https://youtu.be/-AbC_dEf123?si=x", "https://m.youtube.com/watch?v=-AbC_dEf123#t=3",
          "https://www.youtube.com/embed/-AbC_dEf123", "https://www.youtube.com/shorts/-AbC_dEf123/",
          "HTTPS://WWW.YouTube.com/v/-AbC_dEf123", "https://www.youtube-nocookie.com/embed/-AbC_dEf123"})
        EXPECT_EQ(youTubeIdIn(url), "-AbC_dEf123") << url;
    for (const char* url : {"https://www.youtube.com/watch?v=short", "https://vimeo.com/-AbC_dEf123", "film.mp4", "",
                            "://", "https://", "https://www.youtube.com/watch?v=-AbC_dEf1234", "https://youtu.be",
                            "https://notyoutube.com/watch?v=-AbC_dEf123"})
        EXPECT_EQ(youTubeIdIn(url), std::nullopt) << url;
}

TEST(SourceKeys, addressesThatOpenOnePageAreOne)
{
    EXPECT_EQ(plainUrl("https://www.Vimeo.com/123/#a"), "vimeo.com/123");
    EXPECT_EQ(plainUrl("http://vimeo.com:80/123"), "vimeo.com/123");
    EXPECT_NE(plainUrl("http://vimeo.com/123?h=1"), plainUrl("http://vimeo.com/123?h=2"));
    EXPECT_EQ(plainUrl("film.mp4"), std::nullopt);
}

std::vector<std::string> keysOf(const std::string& name, const std::string& extra)
{
    test::SplitDocument made;
    const std::string id = made.add({name, "", "-"});
    project::Medium medium = *made.document.medium(id);
    medium.fingerprint.clear();
    medium.path.clear();
    medium.extra = extra;
    std::vector<std::string> values;
    for (const MediumKey& key : sourceKeys(made.document, medium))
        values.push_back(key.value);
    return values;
}

TEST(SourceKeys, whatCorporaSayOfAClip)
{
    using Keys = std::vector<std::string>;
    EXPECT_EQ(keysOf("a.mp4", R"({"video":{"url":"https://youtu.be/-AbC_dEf123"}})"), Keys{"youtube:-AbC_dEf123"});
    EXPECT_EQ(keysOf("a.wav", R"({"audiocaps":{"youtube_id":"-AbC_dEf123","start_time":3}})"),
              Keys{"youtube:-AbC_dEf123"});
    EXPECT_EQ(keysOf("a.mp4", R"({"from":{"format":"vatex","clip":"-AbC_dEf123_000001_000011"}})"),
              Keys{"youtube:-AbC_dEf123"});
    EXPECT_EQ(keysOf("a.mp4", R"({"csv":{"columns":{"source_file":"film.mkv"}}})"), Keys{"file:film.mkv"});
    EXPECT_EQ(keysOf("-AbC_dEf123_000001_000011.mp4", ""), Keys{"youtube:-AbC_dEf123"});
    EXPECT_EQ(keysOf("v_-AbC_dEf123.mp4", ""), Keys{"youtube:-AbC_dEf123"});
    EXPECT_EQ(keysOf("A film [-AbC_dEf123].mkv", ""), Keys{"youtube:-AbC_dEf123"});
    EXPECT_EQ(keysOf("-AbC_dEf123.mp4", ""), Keys{"youtube:-AbC_dEf123"});
    EXPECT_EQ(keysOf("interview01.mp4", ""), Keys{});
    EXPECT_EQ(keysOf("holiday-pic_12.mp4", ""), Keys{});
    EXPECT_EQ(keysOf("a.mp4", R"({"video":{"url":"a.mp4"},"x":[1],"y":7})"), Keys{});
    EXPECT_EQ(keysOf("a.mp4", "no JSON"), Keys{});
    EXPECT_EQ(keysOf("a.mp4", R"({"video":{"url":"https://www.youtube.com/watch?v=AAAAAAAAAAA"}})"), Keys{});
}

std::vector<std::string> seriesOf(const std::string& path, const std::set<SeriesSign>& signs)
{
    project::Medium medium;
    medium.path = path;
    medium.name = path.substr(path.rfind('/') + 1);
    std::vector<std::string> values;
    for (const MediumKey& key : seriesKeys(medium, signs))
        values.push_back(key.value);
    return values;
}

TEST(SeriesKeys, episodesOfOneTitleAreASeries)
{
    using Keys = std::vector<std::string>;
    const std::set<SeriesSign> signs{SeriesSign::Episode, SeriesSign::Number};
    for (const char* path : {"/tv/The.Show.S01E02.720p.mkv", "/tv/the show s1e3.mp4", "/tv/The_Show - 1x04 - Title.avi",
                             "/tv/The Show episode 5.mp4", "/tv/The Show Part 2.mp4",
                             "/tv/The Show/Season 1/S01E02.mkv", "/tv/the-show/ep 3.mkv", "/tv/The Show 7.mp4"})
        EXPECT_EQ(seriesOf(path, signs), Keys{"series:title:the show"}) << path;
}

TEST(SeriesKeys, namesThatEverythingHasAreNoSeries)
{
    const std::set<SeriesSign> signs{SeriesSign::Episode, SeriesSign::Number};
    for (const char* path : {"/c/video12.mp4", "/c/clip_0001.mp4", "/c/MVI_1234.MOV", "/c/0001.mp4", "/c/a1.mp4",
                             "/c/film.mp4", "/c/test-00012.mp4"})
        EXPECT_TRUE(seriesOf(path, signs).empty()) << path;
    EXPECT_TRUE(seriesOf("/c/holiday 3.mp4", {}).empty());
    EXPECT_EQ(seriesOf("/c/film.mp4", {SeriesSign::Folder}), std::vector<std::string>{"series:folder:/c"});
    EXPECT_TRUE(seriesOf("/c/" + std::string(10'000, 'a') + " S01E01.mp4", signs).empty());
}

} // namespace
