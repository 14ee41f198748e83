// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

using namespace descant::test;
using nlohmann::json;

namespace {

/// A small corpus of the format, and how many captions it has.
struct Sample {
    const char* format;
    const char* file;
    int captions;
    bool writesFolder = false;
};

class CliCorpus : public ::testing::TestWithParam<Sample> { };

TEST_P(CliCorpus, goesInOnceAndOutAndInAgain)
{
    const Sample& sample = GetParam();
    const TemporaryFolder folder;
    const std::string project = folder / "p.descant", format = sample.format;
    const std::string in = std::string(DESCANT_SAMPLE_CORPORA) + "/" + sample.file;
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    const CliRun tried = runCli({"import", project, in, "--format", format, "--dry-run", "--json"});
    ASSERT_EQ(tried.status, 0) << tried.output << tried.errors;
    EXPECT_EQ(tried.json()["added"], sample.captions);
    EXPECT_EQ(tried.json()["changes"].size(), static_cast<std::size_t>(sample.captions));
    EXPECT_EQ(runCli({"project", "info", project, "--json"}).json()["segments"], 0);
    EXPECT_EQ(runCli({"import", project, in, "--format", format, "--json"}).json()["added"], sample.captions);
    const json again = runCli({"import", project, in, "--format", format, "--json"}).json();
    EXPECT_EQ(again["added"], 0);
    EXPECT_EQ(again["skipped"], sample.captions);

    const CliRun written =
        runCli({"export", project, "--format", format, "--status", "all", "--out", folder / "out", "--json"});
    ASSERT_EQ(written.status, 0) << written.errors;
    EXPECT_EQ(written.json()["sentences"], sample.captions);
    const std::string first = written.json()["files"][0];
    EXPECT_EQ(std::filesystem::is_directory(std::string(folder / "out")), sample.writesFolder);
    const std::string second = folder / "second.descant";
    ASSERT_EQ(runCli({"project", "new", second}).status, 0);
    const json back = runCli({"import", second, first, "--format", format, "--json"}).json();
    EXPECT_EQ(back["added"], sample.captions);
}

TEST_P(CliCorpus, theContentTellsTheFormat)
{
    const TemporaryFolder folder;
    const std::string project = folder / "p.descant", in = std::string(DESCANT_SAMPLE_CORPORA) + "/" + GetParam().file;
    EXPECT_EQ(runCli({"formats", in, "--json"}).json()["format"], GetParam().format);
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    const json imported = runCli({"import", project, in, "--json"}).json();
    EXPECT_EQ(imported["format"], GetParam().format);
    EXPECT_EQ(imported["added"], GetParam().captions);
}

TEST_P(CliCorpus, nothingGoesInFromABrokenFile)
{
    const Sample& sample = GetParam();
    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    std::ofstream(std::string(folder / "bad")) << "{\"a\":[1,\n";
    const CliRun bad = runCli({"import", project, folder / "bad", "--format", sample.format, "--json"});
    EXPECT_EQ(bad.status, 1);
    EXPECT_EQ(bad.errorLines(), 1U) << bad.errors;
    EXPECT_FALSE(bad.json()["problems"].empty()) << bad.output;
    EXPECT_EQ(runCli({"project", "info", project, "--json"}).json()["media"], 0);
}

INSTANTIATE_TEST_SUITE_P(Formats, CliCorpus,
                         ::testing::Values(Sample{"vatex", "vatex.json", 2}, Sample{"audiocaps", "audiocaps.csv", 1},
                                           Sample{"coco", "coco.json", 1}, Sample{"coco-results", "results.json", 1},
                                           Sample{"lavis", "lavis.json", 1}, Sample{"jsonl", "corpus.jsonl", 1},
                                           Sample{"csv", "table.csv", 1}, Sample{"tsv", "table.tsv", 1},
                                           Sample{"vtt", "cues.vtt", 1, true}, Sample{"srt", "cues.srt", 1, true},
                                           Sample{"eaf", "elan.eaf", 2, true}, Sample{"dapt", "script.ttml", 3, true},
                                           Sample{"activitynet", "activitynet.json", 2},
                                           Sample{"clotho", "clotho.csv", 5},
                                           Sample{"hf", "metadata.jsonl", 2, true},
                                           Sample{"webdataset", "shard.tar", 1, true}),
                         [](const auto& sample) {
                             std::string name = sample.param.format;
                             for (char& c : name)
                                 c = c == '-' ? '_' : c;
                             return name;
                         });

TEST(CliCorpusOptions, whatNoFormatFitsIsRefusedWithTheFormats)
{
    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    std::ofstream(std::string(folder / "notes.txt")) << "milk and bread\n";
    const CliRun unknown = runCli({"import", project, folder / "notes.txt"});
    EXPECT_EQ(unknown.status, 1);
    EXPECT_NE(unknown.errors.find("--format: msrvtt"), std::string::npos) << unknown.errors;
    const CliRun missing = runCli({"import", project, folder / "gone.json", "--json"});
    EXPECT_EQ(missing.json()["error"]["code"], "file-not-found");
    EXPECT_EQ(runCli({"formats", folder / "notes.txt", "--json"}).json()["format"], nullptr);
}

TEST(CliCorpusOptions, theFormatsSayWhatTheyHold)
{
    const json formats = runCli({"formats", "--json"}).json()["formats"];
    for (const json& format : formats) {
        const bool isEverything = format["name"] == "jsonl";
        EXPECT_TRUE(format["imports"].get<bool>() || format["exports"].get<bool>()) << format;
        if (isEverything)
            EXPECT_TRUE(format["proposals"].get<bool>() && format["status"].get<bool>()) << format;
    }
    EXPECT_GE(formats.size(), 13U);
}

TEST(CliCorpusOptions, subtitlesBelongToTheMediumThatIsNamed)
{
    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    const std::string in = std::string(DESCANT_SAMPLE_CORPORA) + "/cues.vtt";
    ASSERT_EQ(runCli({"import", project, in, "--format", "vtt", "--media", "film.mkv", "--json"}).status, 0);
    ASSERT_EQ(runCli({"export", project, "--format", "srt", "--status", "all", "--out", folder / "out"}).status, 0);
    EXPECT_TRUE(std::filesystem::exists(std::string(folder / "out/film.srt")));
}

TEST(CliCorpusOptions, onlyTheListedClipsAreTakenAndATriedExportWritesNothing)
{
    const TemporaryFolder folder;
    const std::string project = folder / "p.descant";
    ASSERT_EQ(runCli({"project", "new", project}).status, 0);
    const std::string in = std::string(DESCANT_SAMPLE_CORPORA) + "/vatex.json";
    std::ofstream(std::string(folder / "none.txt")) << "another\r\n";
    std::ofstream(std::string(folder / "ids.json")) << R"(["Ab_cdEF-123_000034_000044"])";
    EXPECT_EQ(
        runCli({"import", project, in, "--format", "vatex", "--ids", folder / "none.txt", "--json"}).json()["added"],
        0);
    EXPECT_EQ(
        runCli({"import", project, in, "--format", "vatex", "--ids", folder / "ids.json", "--json"}).json()["added"],
        2);
    const json tried =
        runCli({"export", project, "--format", "coco", "--out", folder / "o.json", "--dry-run", "--json"}).json();
    EXPECT_EQ(tried["lost"]["language"], 1);
    EXPECT_FALSE(std::filesystem::exists(std::string(folder / "o.json")));
}

} // namespace
