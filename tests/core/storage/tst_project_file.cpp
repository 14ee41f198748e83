// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/project/edits.h"
#include "core/storage/project_copy.h"
#include "core/storage/project_file.h"
#include "tests/core/project/sample_document.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

using namespace descant;
using namespace descant::storage;
namespace fs = std::filesystem;

namespace {

class ProjectFileTest : public ::testing::Test {
protected:
    fs::path path() const { return folder / "p.descant"; }

    /// A project with `count` random steps; gives the document they make.
    project::Document make(int count)
    {
        std::mt19937 random(7);
        project::Document document;
        auto file = ProjectFile::create(path());
        EXPECT_TRUE(file) << describe(file.error());
        for (int i = 0; file && i < count; ++i) {
            const project::Step step = test::randomEdit(document, random);
            EXPECT_TRUE(document.apply(step));
            const auto committed = file->commit(step);
            EXPECT_TRUE(committed) << describe(committed.error());
        }
        return document;
    }

    void sql(const std::string& statement) const
    {
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(path().c_str(), &handle), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(handle, statement.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(handle);
        sqlite3_close(handle);
    }

    ErrorCode codeOfOpening() const
    {
        const auto file = ProjectFile::open(path());
        return file ? ErrorCode::Internal : file.error().code;
    }

    test::TemporaryFolder folder;
};

TEST_F(ProjectFileTest, whatWasCommittedIsThereAgain)
{
    const project::Document document = make(200);
    auto file = ProjectFile::open(path());
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ(*file->load(), document);
    EXPECT_EQ(file->journal()->size(), 200U);
    const auto report = file->check(CheckDepth::Deep);
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->problems, std::vector<std::string>{});
}

TEST_F(ProjectFileTest, theJournalGivesTheDocumentAsOfATime)
{
    make(50);
    auto file = ProjectFile::open(path());
    auto steps = *file->journal();
    for (std::size_t i = 0; i < steps.size(); ++i)
        steps[i].time = i < 20 ? "2026-01-05T10:00:00.000Z" : "2026-01-05T11:00:00.000Z";
    const auto early = replay(steps, "2026-01-05T10:30:00Z");
    const auto first = replay({steps.begin(), steps.begin() + 20});
    ASSERT_TRUE(early && first);
    EXPECT_EQ(*early, *first);
    EXPECT_FALSE(*early == *replay(steps));
}

TEST_F(ProjectFileTest, aFileThatIsThereIsNotMadeAgain)
{
    make(1);
    EXPECT_EQ(ProjectFile::create(path()).error().code, ErrorCode::ProjectExists);
}

TEST_F(ProjectFileTest, aMissingFileAndOtherFilesAreRefusedAndNotTouched)
{
    EXPECT_EQ(codeOfOpening(), ErrorCode::FileNotFound);
    for (const std::string& bytes : {std::string("not a database at all"), std::string(), std::string(5000, 'x')}) {
        std::ofstream(path(), std::ios::binary | std::ios::trunc) << bytes;
        EXPECT_EQ(codeOfOpening(), ErrorCode::NotAProject);
        EXPECT_EQ(*readFile(path(), 10'000), bytes);
    }
    fs::remove(path());
    sql("CREATE TABLE t (a)");
    EXPECT_EQ(codeOfOpening(), ErrorCode::NotAProject);
}

TEST_F(ProjectFileTest, aNewerFileIsRefusedAndNotTouched)
{
    make(3);
    sql("PRAGMA user_version = 999");
    const std::string before = *readFile(path(), 1 << 24);
    EXPECT_EQ(codeOfOpening(), ErrorCode::ProjectTooNew);
    EXPECT_EQ(*readFile(path(), 1 << 24), before);
}

TEST_F(ProjectFileTest, tablesViewsAndTriggersOfOthersAreRefusedAndNeverRun)
{
    const std::string endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT ";
    const std::pair<const char*, std::string> changes[] = {
        {"view “medium”",
         "PRAGMA foreign_keys = OFF; DROP TABLE medium; CREATE VIEW medium AS " + endless
             + "i, '', '', '', 0, 0, 0, 0, 0, '' FROM n"},
        {"extra", "CREATE TRIGGER extra AFTER INSERT ON journal BEGIN DELETE FROM segment; END"},
        {"segment_search_insert", "DROP TRIGGER segment_search_insert"},
        {"other", "CREATE TABLE other (a)"},
        {"reading", "DROP TABLE reading"},
        {"schema -5", "PRAGMA user_version = -5"},
        {"schema 0", "PRAGMA user_version = 0"},
    };
    for (const auto& [named, change] : changes) {
        fs::remove(path());
        make(3);
        sql(change);
        const std::string before = *readFile(path(), 1 << 24);
        const auto file = ProjectFile::open(path());
        ASSERT_FALSE(file) << change;
        EXPECT_EQ(file.error().code, ErrorCode::ProjectDamaged) << change;
        EXPECT_NE(describe(file.error()).find(named), std::string::npos) << describe(file.error());
        EXPECT_EQ(*readFile(path(), 1 << 24), before) << change;
    }
}

TEST_F(ProjectFileTest, theStatisticsThatSqliteKeepsAreNoneOfOurTables)
{
    make(20);
    sql("ANALYZE; REINDEX");
    EXPECT_TRUE(ProjectFile::open(path()));
}

TEST_F(ProjectFileTest, aSecondWindowIsRefusedUntilTheFirstIsClosed)
{
    {
        const auto first = ProjectFile::create(path());
        ASSERT_TRUE(first);
        EXPECT_EQ(codeOfOpening(), ErrorCode::ProjectLocked);
    }
    EXPECT_TRUE(ProjectFile::open(path()));
}

TEST_F(ProjectFileTest, aLinkIsNoWayAroundTheLock)
{
    const auto first = ProjectFile::create(path());
    ASSERT_TRUE(first);
    fs::create_symlink(path(), folder / "soft.descant");
    fs::create_hard_link(path(), folder / "hard.descant");
    for (const char* name : {"soft.descant", "hard.descant"}) {
        const auto second = ProjectFile::open(folder / name);
        ASSERT_FALSE(second) << name;
        EXPECT_EQ(second.error().code, ErrorCode::ProjectLocked) << name;
    }
}

TEST_F(ProjectFileTest, aStepOfAnotherProgramIsNotWrittenOver)
{
    project::Document document = make(5);
    auto file = ProjectFile::open(path());
    sql("INSERT INTO journal(id, name, time, person, undoes, step) VALUES ('x', '', '', '', '', '{}')");
    const auto step = project::addMedia(document, {test::sampleMedium("new.mp4")});
    const auto committed = file->commit(*step);
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, ErrorCode::FileChanged);
    EXPECT_EQ(*file->load(), document);
}

TEST_F(ProjectFileTest, damageIsFoundAndToldWithoutACrash)
{
    make(150);
    const auto size = fs::file_size(path());
    std::mt19937 random(3);
    int found = 0;
    const std::string good = *readFile(path(), 1 << 26);
    for (int round = 0; round < 20; ++round) {
        std::string bad = good;
        const std::size_t at = 4096 + random() % (size - 4096 - 600);
        for (std::size_t i = 0; i < 600; ++i)
            bad[at + i] = static_cast<char>(random());
        std::ofstream(path(), std::ios::binary | std::ios::trunc) << bad;
        auto file = ProjectFile::open(path());
        const auto report = file ? file->check(CheckDepth::Deep) : Result<CheckReport>(fail(file.error()));
        found += !report || !report->problems.empty() ? 1 : 0;
    }
    EXPECT_GE(found, 15); // some bytes lie in free space, where they harm nobody
}

TEST_F(ProjectFileTest, aTableThatDoesNotFitTheJournalIsFoundByADeepCheck)
{
    make(60);
    sql("UPDATE segment SET text = 'somebody was here' WHERE number = (SELECT max(number) FROM segment)");
    auto file = ProjectFile::open(path());
    ASSERT_TRUE(file);
    EXPECT_EQ(file->check(CheckDepth::Quick)->problems.size(), 0U);
    EXPECT_EQ(file->check(CheckDepth::Deep)->problems.size(), 1U);
}

TEST_F(ProjectFileTest, aSearchIndexThatMissesATextIsFoundByADeepCheck)
{
    make(60);
    sql("INSERT INTO segment_search(segment_search, rowid, text) SELECT 'delete', number, text FROM segment "
        "WHERE text <> '' LIMIT 1");
    auto file = ProjectFile::open(path());
    ASSERT_TRUE(file);
    const auto report = file->check(CheckDepth::Deep);
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->problems, std::vector<std::string>{"the search index does not hold what the texts say"});
}

TEST_F(ProjectFileTest, humanTextIsFoundByItsWordsAndSignsAreOnlyWords)
{
    project::Document document;
    auto file = ProjectFile::create(path());
    const auto perform = [&](const Result<project::Step>& step) {
        ASSERT_TRUE(step && document.apply(*step) && file->commit(*step));
    };
    perform(project::addMedia(document, {test::sampleMedium("a.mp4")}));
    perform(project::addSegment(document, document.media()[0]->id, {MediaTime{0}, MediaTime{5}}));
    const std::string id = document.segmentsOf(document.media()[0]->id)[0]->id;
    perform(project::setText(document, id, "A cow jumps over the moon"));
    EXPECT_EQ(*file->search("moon cow"), std::vector<std::string>{id});
    EXPECT_EQ(*file->search("goat"), std::vector<std::string>{});
    perform(project::setText(document, id, "a goat"));
    EXPECT_EQ(*file->search("goat"), std::vector<std::string>{id});
    EXPECT_EQ(*file->search("cow"), std::vector<std::string>{});
    for (const char* words : {"\"", "goat OR", "(", "*", "text:", "NEAR(a b)", "  "})
        EXPECT_TRUE(file->search(words)) << words;
}

TEST_F(ProjectFileTest, aCommitThatFailsLeavesNothingOfItself)
{
    const project::Document document = make(30);
    auto file = ProjectFile::open(path());
    project::Segment orphan;
    orphan.id = "orphan";
    orphan.mediumId = "nobody";
    orphan.range = {MediaTime{0}, MediaTime{1}};
    project::Medium medium = test::sampleMedium("b.mp4");
    const project::Step step{"s",
                             "n",
                             "2026-01-05T10:00:00.000Z",
                             {},
                             {},
                             {},
                             {{std::nullopt, project::Entity(medium)}, {std::nullopt, project::Entity(orphan)}}};
    EXPECT_FALSE(file->commit(step));
    EXPECT_EQ(*file->load(), document);
    EXPECT_EQ(file->journal()->size(), 30U);
}

TEST_F(ProjectFileTest, backupsAreMadeOnceADayAndTheOldestGo)
{
    make(5);
    const fs::path backups = path().string() + ".backups";
    EXPECT_TRUE(ProjectFile::open(path()));
    EXPECT_FALSE(fs::exists(backups)); // the project was made today
    for (int day = 1; day <= 8; ++day) {
        sql("UPDATE project SET value = '2025-01-0" + std::to_string(day) + "' WHERE key = 'backed_up'");
        ASSERT_TRUE(ProjectFile::open(path()));
    }
    std::ofstream(backups / "2025-01-01T10-00-00.descant.part") << "cut off by a crash";
    sql("UPDATE project SET value = '2025-01-09' WHERE key = 'backed_up'");
    ASSERT_TRUE(ProjectFile::open(path()));
    std::vector<fs::path> copies;
    for (const auto& entry : fs::directory_iterator(backups))
        copies.push_back(entry.path());
    ASSERT_EQ(copies.size(), 5U);
    auto copy = ProjectFile::open(copies.front());
    ASSERT_TRUE(copy) << describe(copy.error());
    EXPECT_EQ(copy->journal()->size(), 5U);
}

TEST_F(ProjectFileTest, aMigrationWithoutABackupIsRefusedButDailyWorkIsNot)
{
    make(5);
    std::ofstream(path().string() + ".backups") << "a file is in the way";
    sql("UPDATE project SET value = '2025-01-01' WHERE key = 'backed_up'");
    EXPECT_TRUE(ProjectFile::open(path()));
    fs::copy_file(test::dataFile("project_schema_1.descant"), path(), fs::copy_options::overwrite_existing);
    EXPECT_EQ(codeOfOpening(), ErrorCode::FileNotWritable);
}

TEST_F(ProjectFileTest, theFirstSchemaStillOpens)
{
    const fs::path stored = test::dataFile("project_schema_1.descant");
    ASSERT_TRUE(fs::exists(stored));
    fs::copy_file(stored, path());
    auto file = ProjectFile::open(path());
    ASSERT_TRUE(file) << describe(file.error());
    const auto document = file->load();
    ASSERT_TRUE(document) << describe(document.error());
    EXPECT_EQ(document->mediaCount(), 1U);
    EXPECT_EQ(document->segmentsOf(document->media()[0]->id).at(0)->text, "a cow jumps on the grass");
    EXPECT_EQ(document->proposalCount(), 1U);
    EXPECT_EQ(file->check(CheckDepth::Deep)->problems, std::vector<std::string>{});
}

TEST_F(ProjectFileTest, aProjectOfTheFirstSchemaTakesInReadingsAndHasAnIdentityOfItsOwn)
{
    fs::copy_file(test::dataFile("project_schema_1.descant"), path());
    auto file = ProjectFile::open(path());
    ASSERT_TRUE(file) << describe(file.error());
    const std::string id = *file->id();
    EXPECT_EQ(id.size(), 32U);
    EXPECT_FALSE(*file->packageOrigin());
    project::Document document = *file->load();
    const std::string medium = document.media()[0]->id;
    const project::Reading reading = test::sampleReading(medium, document.segmentsOf(medium)[0]->id, "a goat");
    const project::Step step{
        "s", "n", "2026-01-05T10:00:00.000Z", {}, {}, {}, {{std::nullopt, project::Entity(reading)}}};
    ASSERT_TRUE(document.apply(step) && file->commit(step));
    EXPECT_EQ(*file->load(), document);
    EXPECT_EQ(file->load()->readingsOf(reading.segmentId).at(0)->text, "a goat");
    EXPECT_EQ(file->check(CheckDepth::Deep)->problems, std::vector<std::string>{});
    ASSERT_TRUE(copyProject(path(), folder / "copy.descant"));
    EXPECT_EQ(*ProjectFile::open(folder / "copy.descant")->id(), id);
    EXPECT_NE(*ProjectFile::create(folder / "other.descant")->id(), id);
}

} // namespace
