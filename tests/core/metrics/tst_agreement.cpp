// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/agreement.h"
#include "tests/support/paths.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace descant;
using namespace descant::metrics;
using nlohmann::json;

namespace {

std::vector<TimeRange> rangesOf(const json& list)
{
    std::vector<TimeRange> ranges;
    for (const json& range : list)
        ranges.push_back(
            {MediaTime{range[0].get<std::int64_t>() * 1000}, MediaTime{range[1].get<std::int64_t>() * 1000}});
    return ranges;
}

TimeRange seconds(double start, double end) { return {fromSeconds(start), fromSeconds(end)}; }

TEST(AgreementTest, theNumbersAreThoseOfScipyAndNumpy)
{
    std::ifstream file(test::dataFile("metrics/agreement.json"));
    const json cases = json::parse(file);
    ASSERT_EQ(cases.size(), 60U);
    for (const json& one : cases) {
        const BoundaryCounts counts =
            countBoundaries(rangesOf(one["first"]), rangesOf(one["second"]),
                            MediaTime{one["length"].get<std::int64_t>() * 1000}, MediaTime{500'000});
        EXPECT_EQ(counts.paired, one["paired"].get<std::size_t>()) << one;
        EXPECT_NEAR(counts.iouSum, one["iou_sum"].get<double>(), 1e-9) << one;
        for (std::size_t i = 0; i < kIouThresholds.size(); ++i)
            EXPECT_EQ(counts.matched[i], one["matched"][i].get<std::size_t>()) << one;
        EXPECT_EQ(counts.boundariesMatched, one["boundaries"].get<std::size_t>()) << one;
        const auto kappa = kappaOf(counts);
        ASSERT_EQ(kappa.has_value(), !one["kappa"].is_null()) << one;
        if (kappa) {
            EXPECT_NEAR(*kappa, one["kappa"].get<double>(), 1e-9) << one;
        }
    }
}

TEST(AgreementTest, thePairingIsTheBestOneAndNotTheFirst)
{
    // The nearest for the first alone would leave the second without a partner.
    const std::vector<TimeRange> first{seconds(0, 10), seconds(4, 14)}, second{seconds(3, 12), seconds(5, 30)};
    const auto pairs = bestPairs(first, second);
    ASSERT_EQ(pairs.size(), 2U);
    EXPECT_EQ(pairs[0].second, 0U);
    EXPECT_EQ(pairs[1].second, 1U);
}

TEST(AgreementTest, equalSegmentationsAgreeFullyAndEmptyOnesSayNothing)
{
    const std::vector<TimeRange> ranges{seconds(0, 2), seconds(1, 5), seconds(1, 5)};
    const BoundaryCounts same = countBoundaries(ranges, ranges, fromSeconds(10), MediaTime{0});
    EXPECT_DOUBLE_EQ(*meanIou(same), 1.0);
    EXPECT_DOUBLE_EQ(overlapOf(same.matched.back(), same.first, same.second)->f1, 1.0);
    EXPECT_DOUBLE_EQ(*kappaOf(same), 1.0);
    EXPECT_EQ(same.boundariesMatched, 6U);
    const BoundaryCounts none = countBoundaries({}, {}, fromSeconds(10), MediaTime{0});
    EXPECT_FALSE(meanIou(none) || kappaOf(none) || overlapOf(0, 0, 0));
}

} // namespace
