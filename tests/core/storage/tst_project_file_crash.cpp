// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/edits.h"
#include "core/storage/project_file.h"
#include "tests/core/project/sample_document.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace descant;
using namespace descant::storage;
namespace fs = std::filesystem;

namespace {

/// In a child process: opens the project and commits random steps until it is killed.
[[noreturn]] void commitForEver(const fs::path& path, unsigned seed, int report)
{
    auto file = ProjectFile::open(path);
    if (!file)
        _exit(2);
    project::Document document = *file->load();
    std::mt19937 random(seed);
    while (true) {
        const project::Step step = test::randomEdit(document, random);
        if (!document.apply(step) || !file->commit(step))
            _exit(3);
        // Tells that this step is on disk: from now on it may not be lost.
        if (::write(report, "+", 1) != 1)
            _exit(4);
    }
}

std::size_t countBytes(int descriptor)
{
    std::size_t count = 0;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(descriptor, buffer, sizeof buffer)) > 0;)
        count += static_cast<std::size_t>(got);
    return count;
}

TEST(ProjectFileCrashTest, aKillAtAnyMomentLosesNothingThatWasCommitted)
{
    const test::TemporaryFolder folder;
    const fs::path path = folder / "p.descant";
    ASSERT_TRUE(ProjectFile::create(path));
    std::mt19937 random(11);
    std::size_t steps = 0;
    // A busy machine, or a build with checks, writes next to nothing in a round: there are more then.
    for (unsigned round = 0; round < 20 || (steps <= 20 && round < 400); ++round) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const pid_t child = ::fork();
        if (child == 0)
            commitForEver(path, round, ends[1]);
        ::close(ends[1]);
        ::usleep(static_cast<useconds_t>(20'000 + random() % 60'000));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
        const std::size_t told = countBytes(ends[0]);
        ::close(ends[0]);

        auto file = ProjectFile::open(path); // the dead window's lock is gone with it
        ASSERT_TRUE(file) << describe(file.error());
        const std::size_t found = file->journal()->size() - steps;
        EXPECT_TRUE(found == told || found == told + 1) << found << " of " << told;
        const auto report = file->check(CheckDepth::Deep);
        ASSERT_TRUE(report) << describe(report.error());
        EXPECT_EQ(report->problems, std::vector<std::string>{}) << "round " << round;
        steps += found;
    }
    EXPECT_GT(steps, 20U);
}

TEST(ProjectFileCrashTest, aKillWhileAProjectIsMadeLeavesNoneOrAWholeOne)
{
    const test::TemporaryFolder folder;
    std::mt19937 random(13);
    for (int round = 0; round < 40; ++round) {
        const fs::path path = folder / ("p" + std::to_string(round) + ".descant");
        const pid_t child = ::fork();
        if (child == 0) {
            auto made = ProjectFile::create(path);
            ::pause();
        }
        ::usleep(static_cast<useconds_t>(random() % 30'000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const auto file = fs::exists(path) ? ProjectFile::open(path) : ProjectFile::create(path);
        EXPECT_TRUE(file) << "round " << round << ": " << describe(file.error());
    }
}

/// In a child process, because a limit of file sizes holds for the whole process.
int fillTheDisk(const fs::path& path)
{
    ::signal(SIGXFSZ, SIG_IGN);
    auto file = ProjectFile::open(path);
    if (!file)
        return 2;
    project::Document document;
    std::mt19937 random(5);
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit small{400'000, limit.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    for (int i = 0; i < 5000; ++i) {
        const project::Step step = test::randomEdit(document, random);
        if (!document.apply(step))
            return 3;
        const auto committed = file->commit(step);
        if (committed)
            continue;
        if (committed.error().code != ErrorCode::DiskFull) {
            std::fputs((describe(committed.error()) + "\n").c_str(), stderr);
            return 4;
        }
        ::setrlimit(RLIMIT_FSIZE, &limit); // room was made: the very same step goes through now
        if (!file->commit(step))
            return 5;
        const auto report = file->check(CheckDepth::Deep);
        return report && report->problems.empty() && *file->load() == document ? 0 : 6;
    }
    return 7;
}

TEST(ProjectFileCrashTest, aFullDiskIsToldAndLosesNothing)
{
    const test::TemporaryFolder folder;
    const fs::path path = folder / "p.descant";
    ASSERT_TRUE(ProjectFile::create(path));
    const pid_t child = ::fork();
    if (child == 0)
        _exit(fillTheDisk(path));
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(ProjectFileCrashTest, aFolderThatCannotBeWrittenIsTold)
{
    if (::geteuid() == 0)
        GTEST_SKIP() << "the superuser may write everywhere";
    const test::TemporaryFolder folder;
    const fs::path path = folder / "p.descant";
    ASSERT_TRUE(ProjectFile::create(path));
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    const auto file = ProjectFile::create(folder / "q.descant");
    fs::permissions(folder.path(), fs::perms::owner_all);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::FileNotWritable);
}

} // namespace
