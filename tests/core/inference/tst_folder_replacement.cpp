// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/folder_replacement.h"

#include "core/base/file.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
namespace fs = std::filesystem;

namespace {

void makeFolder(const fs::path& path, const std::string& text)
{
    fs::create_directory(path);
    ASSERT_TRUE(writeFileAtomically(path / "a", text));
}

} // namespace

TEST(FolderReplacement, putsTheNewInPlaceOfTheOld)
{
    const test::TemporaryFolder folder;
    makeFolder(folder / "old", "before");
    makeFolder(folder / "new", "after");
    ASSERT_TRUE(replaceFolder(folder / "new", folder / "old"));
    EXPECT_EQ(readFile(folder / "old/a", 100).value(), "after");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}

TEST(FolderReplacement, givesTheOldItsNameAgainWhenTheNewCannotComeThere)
{
    const test::TemporaryFolder folder;
    makeFolder(folder / "old", "before");
    const auto replaced = replaceFolder(folder / "never written", folder / "old");
    ASSERT_FALSE(replaced);
    EXPECT_EQ(replaced.error().code, ErrorCode::FileNotFound);
    EXPECT_EQ(readFile(folder / "old/a", 100).value(), "before");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
}
