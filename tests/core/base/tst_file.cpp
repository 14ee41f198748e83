// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>

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

TEST(File, aFullDiskIsToldAndTheOldFileStays)
{
    // /dev/full refuses every byte with ENOSPC, but a rename needs a folder: the errno mapping is what is tested.
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
