// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/identifier.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

using namespace descant;

TEST(Identifier, isAVersion7UuidAndNeverTheSame)
{
    static const std::regex pattern("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string id = newIdentifier();
        EXPECT_TRUE(std::regex_match(id, pattern)) << id;
        EXPECT_TRUE(seen.insert(id).second);
    }
}

TEST(Identifier, laterOnesSortAfterEarlierOnes)
{
    std::string previous = newIdentifier();
    for (int i = 0; i < 1000; ++i) {
        const std::string next = newIdentifier();
        EXPECT_LT(previous, next);
        previous = next;
    }
}

TEST(Identifier, timestampsAreUtcWithMilliseconds)
{
    EXPECT_TRUE(std::regex_match(timestampNow(), std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)")));
}
