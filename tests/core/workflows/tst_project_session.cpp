// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/edits.h"
#include "core/storage/project_file.h"
#include "core/workflows/person_at_work.h"
#include "core/workflows/project_session.h"
#include "tests/core/project/sample_document.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace descant;
using namespace descant::workflows;
namespace fs = std::filesystem;

namespace {

/// Who works, for as long as it lives; nobody where the name is empty.
class PersonAtWork {
public:
    explicit PersonAtWork(const std::string& name)
    {
        ::setenv("XDG_CONFIG_HOME", m_folder.path().c_str(), 1);
        ::setenv("DESCANT_PERSON", name.c_str(), 1);
    }
    ~PersonAtWork()
    {
        ::unsetenv("DESCANT_PERSON");
        ::unsetenv("XDG_CONFIG_HOME");
    }

private:
    test::TemporaryFolder m_folder;
};

class ProjectSessionTest : public ::testing::Test {
protected:
    fs::path path() const { return folder / "p.descant"; }

    void reopen()
    {
        session.reset();
        auto opened = ProjectSession::open(path());
        ASSERT_TRUE(opened) << describe(opened.error());
        session = *std::move(opened);
    }

    std::string newSegment()
    {
        EXPECT_TRUE(session->perform(project::addMedia(session->document(), {test::sampleMedium("a.mp4")})));
        const std::string medium = session->document().media()[0]->id;
        EXPECT_TRUE(session->perform(project::addSegment(session->document(), medium, {MediaTime{0}, MediaTime{9}})));
        return session->document().segmentsOf(medium)[0]->id;
    }

    test::TemporaryFolder folder;
    std::unique_ptr<ProjectSession> session = *ProjectSession::create(path());
};

TEST_F(ProjectSessionTest, aThousandRandomEditsUndosAndRedosSurviveRestarts)
{
    std::mt19937 random(99);
    std::vector<project::Document> past{session->document()}; // what undo must lead back to
    std::vector<project::Document> undone;                    // what redo must lead to
    for (int i = 0; i < 1000; ++i) {
        const auto choice = random() % 10;
        if (choice < 6 || past.size() == 1) {
            project::Step step = test::randomEdit(session->document(), random);
            step.mergeKey.clear(); // merging has its own test
            ASSERT_TRUE(session->perform(std::move(step)));
            past.push_back(session->document());
            undone.clear();
        } else if (choice < 8) {
            ASSERT_TRUE(session->undo());
            undone.push_back(past.back());
            past.pop_back();
        } else if (!undone.empty()) {
            ASSERT_TRUE(session->redo());
            past.push_back(undone.back());
            undone.pop_back();
        }
        if (i % 97 == 0)
            reopen();
        ASSERT_EQ(session->document(), past.back()) << "edit " << i;
    }
    while (past.size() > 1) {
        ASSERT_NE(*session->undo(), "");
        past.pop_back();
        ASSERT_EQ(session->document(), past.back());
    }
    EXPECT_EQ(*session->undo(), "");
    session.reset();
    auto file = storage::ProjectFile::open(path());
    EXPECT_EQ(file->check(storage::CheckDepth::Deep)->problems, std::vector<std::string>{});
}

TEST_F(ProjectSessionTest, typingIsOneStepAlsoOnDisk)
{
    const std::string id = newSegment();
    const std::string words = "a cow jumps";
    for (std::size_t i = 1; i <= words.size(); ++i)
        ASSERT_TRUE(session->perform(project::setText(session->document(), id, words.substr(0, i))));
    EXPECT_EQ(session->history().steps().size(), 3U);
    reopen();
    EXPECT_EQ(session->document().segment(id)->text, words);
    EXPECT_EQ(session->history().steps().size(), 3U);
    EXPECT_EQ(*session->undo(), "Typing");
    EXPECT_EQ(session->document().segment(id)->text, "");
    session.reset();
    auto file = storage::ProjectFile::open(path());
    EXPECT_EQ(file->check(storage::CheckDepth::Deep)->problems, std::vector<std::string>{});
}

TEST_F(ProjectSessionTest, everyStepIsToldWhenItIsSaved)
{
    session.reset();
    std::atomic<int> saved{0};
    ProjectSession::Callbacks callbacks;
    callbacks.saved = [&] { ++saved; };
    session = *ProjectSession::open(path(), callbacks);
    const std::string id = newSegment();
    ASSERT_TRUE(session->perform(project::setStatus(session->document(), id, project::SegmentStatus::Flagged)));
    ASSERT_TRUE(session->flush());
    EXPECT_TRUE(session->isSaved());
    session.reset();
    EXPECT_EQ(saved, 3);
}

TEST_F(ProjectSessionTest, arefusedEditChangesNothing)
{
    const std::string id = newSegment();
    const project::Document before = session->document();
    EXPECT_FALSE(session->perform(project::splitSegment(session->document(), id, MediaTime{100})));
    EXPECT_FALSE(session->perform(project::setText(session->document(), "nobody", "x")));
    EXPECT_EQ(session->document(), before);
    EXPECT_EQ(session->history().steps().size(), 2U);
}

/// In a child process, because a limit of file sizes holds for the whole process.
int workOnAFullDisk(const fs::path& path)
{
    ::signal(SIGXFSZ, SIG_IGN);
    std::atomic<int> failures{0};
    ProjectSession::Callbacks callbacks;
    callbacks.saveFailed = [&](const Error& error) { failures += error.code == ErrorCode::DiskFull ? 1 : 1000; };
    auto session = ProjectSession::open(path, callbacks);
    if (!session)
        return 2;
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit small{300'000, limit.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    std::mt19937 random(5);
    for (int i = 0; i < 800; ++i) {
        if (!(*session)->perform(test::randomEdit((*session)->document(), random)))
            return 3;
    }
    const auto full = (*session)->flush();
    if (full || full.error().code != ErrorCode::DiskFull || failures == 0 || failures >= 1000 || (*session)->isSaved())
        return 4;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    if (!(*session)->flush())
        return 5;
    const project::Document document = (*session)->document();
    session->reset();
    auto file = storage::ProjectFile::open(path);
    const auto report = file->check(storage::CheckDepth::Deep);
    return report && report->problems.empty() && *file->load() == document ? 0 : 6;
}

TEST_F(ProjectSessionTest, whatAFullDiskDidNotTakeIsKeptAndSavedLater)
{
    session.reset();
    const pid_t child = ::fork();
    if (child == 0)
        _exit(workOnAFullDisk(path()));
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(ProjectSessionTest, everyStepSaysWhoDidIt)
{
    std::string id;
    {
        const PersonAtWork ada(" Ada\n Lovelace ");
        reopen();
        id = newSegment();
        ASSERT_TRUE(session->perform(project::setText(session->document(), id, "a tram")));
        EXPECT_EQ(session->history().steps().back().person, "Ada Lovelace");
    }
    const PersonAtWork bob("Bob");
    reopen();
    for (const project::Step& step : session->history().steps())
        EXPECT_EQ(step.person, "Ada Lovelace") << step.name;
    ASSERT_TRUE(session->perform(project::setText(session->document(), id, "a bus")));
    EXPECT_EQ(session->history().steps().size(), 4U) << "what two people type is no one step";
    ASSERT_TRUE(session->undo());
    ASSERT_TRUE(session->undo());
    EXPECT_EQ(session->history().steps().back().person, "Bob") << "who takes it back, and not who wrote it";
    project::Step others = *project::setText(session->document(), id, "a cow");
    others.person = "Eve";
    ASSERT_TRUE(session->perform(others));
    reopen();
    EXPECT_EQ(session->history().steps().back().person, "Eve") << "who is named stays";
}

TEST_F(ProjectSessionTest, aWorkPackageIsTheWorkOfWhoItIsFor)
{
    const PersonAtWork nobody("");
    ASSERT_TRUE(setPersonAtWork("Bob"));
    EXPECT_EQ(personAtWork(), "Bob");
    newSegment();
    session.reset();
    {
        auto file = storage::ProjectFile::open(path());
        project::PackageOrigin origin;
        origin.person = "Ada";
        ASSERT_TRUE(file && file->becomePackage(origin, {}));
    }
    reopen();
    const std::string medium = session->document().media()[0]->id;
    ASSERT_TRUE(session->perform(project::addSegment(session->document(), medium, {MediaTime{20}, MediaTime{29}})));
    EXPECT_EQ(session->history().steps().back().person, "Ada");
    std::ofstream(personFile()) << "{";
    EXPECT_EQ(personAtWork(), "") << "a damaged file keeps nobody from working";
    ASSERT_TRUE(setPersonAtWork(""));
    EXPECT_FALSE(fs::exists(personFile()));
    EXPECT_EQ(setPersonAtWork("\xff").error().code, ErrorCode::InputInvalid);
}

} // namespace
