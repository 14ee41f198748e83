// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/media_time.h"

#include <gtest/gtest.h>

using namespace descant;

TEST(MediaTime, ticksAreRoundedToTheNearestMicrosecondWithoutOverflow)
{
    EXPECT_EQ(fromTicks(1, {1, 3}).count(), 333'333);
    EXPECT_EQ(fromTicks(2, {1, 3}).count(), 666'667);
    EXPECT_EQ(fromTicks(-2, {1, 3}).count(), -666'667);
    EXPECT_EQ(fromTicks(36'000'000'000'000, {1, 1'000'000'000}).count(), 36'000'000'000);
}

TEST(MediaTime, rangesAreHalfOpen)
{
    const TimeRange range{fromSeconds(3), fromSeconds(9)};
    EXPECT_TRUE(range.contains(fromSeconds(3)));
    EXPECT_FALSE(range.contains(fromSeconds(9)));
    EXPECT_FALSE(range.overlaps({fromSeconds(9), fromSeconds(10)}));
    EXPECT_EQ(range.length(), fromSeconds(6));
    EXPECT_TRUE((TimeRange{fromSeconds(1), fromSeconds(1)}).empty());
}

TEST(MediaTime, isWrittenWithoutTheLocale)
{
    EXPECT_EQ(formatSeconds(fromSeconds(3)), "3.00");
    EXPECT_EQ(formatLength(fromSeconds(30.2)), "0:30");
    EXPECT_EQ(formatLength(fromSeconds(3723)), "1:02:03");
    EXPECT_EQ(formatTimeCode(fromSeconds(6.208)), "00:00:06.208");
    EXPECT_EQ(formatTimeCode(fromSeconds(-1.5)), "-00:00:01.500");
}
