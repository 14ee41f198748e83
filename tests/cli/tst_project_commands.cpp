// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/core/media/made_media.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace descant::test {
namespace {

using nlohmann::json;

const char* const kCorpus =
    R"({"info":{"year":"2026","version":"1.0","description":"d","contributor":"c","data_created":"2026-01-05 10:00:00"},
 "videos":[{"id":0,"video_id":"video0","category":9,"url":"https://example.org/a","start time":1.0,"end time":4.5,"split":"train"},
           {"id":1,"video_id":"video1","category":13,"url":"https://example.org/b","start time":0.0,"end time":2.0,"split":"test"}],
 "sentences":[{"sen_id":0,"video_id":"video0","caption":"a tram crosses a wet square"},
              {"sen_id":1,"video_id":"video0","caption":"rain falls on a tram"},
              {"sen_id":2,"video_id":"video1","caption":"a cow stands on the grass"}]}
)";

void writeText(const std::filesystem::path& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

json readJson(const std::filesystem::path& path)
{
    std::ifstream stream(path);
    return json::parse(stream);
}

/// The rules of MSR-VTT JSON.
void expectMsrvtt(const json& corpus)
{
    for (const char* member : {"year", "version", "description", "contributor", "data_created"})
        EXPECT_TRUE(corpus["info"][member].is_string()) << member;
    std::set<std::string> videos;
    for (const json& video : corpus["videos"]) {
        EXPECT_TRUE(video["id"].is_number_integer());
        EXPECT_TRUE(videos.insert(video["video_id"].get<std::string>()).second);
        EXPECT_GE(video["category"].get<int>(), 0);
        EXPECT_LE(video["category"].get<int>(), 19);
        EXPECT_TRUE(video["url"].is_string());
        EXPECT_LT(video["start time"].get<double>(), video["end time"].get<double>());
        EXPECT_TRUE((std::set<std::string>{"train", "validate", "test"}.contains(video["split"].get<std::string>())));
    }
    std::set<int> sentences;
    for (const json& sentence : corpus["sentences"]) {
        EXPECT_TRUE(sentences.insert(sentence["sen_id"].get<int>()).second);
        EXPECT_TRUE(videos.contains(sentence["video_id"].get<std::string>()));
        EXPECT_FALSE(sentence["caption"].get<std::string>().empty());
    }
}

TEST(CliProject, aProjectIsMadeFilledAndCounted)
{
    const TemporaryFolder folder;
    makeClip(folder / "one.mp4", evenTicks(10));
    makeClip(folder / "two.mp4", evenTicks(20), 16000);
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project, "--media", folder / "one.mp4"}).status, 0);
    EXPECT_EQ(runCli({"project", "new", project, "--json"}).errorCode(), "project-exists");
    const CliRun added = runCli({"project", "add", project, folder / "one.mp4", folder / "two.mp4", "--json"});
    ASSERT_EQ(added.status, 0) << added.errors;
    EXPECT_EQ(added.json()["added"], 1);
    const json info = runCli({"project", "info", project, "--json"}).json();
    EXPECT_EQ(info["media"], 2);
    EXPECT_EQ(info["segments"], 0);
    EXPECT_EQ(info["by_status"]["draft"], 0);
    EXPECT_EQ(info["journal"], 2);
    EXPECT_GE(info["schema"].get<int>(), 1);
    EXPECT_EQ(runCli({"project", "check", project, "--deep", "--json"}).json()["ok"], true);
    const json history = runCli({"project", "history", project, "--json"}).json();
    EXPECT_EQ(history["steps"].size(), 2U);
    EXPECT_EQ(history["document"]["media"], 2);
    const json before = runCli({"project", "history", project, "--as-of", "2001-01-01T00:00:00Z", "--json"}).json();
    EXPECT_TRUE(before["steps"].empty());
    EXPECT_EQ(before["document"]["media"], 0);
}

TEST(CliProject, noProjectStaysBehindWhenAFileCannotBeRead)
{
    const TemporaryFolder folder;
    EXPECT_EQ(runCli({"project", "new", folder / "p.descant", "--media", folder / "absent.mp4", "--json"}).errorCode(),
              "file-not-found");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(CliProject, whatIsImportedIsExported)
{
    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
    writeText(folder / "in.json", kCorpus);
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    const CliRun tried = runCli({"import", project, folder / "in.json", "--format", "msrvtt", "--dry-run", "--json"});
    ASSERT_EQ(tried.status, 0) << tried.output << tried.errors;
    EXPECT_EQ(tried.json()["added"], 3);
    EXPECT_EQ(runCli({"project", "info", project, "--json"}).json()["segments"], 0);
    EXPECT_EQ(runCli({"import", project, folder / "in.json", "--format", "msrvtt", "--json"}).json()["added"], 3);
    const json again = runCli({"import", project, folder / "in.json", "--format", "msrvtt", "--json"}).json();
    EXPECT_EQ(again["added"], 0);
    EXPECT_EQ(again["skipped"], 3);
    const CliRun written =
        runCli({"export", project, "--format", "msrvtt", "--status", "all", "--out", folder / "out.json", "--json"});
    ASSERT_EQ(written.status, 0) << written.errors;
    EXPECT_EQ(written.json()["sentences"], 3);
    const json out = readJson(folder / "out.json"), in = json::parse(kCorpus);
    expectMsrvtt(out);
    EXPECT_EQ(out["videos"].size(), in["videos"].size());
    std::multiset<std::pair<std::string, std::string>> wanted, got;
    for (const json& sentence : in["sentences"])
        wanted.insert({sentence["video_id"].get<std::string>(), sentence["caption"].get<std::string>()});
    for (const json& sentence : out["sentences"])
        got.insert({sentence["video_id"].get<std::string>(), sentence["caption"].get<std::string>()});
    EXPECT_EQ(got, wanted);
    ASSERT_EQ(runCli({"export", project, "--format", "msrvtt", "--status", "all", "--split", "test", "--out",
                      folder / "test.json"})
                  .status,
              0);
    EXPECT_EQ(readJson(folder / "test.json")["sentences"].size(), 1U);
    EXPECT_EQ(runCli({"export", project, "--split", "banana", "--out", folder / "no.json"}).status, 2);
    EXPECT_EQ(runCli({"export", project, "--out", project, "--json"}).errorCode(), "project-exists");
    EXPECT_EQ(runCli({"project", "check", project, "--deep"}).status, 0);
}

TEST(CliProject, aCorpusWithAFaultChangesNothing)
{
    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    std::string late = kCorpus, stranger = kCorpus, outside = kCorpus;
    late.replace(late.find("4.5"), 3, "0.5");
    stranger.replace(stranger.rfind("\"video1\""), 8, "\"video7\"");
    outside.replace(outside.find("\"category\":13"), 13, "\"category\":99");
    for (const std::string& text :
         {late, stranger, outside, std::string("[]"), std::string("{"), std::string("no JSON")}) {
        writeText(folder / "in.json", text);
        const CliRun run = runCli({"import", project, folder / "in.json", "--format", "msrvtt", "--json"});
        EXPECT_EQ(run.status, 1) << text;
        EXPECT_FALSE(run.json()["problems"].empty()) << run.output;
    }
    EXPECT_EQ(runCli({"project", "info", project, "--json"}).json()["journal"], 0);
}

TEST(CliProject, nothingToExportAndUnknownFormatsAreSaid)
{
    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    EXPECT_EQ(runCli({"export", project, "--format", "msrvtt", "--out", folder / "o.json", "--json"}).errorCode(),
              "nothing-to-export");
    EXPECT_EQ(runCli({"export", project, "--format", "papyrus", "--out", folder / "o.json", "--json"}).errorCode(),
              "format-unknown");
    EXPECT_FALSE(std::filesystem::exists(folder / "o.json"));
}

} // namespace
} // namespace descant::test
