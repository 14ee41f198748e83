// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/disk_space.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <limits>

namespace descant {
namespace {

TEST(DiskSpace, whatFitsIsNoErrorAndWhatDoesNotIs)
{
    const test::TemporaryFolder folder;
    EXPECT_TRUE(checkSpace(folder.path(), 1));
    EXPECT_TRUE(checkSpace(folder / "not there" / "yet", 1)); // the nearest folder is asked
    const auto checked = checkSpace(folder.path(), std::numeric_limits<std::uint64_t>::max() - 1);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, ErrorCode::DiskFull);
}

TEST(DiskSpace, aMarginStaysFreeForOtherPrograms)
{
    const FreeSpace hundredMegabytes = [](const auto&) { return Result<std::uint64_t>(100'000'000); };
    EXPECT_TRUE(checkSpace("/", 30'000'000, hundredMegabytes));
    const auto checked = checkSpace("/", 40'000'000, hundredMegabytes);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().detail, "107.1 MB are needed and 100.0 MB are free");
}

} // namespace
} // namespace descant
