// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/storage/project_copy.h"
#include "core/storage/project_file.h"
#include "tests/core/project/sample_document.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace descant;
using namespace descant::storage;
namespace fs = std::filesystem;

namespace {

project::Document commitSteps(ProjectFile& file, unsigned seed, int count)
{
    std::mt19937 random(seed);
    project::Document document = *file.load();
    for (int i = 0; i < count; ++i) {
        const project::Step step = test::randomEdit(document, random);
        EXPECT_TRUE(document.apply(step) && file.commit(step));
    }
    return document;
}

project::Document makeProject(const fs::path& path, unsigned seed, int count)
{
    auto file = ProjectFile::create(path);
    EXPECT_TRUE(file) << describe(file.error());
    return commitSteps(*file, seed, count);
}

project::Document documentOf(const fs::path& path)
{
    auto file = ProjectFile::open(path);
    EXPECT_TRUE(file) << describe(file.error());
    const auto report = file->check(CheckDepth::Deep);
    EXPECT_TRUE(report && report->problems.empty());
    return *file->load();
}

int inChild(const std::function<int()>& work)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::vector<std::string> filesIn(const fs::path& folder)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

class ProjectCopyTest : public ::testing::Test {
protected:
    test::TemporaryFolder folder;
    fs::path from = folder / "from.descant";
    fs::path to = folder / "to.descant";
};

TEST_F(ProjectCopyTest, theCopyHoldsWhatIsCommittedEvenWhileTheProjectIsOpen)
{
    auto file = ProjectFile::create(from);
    const project::Document document = commitSteps(*file, 3, 50);
    const auto copied = copyProject(from, to);
    ASSERT_TRUE(copied) << describe(copied.error());
    EXPECT_EQ(documentOf(to), document);
}

TEST_F(ProjectCopyTest, aProjectThatIsOpenElsewhereIsNotReplaced)
{
    makeProject(from, 3, 20);
    auto open = ProjectFile::create(to);
    const project::Document document = commitSteps(*open, 4, 20);
    const auto copied = copyProject(from, to);
    ASSERT_FALSE(copied);
    EXPECT_EQ(copied.error().code, ErrorCode::ProjectLocked);
    EXPECT_EQ(*open->load(), document);
}

TEST_F(ProjectCopyTest, theLogOfAKilledProgramIsNotPlayedBackOverTheCopy)
{
    const project::Document document = makeProject(from, 3, 30);
    ASSERT_EQ(inChild([this] {
                  auto file = ProjectFile::create(to);
                  commitSteps(*file, 4, 30);
                  ::_exit(0); // without closing: the log stays behind, full
                  return 1;
              }),
              0);
    ASSERT_GT(fs::file_size(to.string() + "-wal"), 0U);
    const auto copied = copyProject(from, to);
    ASSERT_TRUE(copied) << describe(copied.error());
    EXPECT_EQ(documentOf(to), document);
}

TEST_F(ProjectCopyTest, aLinkToAProjectIsFollowed)
{
    const project::Document document = makeProject(from, 3, 20);
    makeProject(folder / "real.descant", 4, 20);
    fs::create_symlink(folder / "real.descant", to);
    ASSERT_TRUE(copyProject(from, to));
    EXPECT_TRUE(fs::is_symlink(to));
    EXPECT_EQ(documentOf(folder / "real.descant"), document);
}

TEST_F(ProjectCopyTest, whatIsNoProjectIsNotReplacedNorCopied)
{
    makeProject(from, 3, 5);
    std::ofstream(to) << "my notes";
    EXPECT_EQ(copyProject(from, to).error().code, ErrorCode::NotAProject);
    EXPECT_EQ(*readFile(to, 100), "my notes");
    EXPECT_EQ(copyProject(to, folder / "other.descant").error().code, ErrorCode::NotAProject);
    EXPECT_FALSE(fs::exists(folder / "other.descant"));
    EXPECT_EQ(copyProject(from, from).error().code, ErrorCode::ProjectExists);
    EXPECT_EQ(copyProject(folder / "none.descant", to).error().code, ErrorCode::FileNotFound);
}

TEST_F(ProjectCopyTest, aFullDiskLeavesTheOldProjectAndNothingElse)
{
    makeProject(from, 3, 400);
    const project::Document old = makeProject(to, 4, 20);
    constexpr rlim_t kRoom = 100'000;
    ASSERT_GT(fs::file_size(from), kRoom);
    const auto before = filesIn(folder.path());
    EXPECT_EQ(inChild([this] {
                  ::signal(SIGXFSZ, SIG_IGN);
                  const rlimit small{kRoom, kRoom};
                  ::setrlimit(RLIMIT_FSIZE, &small);
                  const auto copied = copyProject(from, to);
                  return !copied && copied.error().code == ErrorCode::DiskFull ? 0 : 1;
              }),
              0);
    EXPECT_EQ(filesIn(folder.path()), before);
    EXPECT_EQ(documentOf(to), old);
}

} // namespace
