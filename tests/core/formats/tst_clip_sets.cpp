// SPDX-License-Identifier: GPL-3.0-or-later
// Hugging Face folders and WebDataset shards: what is read clip by clip.
#include "core/base/identifier.h"
#include "core/base/sha256.h"
#include "core/formats/internal/tar_file.h"
#include "tests/core/formats/corpus_fixture.h"
#include "tests/core/project/sample_document.h"

#include <archive.h>
#include <archive_entry.h>

#include <fstream>

using namespace descant;
using namespace descant::formats;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

struct TarMember {
    std::string name;
    std::string content;
    int type = AE_IFREG;
    std::string link = {};
};

/// An archive as any program may have packed it.
void makeTar(const fs::path& path, const std::vector<TarMember>& members)
{
    archive* out = archive_write_new();
    archive_write_set_format_ustar(out);
    ASSERT_EQ(archive_write_open_filename(out, path.c_str()), ARCHIVE_OK);
    for (const TarMember& member : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, member.name.c_str());
        archive_entry_set_filetype(entry, static_cast<unsigned int>(member.type));
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, member.type == AE_IFREG ? static_cast<la_int64_t>(member.content.size()) : 0);
        if (member.type == AE_IFLNK)
            archive_entry_set_symlink(entry, member.link.c_str());
        else if (!member.link.empty())
            archive_entry_set_hardlink(entry, member.link.c_str());
        ASSERT_EQ(archive_write_header(out, entry), ARCHIVE_OK);
        archive_write_data(out, member.content.data(), member.content.size());
        archive_entry_free(entry);
    }
    archive_write_close(out);
    archive_write_free(out);
}

class ClipSets : public test::CorpusTest {
protected:
    void addFilm(const std::string& name, int segments, const std::string& split = {})
    {
        project::Step step;
        step.id = newIdentifier();
        const project::Medium medium = test::sampleMedium(name, std::chrono::seconds(60));
        step.changes.push_back({std::nullopt, project::Entity(medium)});
        for (int i = 0; i < segments; ++i) {
            project::Segment segment;
            segment.id = newIdentifier();
            segment.mediumId = medium.id;
            segment.range = {std::chrono::seconds(i), std::chrono::seconds(i + 1)};
            segment.text = name + " " + std::to_string(i);
            segment.status = project::SegmentStatus::Accepted;
            segment.split = split;
            step.changes.push_back({std::nullopt, project::Entity(segment)});
        }
        ASSERT_TRUE(document.apply(step));
    }

    ExportReport written(const std::string& format, const ExportOptions& options = {})
    {
        const auto report = exportCorpus(document, format, folder / "set", options);
        EXPECT_TRUE(report) << describe(report.error());
        return report ? *report : ExportReport{};
    }

    auto planOf(const std::string& format, const std::string& name)
    {
        return importCorpus(document, format, folder / name);
    }

    void expectRefusedTar(const std::vector<TarMember>& members, std::size_t line, const std::string& why)
    {
        makeTar(folder / "bad.tar", members);
        const auto planned = planOf("webdataset", "bad.tar");
        ASSERT_FALSE(planned) << why;
        ASSERT_FALSE(planned.error().problems.empty()) << why;
        EXPECT_EQ(planned.error().problems.front().line, line) << planned.error().problems.front().message;
        EXPECT_NE(planned.error().problems.front().message.find(why), std::string::npos)
            << planned.error().problems.front().message;
    }
};

std::vector<json> rowsOf(const fs::path& file)
{
    std::ifstream stream(file);
    std::vector<json> rows;
    for (std::string line; std::getline(stream, line);)
        rows.push_back(json::parse(line));
    return rows;
}

TEST_F(ClipSets, aFolderHasAFolderForEachSplitAndTheSameColumnsInEachRow)
{
    addFilm("a.mp4", 3, "train");
    addFilm("b.mp4", 2, "validate");
    addFilm("c.mp4", 1, "test");
    written("hf");
    std::set<std::string> columns;
    std::size_t rows = 0;
    for (const char* split : {"train", "validation", "test"}) {
        for (const json& row : rowsOf(folder / "set" / split / "metadata.jsonl")) {
            std::string types;
            for (const auto& item : row.items())
                types += item.key() + ":" + item.value().type_name() + " ";
            columns.insert(types);
            ++rows;
        }
    }
    EXPECT_EQ(rows, 6U);
    EXPECT_EQ(columns.size(), 1U);
    const std::string readme = *readFile(folder / "set/README.md", 1 << 20);
    EXPECT_EQ(readme.rfind("---\n", 0), 0U);
    EXPECT_NE(readme.find("split: validation"), std::string::npos);
    std::ofstream(folder / "set/README.md") << "my own";
    written("hf");
    EXPECT_EQ(*readFile(folder / "set/README.md", 1 << 20), "my own");
}

TEST_F(ClipSets, aSplitThatHasNothingAnyMoreKeepsNoRowsOfAnEarlierExport)
{
    addFilm("a.mp4", 1, "train");
    addFilm("b.mp4", 1, "test");
    written("hf");
    ExportOptions onlyTrain;
    onlyTrain.split = "train";
    written("hf", onlyTrain);
    EXPECT_TRUE(fs::exists(folder / "set/test/metadata.jsonl")) << "one split after the other";
    document = {};
    addFilm("a.mp4", 1, "train");
    ExportOptions tried;
    tried.mode = ExportMode::TryOnly;
    written("hf", tried);
    EXPECT_TRUE(fs::exists(folder / "set/test/metadata.jsonl"));
    std::ofstream(folder / "set/test/clip.mp4") << "x";
    written("hf");
    EXPECT_FALSE(fs::exists(folder / "set/test/metadata.jsonl"));
    EXPECT_TRUE(fs::exists(folder / "set/test/clip.mp4"));
    EXPECT_EQ(readFile(folder / "set/README.md", 1 << 20)->find("split: test"), std::string::npos);
    std::ofstream(folder / "set/README.md") << "my own";
    std::ofstream(folder / "set/test/metadata.jsonl") << "{}";
    written("hf");
    EXPECT_TRUE(fs::exists(folder / "set/test/metadata.jsonl")) << "what others made stays";
}

TEST_F(ClipSets, rowsOfOthersAreReadAndTheirColumnsGoOutAgain)
{
    fs::create_directories(folder / "in/dev");
    std::ofstream(folder / "in/metadata.jsonl")
        << "\xef\xbb\xbf{\"file_name\":\"x.mp4\",\"text\":\"one\",\"annotator\":\"a7\",\"status\":\"approved\"}\r\n\r\n"
        << R"({"file_name":"y.mp4","captions":["two","three"],"start":1.5,"end":2.25,"language":"de","score":0.5})"
        << "\n";
    std::ofstream(folder / "in/dev/metadata.csv") << "file_name,caption,mood\nz.mp4,\"fo\"\"ur\",calm\n";
    const auto planned = planOf("hf", "in");
    ASSERT_TRUE(planned) << describe(planned.error().error);
    EXPECT_EQ(planned->added, 4U);
    ASSERT_TRUE(document.apply(planned->step));
    EXPECT_EQ(planOf("hf", "in")->skipped, 4U);
    EXPECT_EQ(detectFormat(folder / "in"), "hf");
    EXPECT_EQ(texts(), (std::vector<std::string>{"fo\"ur", "one", "two", "three"}));
    written("hf");
    const std::vector<json> rows = rowsOf(folder / "set/train/metadata.jsonl");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0]["annotator"], "a7");
    EXPECT_EQ(rows[0]["status"], "approved");
    EXPECT_TRUE(rows[0]["score"].is_null());
    EXPECT_EQ(rows[1]["score"], 0.5);
    EXPECT_EQ(rows[1]["start"], 1.5);
    EXPECT_EQ(rows[1]["languages"], json::parse(R"(["de","de"])"));
    EXPECT_EQ(rowsOf(folder / "set/validation/metadata.jsonl").at(0)["mood"], "calm");
}

TEST_F(ClipSets, malformedRowsAreRefusedWithFileAndLine)
{
    expectRefused("hf",
                  {{"no object", "{\"file_name\":\"a.mp4\",\"text\":\"x\"}\n[1]\n", 2},
                   {"no file", "{\"text\":\"x\"}\n", 1},
                   {"up", "{\"file_name\":\"../a.mp4\",\"text\":\"x\"}\n", 1},
                   {"absolute", "{\"file_name\":\"/a.mp4\",\"text\":\"x\"}\n", 1},
                   {"types", "{\"file_name\":\"a.mp4\",\"captions\":[1]}\n", 1},
                   {"times", "{\"file_name\":\"a.mp4\",\"text\":\"x\",\"start\":2,\"end\":1}\n", 1},
                   {"half", "{\"file_name\":\"a.mp4\",\"text\":\"x\",\"start\":2}\n", 1},
                   {"NaN", "{\"file_name\":\"a.mp4\",\"text\":\"x\",\"start\":NaN,\"end\":1}\n", 1},
                   {"twice", "{\"file_name\":\"a.mp4\",\"file_name\":\"a.mp4\",\"text\":\"x\"}\n", 1},
                   {"split", "{\"file_name\":\"a.mp4\",\"text\":\"x\",\"split\":\"banana\"}\n", 1},
                   {"languages", "{\"file_name\":\"a.mp4\",\"text\":\"x\",\"languages\":[\"en\",\"de\"]}\n", 1}});
    fs::create_directories(folder / "in/train");
    std::ofstream(folder / "in/train/metadata.jsonl") << "{\"file_name\":\"a.mp4\",\"captions\":5}\n";
    const auto planned = planOf("hf", "in");
    ASSERT_FALSE(planned);
    EXPECT_EQ(planned.error().problems.at(0).message.rfind("train/metadata.jsonl: ", 0), 0U);
    fs::create_directories(folder / "empty");
    EXPECT_FALSE(planOf("hf", "empty"));
}

TEST_F(ClipSets, shardsHoldTheSamplesMixedAndTheSameBytesEachTime)
{
    addFilm("a.mp4", 20);
    addFilm("b.mp4", 20);
    addFilm("c.mp4", 2, "test");
    ExportOptions options;
    options.shardBytes = 1;
    ASSERT_GT(written("webdataset", options).files.size(), 2U);
    options.shardBytes = 1'000'000;
    const ExportReport report = written("webdataset", options);
    ASSERT_EQ(report.files.size(), 2U);
    EXPECT_FALSE(fs::exists(folder / "set/corpus-train-000001.tar")) << "a shard of the longer export is still there";
    const std::string before = *sha256OfFile(folder / "set/corpus-train-000000.tar");
    written("webdataset", options);
    EXPECT_EQ(*sha256OfFile(folder / "set/corpus-train-000000.tar"), before);

    auto tar = TarReader::open(folder / "set/corpus-train-000000.tar");
    ASSERT_TRUE(tar);
    std::vector<std::string> names;
    while (true) {
        const auto member = tar->next();
        ASSERT_TRUE(member);
        if (!*member)
            break;
        names.push_back((*member)->name);
    }
    ASSERT_EQ(names.size(), 80U);
    std::size_t changes = 0;
    for (std::size_t i = 0; i < names.size(); i += 2) {
        const std::string key = names[i].substr(0, names[i].find('.'));
        EXPECT_EQ(names[i], key + ".json");
        EXPECT_EQ(names[i + 1], key + ".txt");
        changes += i > 0 && names[i][0] != names[i - 2][0] ? 1 : 0;
    }
    EXPECT_GT(changes, 5U) << "the films come one after the other";
    project::Document other;
    const auto plan = importCorpus(other, "webdataset", folder / "set");
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->added, 42U);
}

TEST_F(ClipSets, samplesOfOthersAreRead)
{
    makeTar(folder / "corpus-val-000000.tar",
            {{"./", "", AE_IFDIR},
             {"clips/video0_0001.mp4", "film"},
             {"clips/video0_0001.json", R"({"caption":["a tram"],"start":12.5,"end":24.0,"lang":"de","mood":"calm"})"},
             {"clips/video0_0001.TXT", "a tram"},
             {"__meta__", "{}"},
             {"noise", "no field"},
             {"clips/video1.flac", "sound"},
             {"clips/video1.txt", " rain \n"},
             {"clips/video2.json", R"({"text":"three"})"}});
    const auto planned = planOf("webdataset", "corpus-val-000000.tar");
    ASSERT_TRUE(planned) << describe(planned.error().error);
    ASSERT_TRUE(document.apply(planned->step));
    EXPECT_EQ(texts(), (std::vector<std::string>{"a tram", "rain", "three"}));
    const project::Segment& segment = *document.segmentsOf(document.media().front()->id).front();
    EXPECT_EQ(segment.language, "de");
    EXPECT_EQ(segment.split, "validate");
    EXPECT_EQ(segment.range.start, fromSeconds(12.5));
    EXPECT_EQ(document.media()[1]->name, "video1.flac");
    EXPECT_EQ(detectFormat(folder / "corpus-val-000000.tar"), "webdataset");
}

TEST_F(ClipSets, hostileArchivesAreRefusedWithTheMember)
{
    const TarMember good{"a.json", R"({"caption":"x"})"};
    expectRefusedTar({good, {"../b.json", "{}"}}, 2, "leaves the folder");
    expectRefusedTar({good, {"/etc/b.json", "{}"}}, 2, "leaves the folder");
    expectRefusedTar({good, {"b/../../c.json", "{}"}}, 2, "leaves the folder");
    expectRefusedTar({good, {"b.json", "", AE_IFLNK, "/etc/passwd"}}, 2, "is a link");
    expectRefusedTar({good, {"b.json", "", AE_IFREG, "a.json"}}, 2, "is a link");
    expectRefusedTar({good, {"b.json", "", AE_IFIFO}}, 2, "is a device");
    expectRefusedTar({good, {"b.json", "", AE_IFCHR}}, 2, "is a device");
    expectRefusedTar({good, {"b.json", "[1]"}}, 2, "must be an object");
    expectRefusedTar({good, {"b.json", "{\"caption\":"}}, 2, "b.json");
    expectRefusedTar({good, {"b.json", R"({"caption":"y"})"}, {"a.txt", "x"}}, 3, "stands twice");
    expectRefusedTar({good, {"a.json", R"({"caption":"y"})"}}, 2, "two members");
    expectRefusedTar({good, {"b.json", std::string(std::size_t{5} << 20, ' ')}}, 2, "larger than");
}

TEST_F(ClipSets, archivesThatAreCutOffOrLieAboutTheirSizeAreRefused)
{
    makeTar(folder / "whole.tar", {{"a.json", R"({"caption":"x"})"}, {"a.mp4", std::string(5000, 'f')}});
    const std::string whole = *readFile(folder / "whole.tar", 1 << 20);
    for (const std::size_t size : {100U, 700U, 1024U + 200U, 1024U + 512U + 3000U}) {
        std::ofstream(folder / "cut.tar", std::ios::binary) << whole.substr(0, size);
        EXPECT_FALSE(planOf("webdataset", "cut.tar")) << size;
    }
    std::string huge = whole;
    huge.replace(124, 11, "77777777777"); // 8 GiB, with a checksum that is right
    huge.replace(148, 8, "        ");
    unsigned int sum = 0;
    for (int i = 0; i < 512; ++i)
        sum += static_cast<unsigned char>(huge[static_cast<std::size_t>(i)]);
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06o", sum);
    huge.replace(148, 7, std::string(digits, 6) + '\0');
    std::ofstream(folder / "huge.tar", std::ios::binary) << huge;
    EXPECT_FALSE(planOf("webdataset", "huge.tar"));
    std::ofstream(folder / "none.tar", std::ios::binary) << std::string(4096, 'x');
    EXPECT_FALSE(planOf("webdataset", "none.tar"));
}

TEST_F(ClipSets, clipsThatWereCutGoIntoTheSetAndOthersAreLeftOut)
{
    addFilm("a.mp4", 2);
    auto files = std::make_shared<ClipFiles>();
    std::ofstream(folder / "a_0_1000.mp4") << "a film, cut";
    (*files)["a_0_1000"] = {folder / "a_0_1000.mp4", "train/a_0_1000.mp4", {MediaTime{0}, std::chrono::seconds(2)}};
    ExportOptions options;
    options.clipFiles = files;
    const ExportReport shards = written("webdataset", options);
    EXPECT_EQ(shards.sentences, 1U);
    ASSERT_EQ(shards.counted.size(), 1U);
    EXPECT_EQ(shards.counted[0].what, "clips");
    auto tar = TarReader::open(shards.files.at(0));
    ASSERT_TRUE(tar);
    std::map<std::string, std::string> members;
    for (auto member = tar->next(); member && *member; member = tar->next())
        members[(*member)->name] = *tar->read(1 << 16);
    EXPECT_EQ(members["a_0_1000.mp4"], "a film, cut");
    EXPECT_EQ(members["a_0_1000.txt"], "a.mp4 0");
    const json record = json::parse(members["a_0_1000.json"]);
    EXPECT_EQ(record["caption"], json::array({"a.mp4 0"}));
    EXPECT_EQ(record["clip_end"], 1.0);
    fs::remove_all(folder / "set");
    written("hf", options);
    const std::vector<json> rows = rowsOf(folder / "set/train/metadata.jsonl");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0]["file_name"], "a_0_1000.mp4");
    // Elsewhere the film is not known, and the clip is what there is.
    std::ofstream(folder / "set/train/a_0_1000.mp4") << "a film, cut";
    project::Document other;
    const auto plan = importCorpus(other, "hf", folder / "set");
    ASSERT_TRUE(plan);
    ASSERT_TRUE(other.apply(plan->step));
    EXPECT_EQ(other.media().at(0)->path, (folder / "set/train/a_0_1000.mp4").string());
    EXPECT_EQ(other.segmentsOf(other.media()[0]->id).at(0)->range, (TimeRange{MediaTime{0}, std::chrono::seconds(1)}));
}

} // namespace
