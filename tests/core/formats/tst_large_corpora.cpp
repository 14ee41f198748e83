// SPDX-License-Identifier: GPL-3.0-or-later
// What reading and writing in little memory rests on.
#include "core/formats/internal/id_set.h"
#include "core/formats/internal/known_files.h"
#include "core/formats/internal/msrvtt_kept.h"
#include "tests/core/formats/corpus_fixture.h"

#include <fstream>
#include <random>
#include <set>

using namespace descant;
using namespace descant::formats;
namespace fs = std::filesystem;

namespace {

TEST(IdSet, knowsWhatASetOfTextsKnows)
{
    std::mt19937 random(3);
    IdSet ids;
    std::set<std::string> reference;
    const std::vector<std::string> prefixes{"", "0", "v", "video", "99999999", "\"", "-"};
    for (int i = 0; i < 50'000; ++i) {
        const std::string id = prefixes[random() % prefixes.size()] + std::to_string(random() % 3000);
        EXPECT_EQ(ids.contains(id), reference.contains(id)) << id;
        EXPECT_EQ(ids.insert(id), reference.insert(id).second) << id;
    }
    EXPECT_FALSE(ids.contains(""));
    EXPECT_TRUE(ids.insert(""));
    EXPECT_FALSE(ids.insert(""));
    ids.clear();
    EXPECT_TRUE(ids.insert("7"));
}

TEST(KnownFiles, areThoseOfTheFolder)
{
    const test::TemporaryFolder folder;
    for (const char* name : {"a.mp4", "b.wav", "c.tar.gz", ".hidden"})
        std::ofstream(folder / name) << "x";
    fs::create_directory(folder / "d.mp4");
    KnownFiles files;
    EXPECT_TRUE(files.exists(folder / "a.mp4"));
    EXPECT_FALSE(files.exists(folder / "a.wav"));
    EXPECT_TRUE(files.exists(folder / "c.tar.gz"));
    EXPECT_TRUE(files.exists(folder / ".hidden"));
    EXPECT_FALSE(files.exists(folder / "none.mp4"));
    EXPECT_FALSE(files.exists(folder / "no folder/a.mp4"));
    EXPECT_EQ(files.onDisk(folder / "a.mp4"), folder / "a.mp4");
    EXPECT_EQ(files.onDisk(folder / "b.mp4"), folder / "b.wav");
    EXPECT_EQ(files.onDisk(folder / "none.mp4"), folder / "none.mp4");
    for (int i = 0; i < 200; ++i)
        EXPECT_FALSE(files.exists(folder / std::to_string(i) / "a.mp4")) << "folders are forgotten again";
    EXPECT_TRUE(files.exists(folder / "b.wav"));
}

TEST(KeptReader, takesWhatIsThereAndNothingElse)
{
    KeptReader reader;
    const KeptNames whole =
        reader.read(R"({"from":{},"sentence":{"sen_id":12},"video":{"video_id":"video\u00e4","id":"a1"}})");
    EXPECT_EQ(whole.videoId, "videoä");
    EXPECT_EQ(whole.videoNumber, R"("a1")");
    EXPECT_EQ(whole.sentenceNumber, "12");
    EXPECT_FALSE(whole.hasMore);
    EXPECT_TRUE(reader.read(R"({"sentence":{"sen_id":12,"mood":"calm"}})").hasMore);
    EXPECT_TRUE(reader.read(R"({"sentence":{"mood":"calm"}})").hasMore);
    for (const char* nothing : {"", "{", "[1]", "7", R"({"video":[],"sentence":4})", R"({"video":{"video_id":3,"id":1.5}})"}) {
        const KeptNames names = reader.read(nothing);
        EXPECT_EQ(names.videoId + names.videoNumber + names.sentenceNumber, "") << nothing;
        EXPECT_FALSE(names.hasMore) << nothing;
    }
}

class LargeCorpora : public test::CorpusTest { };

/// Fails from the third change on.
class FullDisk : public project::ChangeSink {
public:
    Result<void> add(project::Change) override
    {
        return ++count < 3 ? Result<void>() : fail(ErrorCode::DiskFull, "p.descant");
    }
    int count = 0;
};

TEST_F(LargeCorpora, aChangeThatCannotBeTakenEndsTheImportWithItsReason)
{
    for (const char* format : {"csv", "msrvtt", "jsonl"}) {
        for (int i = 0; i < 3; ++i)
            perform("csv", "video,start,end,caption\nm" + std::to_string(i) + ".mp4,0,1,a tram\n");
        exported(format);
        document = {};
        FullDisk disk;
        const auto done = importCorpus(document, format, folder / "out.txt", {}, disk);
        ASSERT_FALSE(done) << format;
        EXPECT_EQ(done.error().error.code, ErrorCode::DiskFull) << format;
        EXPECT_EQ(disk.count, 3) << format << ": nothing is sent after it";
    }
}

TEST_F(LargeCorpora, sentencesMayStandBeforeTheirVideos)
{
    const std::string video = R"({"video_id":"v","start time":0,"end time":2})", sentence = R"({"video_id":"v","caption":"a tram"})";
    perform("msrvtt", "{\"sentences\":[" + sentence + "],\n\"videos\":[" + video + "]}");
    EXPECT_EQ(texts(), std::vector<std::string>{"a tram"});
    EXPECT_EQ(perform("msrvtt", "{\"videos\":[" + video + "],\"sentences\":[" + sentence + "]}").skipped, 1U);
}

} // namespace
