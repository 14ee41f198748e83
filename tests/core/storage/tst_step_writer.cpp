// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/identifier.h"
#include "core/storage/project_file.h"
#include "core/storage/project_rows.h"
#include "tests/core/project/sample_document.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace descant;
using namespace descant::storage;
namespace fs = std::filesystem;

namespace {

using project::Change;
using project::Entity;

project::Segment segmentOf(const project::Medium& medium, int number)
{
    project::Segment segment;
    segment.id = newIdentifier();
    segment.mediumId = medium.id;
    segment.range = {MediaTime{number}, MediaTime{number + 1000}};
    segment.text = "a tram with number w" + std::to_string(number);
    segment.extra = R"({"from":{"format":"csv","row":")" + std::to_string(number) + "\"}}";
    return segment;
}

project::Step head()
{
    project::Step step;
    step.id = newIdentifier();
    step.name = "Import";
    step.time = timestampNow();
    return step;
}

class StepWriterTest : public ::testing::Test {
protected:
    fs::path path() const { return folder / "p.descant"; }

    /// Media and segments, in an order in which they can be made.
    std::vector<Change> corpus(int media, int captions) const
    {
        std::vector<Change> changes;
        for (int i = 0; i < media; ++i) {
            const project::Medium medium = test::sampleMedium("m" + std::to_string(i) + ".mp4");
            changes.push_back({std::nullopt, Entity(medium)});
            for (int k = 0; k < captions; ++k)
                changes.push_back({std::nullopt, Entity(segmentOf(medium, k))});
        }
        return changes;
    }

    static Result<void> write(ProjectFile& file, const std::vector<Change>& changes, StepSize size = StepSize::Usual)
    {
        DESCANT_TRY(const auto step, file.begin(head(), size));
        for (const Change& change : changes)
            DESCANT_CHECK(step->add(change));
        return step->commit();
    }

    void make(const std::vector<Change>& changes) const
    {
        auto file = ProjectFile::create(path());
        ASSERT_TRUE(file);
        ASSERT_TRUE(write(*file, changes));
    }

    static void expectWhole(ProjectFile& file)
    {
        const auto report = file.check(CheckDepth::Deep);
        ASSERT_TRUE(report) << describe(report.error());
        EXPECT_EQ(report->problems, std::vector<std::string>{});
    }

    void sql(const std::string& statement) const
    {
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(path().c_str(), &handle), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(handle, statement.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(handle);
        sqlite3_close(handle);
    }

    test::TemporaryFolder folder;
};

TEST_F(StepWriterTest, aLongStepIsInTheTablesTheJournalAndTheSearch)
{
    const std::vector<Change> changes = corpus(30, 100);
    auto file = ProjectFile::create(path());
    ASSERT_TRUE(write(*file, changes, StepSize::Large));
    const auto steps = file->journal();
    ASSERT_TRUE(steps) << describe(steps.error());
    ASSERT_EQ(steps->size(), 1U);
    EXPECT_EQ(steps->front().changes, changes);
    EXPECT_EQ(file->load()->segmentCount(), 3000U);
    EXPECT_EQ(file->search("w7")->size(), 30U);
    expectWhole(*file);
}

TEST_F(StepWriterTest, stepsOfBothKindsFollowOneAnother)
{
    auto file = ProjectFile::create(path());
    ASSERT_TRUE(write(*file, corpus(3, 10)));
    project::Document document = *file->load();
    std::mt19937 random(3);
    for (int i = 0; i < 20; ++i) {
        const project::Step step = test::randomEdit(document, random);
        ASSERT_TRUE(document.apply(step));
        ASSERT_TRUE(file->commit(step));
    }
    // Changes and removals too, and a second import into what is there.
    const project::Segment before = *document.segmentsOf(document.media().back()->id).front();
    project::Segment after = before;
    after.text = "a zebra";
    ASSERT_TRUE(write(*file, {{Entity(before), Entity(after)}}));
    ASSERT_TRUE(write(*file, corpus(2, 5)));
    EXPECT_EQ(file->search("zebra")->size(), 1U);
    EXPECT_EQ(file->journal()->size(), 23U);
    expectWhole(*file);
}

TEST_F(StepWriterTest, whatIsNotCommittedNeverHappened)
{
    auto file = ProjectFile::create(path());
    {
        const auto step = file->begin(head());
        for (const Change& change : corpus(20, 100))
            ASSERT_TRUE((*step)->add(change));
    }
    EXPECT_EQ(file->load()->mediaCount(), 0U);
    EXPECT_EQ(file->journal()->size(), 0U);
    ASSERT_TRUE(write(*file, {}));
    EXPECT_EQ(file->journal()->size(), 0U) << "a step without changes is none";
    ASSERT_TRUE(write(*file, corpus(1, 2))) << "the next step finds everything as it was";
    EXPECT_EQ(file->search("tram")->size(), 2U);
    expectWhole(*file);
}

TEST_F(StepWriterTest, whatDoesNotFitIsToldAndNothingIsWritten)
{
    auto file = ProjectFile::create(path());
    std::vector<Change> orphan = corpus(1, 1);
    orphan.erase(orphan.begin());
    std::vector<Change> twice = corpus(1, 2000);
    twice.push_back(twice[1]);
    std::vector<Change> broken = corpus(1, 1);
    std::get<project::Segment>(*broken.back().after).text = "\xff";
    for (const auto& changes : {orphan, twice, broken}) {
        EXPECT_FALSE(write(*file, changes));
        EXPECT_EQ(file->load()->mediaCount(), 0U);
    }
    expectWhole(*file);
}

TEST_F(StepWriterTest, aDamagedPieceIsToldAsDamage)
{
    make(corpus(2, 50));
    for (const char* bytes :
         {"x'00'", "x''", "zeroblob(1000)", "x'28b52ffd'", "substr(changes, 1, length(changes) / 2)"}) {
        sql(std::string("UPDATE journal_piece SET changes = ") + bytes);
        auto file = ProjectFile::open(path());
        ASSERT_TRUE(file);
        const auto steps = file->journal();
        ASSERT_FALSE(steps) << bytes;
        EXPECT_EQ(steps.error().code, ErrorCode::ProjectDamaged) << bytes;
    }
}

TEST_F(StepWriterTest, aKillInTheMidstLeavesTheProjectAsItWas)
{
    ASSERT_TRUE(ProjectFile::create(path()));
    std::mt19937 random(17);
    for (int round = 0; round < 12; ++round) {
        const std::size_t before = ProjectFile::open(path())->load()->mediaCount();
        const pid_t child = ::fork();
        if (child == 0) {
            auto file = ProjectFile::open(path());
            if (file)
                (void)write(*file, corpus(200, 100), StepSize::Large);
            ::pause();
        }
        ::usleep(static_cast<useconds_t>(random() % 400'000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        auto file = ProjectFile::open(path()); // in the first rounds, beside a journal that is to be played back
        ASSERT_TRUE(file) << "round " << round << ": " << describe(file.error());
        const std::size_t after = file->load()->mediaCount();
        EXPECT_TRUE(after == before || after == before + 200) << "round " << round << ": " << after;
        expectWhole(*file);
    }
}

TEST_F(StepWriterTest, rowsSayWhatADocumentSays)
{
    std::mt19937 random(29);
    project::Document document;
    auto file = ProjectFile::create(path());
    for (int i = 0; i < 300; ++i) {
        const project::Step step = test::randomEdit(document, random);
        ASSERT_TRUE(document.apply(step));
        ASSERT_TRUE(file->commit(step));
    }
    const auto opened = ProjectRows::open(path());
    ASSERT_TRUE(opened) << describe(opened.error());
    const project::ProjectView& rows = **opened;
    const auto values = [](const auto& addresses) {
        std::vector<std::remove_cvref_t<decltype(*addresses.front())>> all;
        for (const auto* one : addresses)
            all.push_back(*one);
        return all;
    };
    ASSERT_GT(document.proposalCount(), 0U);
    ASSERT_GT(document.readingCount(), 0U);
    EXPECT_EQ(values(rows.media()), values(document.media()));
    for (const project::Medium* medium : document.media()) {
        EXPECT_EQ(*rows.medium(medium->id), *medium);
        EXPECT_EQ(values(rows.segmentsOf(medium->id)), values(document.segmentsOf(medium->id)));
        EXPECT_EQ(values(rows.readingsIn(medium->id)), values(document.readingsIn(medium->id)));
        for (const project::Segment* segment : document.segmentsOf(medium->id)) {
            EXPECT_EQ(*rows.segment(segment->id), *segment);
            EXPECT_EQ(values(rows.proposalsOf(segment->id)), values(document.proposalsOf(segment->id)));
        }
    }
    EXPECT_EQ(rows.medium("none"), nullptr);
    EXPECT_EQ(rows.segment("none"), nullptr);
    EXPECT_EQ(rows.proposal("none"), nullptr);
    EXPECT_TRUE(rows.readState());
}

TEST_F(StepWriterTest, rowsSeeTheProjectAsItWasWhileAStepIsWritten)
{
    auto file = ProjectFile::create(path());
    ASSERT_TRUE(write(*file, corpus(1, 3)));
    const auto rows = ProjectRows::open(path());
    const std::string medium = (*rows)->media().front()->id;
    const auto step = file->begin(head());
    for (const Change& change : corpus(30, 100))
        ASSERT_TRUE((*step)->add(change));
    EXPECT_EQ((*rows)->segmentsOf(medium).size(), 3U);
    ASSERT_TRUE((*step)->commit());
    EXPECT_EQ((*rows)->media().size(), 1U);
    EXPECT_TRUE((*rows)->readState());
}

TEST_F(StepWriterTest, rowsThatCannotBeReadAreTold)
{
    make(corpus(1, 3));
    sql("UPDATE segment SET status = 'nonsense'");
    const auto file = ProjectFile::open(path());
    const auto rows = ProjectRows::open(path());
    EXPECT_TRUE((*rows)->segmentsOf((*rows)->media().front()->id).empty());
    ASSERT_FALSE((*rows)->readState());
    EXPECT_EQ((*rows)->readState().error().code, ErrorCode::ProjectDamaged);
}

} // namespace
