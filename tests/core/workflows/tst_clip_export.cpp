// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/clip_export.h"

#include "core/base/identifier.h"
#include "core/base/sha256.h"
#include "core/formats/format_table.h"
#include "core/media/probe.h"
#include "core/project/document.h"
#include "core/workflows/corpus_export.h"
#include "core/workflows/open_media.h"
#include "tests/core/media/made_media.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <unistd.h>

using namespace descant;
using namespace descant::workflows;
using namespace descant::test;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

using nlohmann::json;

class ClipExportTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        makeClip(folder / "film.mp4", evenTicks(75), 16000);
        makeClip(folder / "other.mp4", evenTicks(50));
        addMedium("film.mp4", {{0ms, 1s}, {1s, 2s}, {2s, 3s}});
        addMedium("other.mp4", {{0ms, 2s}});
    }

    void addMedium(const std::string& name, const std::vector<TimeRange>& ranges)
    {
        const auto medium = readMedium(folder / name);
        ASSERT_TRUE(medium);
        project::Step step;
        step.id = newIdentifier();
        step.changes.push_back({std::nullopt, project::Entity(*medium)});
        for (const TimeRange& range : ranges) {
            project::Segment segment;
            segment.id = newIdentifier();
            segment.mediumId = medium->id;
            segment.range = range;
            segment.text = "a caption at " + formatSeconds(range.start);
            segment.status = project::SegmentStatus::Accepted;
            step.changes.push_back({std::nullopt, project::Entity(segment)});
        }
        ASSERT_TRUE(document.apply(step));
    }

    CorpusExportOptions order(const std::string& format, const std::string& out, ClipMode mode = ClipMode::Encode)
    {
        CorpusExportOptions options;
        options.format = format;
        options.path = folder / out;
        options.clips = mode;
        options.workers = 2;
        return options;
    }

    CorpusExportReport done(const CorpusExportOptions& options)
    {
        const auto report = exportCorpus(document, options, {}, {});
        EXPECT_TRUE(report) << describe(std::get<Error>(report.error()));
        return report ? *report : CorpusExportReport{};
    }

    std::vector<json> manifest(const std::string& clips)
    {
        std::ifstream file(folder / (clips + "/clips.jsonl"));
        std::vector<json> lines;
        for (std::string line; std::getline(file, line);)
            lines.push_back(json::parse(line));
        return lines;
    }

    TemporaryFolder folder;
    project::Document document;
};

TEST_F(ClipExportTest, everyClipLiesBesideTheCorpusUnderTheNameThatItHasThere)
{
    const CorpusExportReport report = done(order("msrvtt", "corpus.json"));
    EXPECT_EQ(report.clips.cut, 4U);
    EXPECT_TRUE(report.clips.problems.empty());
    const json corpus = json::parse(std::ifstream(folder / "corpus.json"));
    const std::vector<json> listed = manifest("corpus_clips");
    ASSERT_EQ(corpus["videos"].size(), 4U);
    ASSERT_EQ(listed.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        const json& video = corpus["videos"][i];
        EXPECT_EQ(listed[i]["file"], video["video_id"].get<std::string>() + ".mp4");
        EXPECT_EQ(listed[i]["start"], video["start time"]);
        EXPECT_EQ(listed[i]["end"], video["end time"]);
        const fs::path file = folder / ("corpus_clips/" + listed[i]["file"].get<std::string>());
        EXPECT_EQ(listed[i]["bytes"], fs::file_size(file));
        EXPECT_EQ(listed[i]["sha256"], *sha256OfFile(file));
        EXPECT_EQ(media::probe(file)->video.at(0).frames, listed[i]["frames"]);
    }
}

TEST_F(ClipExportTest, whatIsThereAndWholeIsNotCutAgain)
{
    done(order("msrvtt", "corpus.json"));
    const fs::path clips = folder / "corpus_clips";
    const auto changed = fs::last_write_time(clips / "video0.mp4");
    fs::remove(clips / "video1.mp4");
    std::ofstream(clips / "video2.mp4", std::ios::app) << "more"; // another size
    const CorpusExportReport again = done(order("msrvtt", "corpus.json"));
    EXPECT_EQ(again.clips.cut, 2U);
    EXPECT_EQ(again.clips.kept, 2U);
    EXPECT_EQ(fs::last_write_time(clips / "video0.mp4"), changed);
    // The same size, other bytes; and another way to cut.
    std::fstream(clips / "video0.mp4", std::ios::in | std::ios::out).seekp(100).put('\x7f').put('\x01');
    EXPECT_EQ(done(order("msrvtt", "corpus.json")).clips.cut, 1U);
    EXPECT_EQ(done(order("msrvtt", "corpus.json", ClipMode::Copy)).clips.cut, 4U);
}

TEST_F(ClipExportTest, anExportThatWasStoppedGoesOn)
{
    std::stop_source stop;
    const auto stopAfterOne = [&](const Progress& progress) {
        if (progress.what.find(" 0 of") == std::string::npos)
            stop.request_stop();
    };
    CorpusExportOptions options = order("msrvtt", "corpus.json");
    options.workers = 1;
    const auto stopped = exportCorpus(document, options, stop.get_token(), stopAfterOne);
    if (!stopped) { // on a quick machine everything is done before the first look
        EXPECT_TRUE(isCancelled(stopped.error()));
        EXPECT_FALSE(fs::exists(folder / "corpus.json"));
    }
    const CorpusExportReport report = done(order("msrvtt", "corpus.json"));
    EXPECT_GE(report.clips.kept, 1U);
    EXPECT_EQ(report.clips.kept + report.clips.cut, 4U);
    for (const auto& entry : fs::directory_iterator(folder / "corpus_clips"))
        EXPECT_NE(entry.path().extension(), ".part");
}

TEST_F(ClipExportTest, aMediumThatIsMissingOrChangedIsNamedAndTheOthersGoOn)
{
    fs::remove(folder / "other.mp4");
    const CorpusExportReport missing = done(order("msrvtt", "corpus.json"));
    EXPECT_EQ(missing.clips.cut, 3U);
    ASSERT_EQ(missing.clips.problems.size(), 1U);
    EXPECT_EQ(missing.clips.problems[0].name, "other.mp4");
    EXPECT_EQ(missing.captions.sentences, 4U) << "a caption needs no file";
    makeClip(folder / "other.mp4", evenTicks(30));
    const CorpusExportReport changed = done(order("msrvtt", "corpus.json"));
    EXPECT_EQ(changed.clips.kept, 3U);
    ASSERT_EQ(changed.clips.problems.size(), 1U);
    EXPECT_NE(changed.clips.problems[0].message.find("changed"), std::string::npos);
    fs::remove(folder / "film.mp4");
    std::ofstream(folder / "film.mp4") << "no film";
    ASSERT_EQ(done(order("coco", "other.json")).clips.problems.size(), 2U);
}

TEST_F(ClipExportTest, aFileThatIsNoClipOfAnExportIsLeftAlone)
{
    fs::create_directories(folder / "corpus_clips");
    std::ofstream(folder / "corpus_clips/video0.mkv") << "mine";
    const CorpusExportReport report = done(order("msrvtt", "corpus.json", ClipMode::Copy));
    EXPECT_EQ(report.clips.cut, 3U);
    ASSERT_EQ(report.clips.problems.size(), 1U);
    EXPECT_EQ(report.clips.problems[0].name, "video0");
    EXPECT_EQ(fs::file_size(folder / "corpus_clips/video0.mkv"), 4U);
}

TEST_F(ClipExportTest, aMediumIsNotWrittenOverThoughItWasAClipOnce)
{
    done(order("coco", "corpus.json"));
    const fs::path clip = folder / "corpus_clips/other.mp4";
    ASSERT_TRUE(fs::exists(clip));
    const std::string before = *sha256OfFile(clip);
    document = {};
    addMedium("corpus_clips/other.mp4", {{0ms, 2s}});
    const CorpusExportReport report = done(order("coco", "corpus.json"));
    EXPECT_EQ(report.clips.problems.size(), 1U);
    EXPECT_EQ(*sha256OfFile(clip), before);
}

TEST_F(ClipExportTest, theCorpusNamesTheClipsAndWhereTheCaptionsLieInThem)
{
    done(order("lavis", "exact.json"));
    const json exact = json::parse(std::ifstream(folder / "exact.json"));
    EXPECT_EQ(exact[1]["video"], "film_1000_2000.mp4") << exact.dump();
    EXPECT_FALSE(exact[1].contains("ts"));
    EXPECT_TRUE(fs::exists(folder / "exact_clips" / exact[1]["video"].get<std::string>()));
    done(order("lavis", "copied.json", ClipMode::Copy));
    const json copied = json::parse(std::ifstream(folder / "copied.json"));
    const json listed = manifest("copied_clips").at(1);
    const double before = 1.0 - listed["held_start"].get<double>();
    ASSERT_TRUE(copied[1].contains("ts")) << listed;
    EXPECT_NEAR(copied[1]["ts"][0], before, 1e-9);
    EXPECT_NEAR(copied[1]["ts"][1], before + 1.0, 1e-9);
}

TEST_F(ClipExportTest, everyFormatOfCorporaHasAClipForEachStretch)
{
    for (const formats::FormatCapability& format : formats::formatTable()) {
        if (format.shape == formats::ExportShape::FileForEachMedium)
            continue;
        const std::string name(format.name);
        const std::string out = name + (format.shape == formats::ExportShape::Folder ? "/set" : "/corpus.json");
        fs::create_directories(folder / name);
        const CorpusExportReport report = done(order(name, out, ClipMode::Copy));
        EXPECT_EQ(report.clips.cut, 4U) << name;
        EXPECT_TRUE(report.clips.problems.empty()) << name;
    }
}

TEST_F(ClipExportTest, namesThatNoFileMayHaveBecomeOnesThatItMay)
{
    std::vector<formats::ExportedClip> clips;
    const std::string medium = document.media().front()->id;
    for (const std::string id : {"../../up", "a/b", ".hidden", "", "a_b"})
        clips.push_back({id, medium, {0ms, 200ms}, false, {}, {}});
    const auto report = exportClips(document, clips, {folder / "clips", ClipMode::Copy, 1}, {}, {});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->files.size(), 5U);
    for (const auto& [id, file] : report->files)
        EXPECT_EQ(file.path.parent_path(), folder / "clips") << id;
    EXPECT_FALSE(fs::exists(folder.path().parent_path() / "up.mp4"));
}

TEST_F(ClipExportTest, subtitlesHaveNoClipsAndAFolderWithoutPermissionIsSaid)
{
    const auto refused = exportCorpus(document, order("vtt", "subtitles"), {}, {});
    EXPECT_EQ(std::get<Error>(refused.error()).code, ErrorCode::NotSupported);
    std::ofstream(folder / "corpus_clips") << "a file";
    const auto failed = exportCorpus(document, order("msrvtt", "corpus.json"), {}, {});
    ASSERT_FALSE(failed);
    EXPECT_EQ(std::get<Error>(failed.error()).code, ErrorCode::FileNotWritable);
    EXPECT_FALSE(fs::exists(folder / "corpus.json"));
}

} // namespace
