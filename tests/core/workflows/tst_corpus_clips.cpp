// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/corpus_clips.h"

#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace descant::workflows {
namespace {

TEST(CorpusClips, aStretchThatIsTrainedOnAndTestedOnStaysTwoClips)
{
    const test::TemporaryFolder folder;
    std::ofstream(folder / "corpus.json") << R"({"info":{},"videos":[
        {"id":0,"video_id":"video0","url":"film.mp4","start time":0.0,"end time":2.0,"split":"train","category":0},
        {"id":1,"video_id":"video1","url":"film.mp4","start time":0.0,"end time":2.0,"split":"test","category":0}],
      "sentences":[
        {"sen_id":0,"video_id":"video0","caption":"a horse runs"},
        {"sen_id":1,"video_id":"video0","caption":"a horse is running"},
        {"sen_id":2,"video_id":"video1","caption":"an animal moves"}]})";
    const auto clips = readCorpus(folder / "corpus.json", folder / ".");
    ASSERT_TRUE(clips) << describe(clips.error());
    ASSERT_EQ(clips->size(), 2U);
    EXPECT_EQ(clipsOfSplit(*clips, "train").front().captions.size(), 2U);
    EXPECT_EQ(clipsOfSplit(*clips, "test").front().captions, std::vector<std::string>{"an animal moves"});
}

} // namespace
} // namespace descant::workflows
