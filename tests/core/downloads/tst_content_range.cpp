// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloads/internal/content_range.h"

#include <gtest/gtest.h>

namespace descant::downloads {
namespace {

TEST(ContentRange, isReadInItsThreeForms)
{
    const auto part = parseContentRange("bytes 100-199/200");
    ASSERT_TRUE(part);
    EXPECT_EQ(part->first, 100U);
    EXPECT_EQ(part->total, 200U);
    const auto open = parseContentRange("bytes 0-4/*");
    ASSERT_TRUE(open);
    EXPECT_EQ(open->first, 0U);
    EXPECT_EQ(open->total, std::nullopt);
    const auto unsatisfied = parseContentRange("bytes */200");
    ASSERT_TRUE(unsatisfied);
    EXPECT_EQ(unsatisfied->first, std::nullopt);
    EXPECT_EQ(unsatisfied->total, 200U);
}

TEST(ContentRange, nonsenseIsNothing)
{
    for (const char* text : {"", "bytes", "bytes ", "items 0-1/2", "bytes 5-4/10", "bytes -1-4/10", "bytes 0-4",
                             "bytes 0-4/", "bytes 0-4/10x", "bytes 0-99999999999999999999/*", "bytes a-b/c"})
        EXPECT_FALSE(parseContentRange(text)) << text;
}

} // namespace
} // namespace descant::downloads
