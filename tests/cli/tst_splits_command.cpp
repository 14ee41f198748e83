// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

using namespace descant::test;
using nlohmann::json;

namespace {

/// A video of an MSR-VTT file, with one caption.
struct Video {
    std::string id, youTube, split;
};

void writeCorpus(const std::string& path, const std::vector<Video>& videos)
{
    json corpus{{"info", json::object()}, {"videos", json::array()}, {"sentences", json::array()}};
    for (std::size_t i = 0; i < videos.size(); ++i) {
        json video{{"id", i},           {"video_id", videos[i].id},
                   {"category", 0},     {"url", "https://www.youtube.com/watch?v=" + videos[i].youTube},
                   {"start time", 0.0}, {"end time", 10.0}};
        if (!videos[i].split.empty())
            video["split"] = videos[i].split;
        corpus["videos"].push_back(std::move(video));
        corpus["sentences"].push_back(
            {{"sen_id", i}, {"video_id", videos[i].id}, {"caption", "it is " + videos[i].id}});
    }
    std::ofstream(path) << corpus.dump();
}

class CliSplits : public ::testing::Test {
protected:
    CliSplits() { EXPECT_EQ(runCli({"project", "new", project}).status, 0); }

    void import(const std::vector<Video>& videos)
    {
        writeCorpus(folder / "in.json", videos);
        const CliRun run = runCli({"import", project, folder / "in.json", "--format", "msrvtt", "--json"});
        ASSERT_EQ(run.status, 0) << run.output << run.errors;
    }

    json exported()
    {
        const CliRun run = runCli({"export", project, "--format", "msrvtt", "--out", folder / "out.json", "--json"});
        EXPECT_EQ(run.status, 0) << run.errors;
        std::ifstream file(folder / "out.json");
        return json::parse(file);
    }

    json run(const std::vector<std::string>& arguments, int status = 0)
    {
        const CliRun done = runCli(arguments);
        EXPECT_EQ(done.status, status) << done.output << done.errors;
        return done.json();
    }

    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
};

std::string youTubeId(int number) { return "AbCdEf" + std::to_string(10'000 + number); }

TEST_F(CliSplits, aPlanKeepsClipsOfOneVideoTogetherInOneUndoableStep)
{
    std::vector<Video> videos;
    for (int i = 0; i < 60; ++i)
        videos.push_back({"video" + std::to_string(i), youTubeId(i / 3), ""});
    import(videos);
    const json tried = run({"splits", "plan", project, "--dry-run", "--salt", "x", "--ratios", "60,20,20", "--json"});
    EXPECT_EQ(tried["dry_run"], true);
    EXPECT_EQ(tried["groups"], 20);
    EXPECT_EQ(tried["changed"]["segments"], 60);
    const json steps = run({"project", "info", project, "--json"})["journal"];
    const json planned = run({"splits", "plan", project, "--salt", "x", "--ratios", "60,20,20", "--json"});
    EXPECT_EQ(planned["splits"], tried["splits"]);
    EXPECT_EQ(planned["partly_known"].size(), 60U); // nothing of it is on disk
    EXPECT_EQ(run({"project", "info", project, "--json"})["journal"], steps.get<int>() + 1);
    std::map<std::string, std::set<std::string>> splitsOf;
    const json corpus = exported();
    for (const json& video : corpus["videos"])
        splitsOf[video["url"]].insert(video["split"].get<std::string>());
    ASSERT_EQ(splitsOf.size(), 20U);
    for (const auto& [url, splits] : splitsOf)
        EXPECT_EQ(splits.size(), 1U) << url;
    const json again = run({"splits", "plan", project, "--json"}); // as the last one: salt and ratios too
    EXPECT_EQ(again["changed"]["segments"], 0);
    EXPECT_EQ(again["salt"], "x");
    EXPECT_EQ(again["splits"], planned["splits"]);
}

TEST_F(CliSplits, aLeakOfACorpusIsReportedAndKeepsAnExportFromHappening)
{
    import({{"video0", youTubeId(1), "train"}, {"video1", youTubeId(1), "test"}, { "video2", youTubeId(2), "test" }});
    const json checked = run({"splits", "check", project, "--json"}, 1);
    EXPECT_EQ(checked["tight"], false);
    EXPECT_EQ(checked["error"]["code"], "splits-leak");
    ASSERT_EQ(checked["leaks"].size(), 1U);
    const json& leak = checked["leaks"][0];
    EXPECT_EQ(leak["group"], "youtube:" + youTubeId(1));
    EXPECT_EQ(leak["splits"], (json{"test", "train"}));
    EXPECT_EQ(leak["media"].size(), 2U);
    EXPECT_EQ(leak["joined"][0]["by"], "source");

    const std::vector<std::string> order{"export", project, "--format", "msrvtt", "--out", folder / "out.json",
                                         "--json"};
    EXPECT_EQ(run(order, 1)["error"]["code"], "splits-leak");
    EXPECT_FALSE(std::ifstream(folder / "out.json"));
    std::vector<std::string> allowed = order;
    allowed.emplace_back("--allow-leaks");
    EXPECT_EQ(run(allowed)["leaks"].size(), 1U);
    EXPECT_EQ(run({"export", project, "--format", "srt", "--out", folder / "srt", "--json"})["leaks"].size(), 0U);

    const json planned = run({"splits", "plan", project, "--json"});
    EXPECT_EQ(planned["origins"]["open"], 1);
    EXPECT_EQ(planned["leaks"].size(), 1U);
    run({"splits", "freeze", project, "--out", folder / "f.json", "--json"}, 1);
    run({"splits", "plan", project, "--reassign", "--json"});
    EXPECT_EQ(run({"splits", "check", project, "--json"})["tight"], true);
    EXPECT_EQ(run(order)["leaks"].size(), 0U);
}

TEST_F(CliSplits, whatIsFrozenHoldsForWhateverComesLater)
{
    std::vector<Video> videos;
    for (int i = 0; i < 30; ++i)
        videos.push_back({"video" + std::to_string(i), youTubeId(i), ""});
    import(videos);
    run({"splits", "plan", project, "--json"});
    EXPECT_EQ(run({"splits", "freeze", project, "--out", folder / "f.json", "--json"})["groups"], 30);
    const json before = exported();

    // The same videos, and another clip of each, in a project of its own and the other way round.
    const std::string other = folder / "q.descant";
    ASSERT_EQ(runCli({"project", "new", other}).status, 0);
    std::vector<Video> more;
    for (int i = 29; i >= 0; --i) {
        more.push_back({"video" + std::to_string(i + 100), youTubeId(i), ""});
        more.push_back({"video" + std::to_string(i), youTubeId(i), ""});
    }
    writeCorpus(folder / "more.json", more);
    ASSERT_EQ(runCli({"import", other, folder / "more.json", "--format", "msrvtt"}).status, 0);
    const json planned = run({"splits", "plan", other, "--salt", "another", "--frozen", folder / "f.json", "--json"});
    EXPECT_EQ(planned["origins"]["frozen"], 30);
    run({"splits", "check", other, "--frozen", folder / "f.json", "--json"});
    run({"export", other, "--format", "msrvtt", "--out", folder / "other.json", "--json"});
    std::map<std::string, std::string> splitOf;
    std::ifstream file(folder / "other.json");
    const json after = json::parse(file);
    for (const json& video : after["videos"])
        splitOf[video["video_id"]] = video["split"];
    for (const json& video : before["videos"])
        EXPECT_EQ(splitOf[video["video_id"]], video["split"]);

    const json moved = run({"splits", "plan", project, "--salt", "another", "--reassign", "--json"});
    EXPECT_GT(moved["changed"]["segments"], 0);
    const json checked = run({"splits", "check", project, "--frozen", folder / "f.json", "--json"}, 1);
    EXPECT_EQ(checked["leaks"].size(), 0U);
    EXPECT_EQ(checked["strays"].size(), moved["changed"]["segments"].get<std::size_t>());
}

TEST_F(CliSplits, wrongWordsAndDamagedFilesAreRefused)
{
    import({{ "video0", youTubeId(1), "" }});
    for (const std::vector<std::string>& wrong :
         {std::vector<std::string>{"--by", "colour"}, {"--ratios", "1,2"}, {"--series", "name"}}) {
        std::vector<std::string> order{"splits", "plan", project, "--json"};
        order.insert(order.end(), wrong.begin(), wrong.end());
        EXPECT_EQ(run(order, 2)["error"]["code"], "usage-wrong") << wrong[0];
    }
    std::ofstream(std::string(folder / "f.json")) << R"({"descant-splits":1,"groups":7})";
    const std::string journal = run({"project", "info", project, "--json"})["journal"].dump();
    EXPECT_EQ(run({"splits", "plan", project, "--frozen", folder / "f.json", "--json"}, 1)["error"]["code"],
              "format-invalid");
    EXPECT_EQ(run({"splits", "check", project, "--frozen", folder / "none.json", "--json"}, 1)["error"]["code"],
              "file-not-found");
    EXPECT_EQ(run({"project", "info", project, "--json"})["journal"].dump(), journal);
    EXPECT_EQ(run({"splits", "freeze", project, "--out", folder / "f2.json", "--json"}, 1)["error"]["code"],
              "nothing-to-export");
}

TEST_F(CliSplits, aCopyWithOtherBytesIsFoundByWhatItShows)
{
    const std::string world = folder / "world";
    ASSERT_EQ(runCli({"demo-world", "--out", world, "--seed", "3", "--clips", "4"}).status, 0);
    std::vector<std::string> order{"project", "add", project};
    for (const auto& entry : std::filesystem::directory_iterator(world + "/videos"))
        order.push_back(entry.path());
    const std::string copy = folder / "copy.mp4";
    std::filesystem::copy_file(order.back(), copy);
    std::ofstream(copy, std::ios::app | std::ios::binary) << std::string("\0\0\0\x08"
                                                                         "free",
                                                                         8); // an empty box
    order.push_back(copy);
    ASSERT_EQ(runCli(order).status, 0);
    const json alone = run({"splits", "plan", project, "--dry-run", "--by", "source", "--json"});
    EXPECT_EQ(alone["groups"], 5);
    for (int time = 0; time < 2; ++time) { // the second time from the cache
        const json planned = run({"splits", "plan", project, "--dry-run", "--json"});
        EXPECT_EQ(planned["by"], (json{"near-duplicate", "source"}));
        EXPECT_EQ(planned["groups"], 4) << planned;
        EXPECT_EQ(planned["largest"][0]["media"], 2);
        EXPECT_TRUE(planned["partly_known"].empty());
    }
    std::filesystem::remove(copy);
    EXPECT_EQ(run({"splits", "plan", project, "--dry-run", "--json"})["groups"], 4); // known from before
    std::ofstream(copy) << "no film";
    EXPECT_EQ(run({"splits", "plan", project, "--json"})["changed"]["media"], 5);
    EXPECT_EQ(run({"splits", "check", project, "--json"})["tight"], true);
}

} // namespace
