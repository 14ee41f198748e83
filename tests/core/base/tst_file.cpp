// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace descant;
namespace fs = std::filesystem;

TEST(File, isWrittenWholeAndReplaced)
{
    const test::TemporaryFolder folder;
    const fs::path file = folder / "a.json";
    ASSERT_TRUE(writeFileAtomically(file, "one"));
    ASSERT_TRUE(writeFileAtomically(file, "two"));
    EXPECT_EQ(readFile(file, 100).value(), "two");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator{}), 1);
}

TEST(File, aMissingFolderIsToldAndNothingIsLeft)
{
    const test::TemporaryFolder folder;
    const auto result = writeFileAtomically(folder / "missing/a.json", "one");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::FileNotFound);
}

/// In a child process, because a limit of file sizes holds for the whole process.
int writeWithoutRoom(const fs::path& path)
{
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{1000, 1000};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto written = writeFileAtomically(path, std::string(100'000, 'x'));
    return !written && written.error().code == ErrorCode::DiskFull ? 0 : 1;
}

TEST(File, aFullDiskIsToldAndTheOldFileStays)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a", "old"));
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(writeWithoutRoom(folder / "a"));
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    EXPECT_EQ(*readFile(folder / "a", 100), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(AtomicFile, isThereWholeOrNotAtAll)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a", "old"));
    const std::string piece(100'000, 'x'); // several fill the buffer
    {
        auto left = AtomicFile::create(folder / "a");
        ASSERT_TRUE(left);
        for (int i = 0; i < 5; ++i)
            ASSERT_TRUE(left->write(piece));
        EXPECT_EQ(*readFile(folder / "a", 100), "old");
    }
    EXPECT_EQ(*readFile(folder / "a", 100), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
    auto file = AtomicFile::create(folder / "a");
    ASSERT_TRUE(file);
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(file->write(piece));
    AtomicFile moved = *std::move(file);
    ASSERT_TRUE(moved.write("end"));
    ASSERT_TRUE(moved.commit());
    EXPECT_EQ(readFile(folder / "a", 1'000'000)->size(), 500'003U);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

/// In a child process, as above: 0 when the pieces that no longer fit are told with the code of a full disk.
int writePiecesWithoutRoom(const fs::path& path)
{
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{400'000, 400'000};
    ::setrlimit(RLIMIT_FSIZE, &small);
    auto file = AtomicFile::create(path);
    if (!file)
        return 1;
    Result<void> written;
    for (int i = 0; i < 10 && written; ++i)
        written = file->write(std::string(100'000, 'x'));
    return !written && written.error().code == ErrorCode::DiskFull ? 0 : 2;
}

TEST(AtomicFile, aDiskThatFillsUpOnTheWayIsToldAndTheOldFileStays)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a", "old"));
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(writePiecesWithoutRoom(folder / "a"));
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    EXPECT_EQ(*readFile(folder / "a", 100), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(AtomicFile, placesThatTakeNoFileAreToldAtOnce)
{
    const test::TemporaryFolder folder;
    EXPECT_EQ(AtomicFile::create(folder.path()).error().code, ErrorCode::FileNotWritable);
    EXPECT_EQ(AtomicFile::create("/dev/full").error().code, ErrorCode::FileNotWritable);
    EXPECT_EQ(AtomicFile::create(folder / "missing/a").error().code, ErrorCode::FileNotFound);
}

TEST(File, everyReasonOfTheSystemHasItsCode)
{
    EXPECT_EQ(errorFromErrno(ENOSPC, "a", ErrorCode::FileNotWritable).code, ErrorCode::DiskFull);
    EXPECT_EQ(errorFromErrno(EACCES, "a", ErrorCode::FileNotWritable).code, ErrorCode::FileNotWritable);
}

TEST(File, readingHasALimitAndRefusesFolders)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a", "12345"));
    EXPECT_FALSE(readFile(folder / "a", 4));
    EXPECT_EQ(readFile(folder / "b", 4).error().code, ErrorCode::FileNotFound);
    EXPECT_EQ(readFile(folder.path(), 4).error().code, ErrorCode::FileNotReadable);
}

TEST(File, aLinkStaysALinkAndWhatItPointsToIsWritten)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a", "old"));
    fs::create_symlink("a", folder / "link");
    ASSERT_TRUE(writeFileAtomically(folder / "link", "new"));
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(readFile(folder / "a", 100).value(), "new");
}

TEST(File, pipesAndFoldersAreNotReplaced)
{
    const test::TemporaryFolder folder;
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    fs::create_directory(folder / "folder");
    for (const char* name : {"pipe", "folder"}) {
        const auto result = writeFileAtomically(folder / name, "one");
        ASSERT_FALSE(result) << name;
        EXPECT_EQ(result.error().code, ErrorCode::FileNotWritable);
    }
    EXPECT_TRUE(fs::is_fifo(folder / "pipe"));
}
