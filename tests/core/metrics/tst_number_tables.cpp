// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/gram_table.h"
#include "core/metrics/in_parts.h"
#include "core/metrics/place_table.h"
#include "core/metrics/word_split.h"
#include "core/metrics/word_table.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>

namespace descant::metrics {
namespace {

using Parts = std::vector<std::string_view>;

TEST(WordTable, numbersWordsInTheOrderOfTheirFirstComing)
{
    WordTable table;
    constexpr std::uint32_t kMany = 5000; // it grows on the way
    for (std::uint32_t number = 0; number < kMany; ++number)
        EXPECT_EQ(table.add("word" + std::to_string(number)), number);
    EXPECT_EQ(table.add("word77"), 77U);
    EXPECT_EQ(table.size(), kMany);
    EXPECT_EQ(table.word(4999), "word4999");
    EXPECT_EQ(table.find("word4999"), 4999U);
    EXPECT_EQ(table.find("word5000"), WordTable::kNone);
    EXPECT_EQ(table.find(""), WordTable::kNone);
    EXPECT_EQ(table.add(""), kMany);
    EXPECT_EQ(table.word(kMany), "");
}

TEST(GramTable, keepsWhatWasAddedWhileItGrowsAndWhenItIsMadeAnew)
{
    GramTable table;
    for (std::uint32_t number = 0; number < 1000; ++number)
        table.add(GramTable::keyOf(number % 10, number)).segments = number + 1;
    EXPECT_EQ(table.size(), 1000U);
    const GramTable again = GramTable::of(table.grams());
    EXPECT_EQ(again.size(), 1000U);
    for (const GramTable* one : {&std::as_const(table), &again}) {
        EXPECT_EQ(one->find(GramTable::keyOf(7, 997)).number, 997U);
        EXPECT_EQ(one->find(GramTable::keyOf(7, 997)).segments, 998U);
        EXPECT_EQ(one->find(GramTable::keyOf(8, 997)).number, GramTable::kNone);
        EXPECT_EQ(one->find(GramTable::keyOf(8, 997)).segments, 0U);
    }
    table.clear(1);
    EXPECT_EQ(table.find(GramTable::keyOf(7, 997)).number, GramTable::kNone);
    EXPECT_EQ(table.add(GramTable::keyOf(7, 997)).number, 0U);
}

TEST(PlaceTable, findsTheNumbersThatWerePutAndNoOther)
{
    PlaceTable table;
    for (const std::uint32_t numbers : {0U, 1U, 40U, 3000U}) {
        table.clear(numbers);
        for (std::uint32_t number = 0; number < numbers; ++number)
            table.put(number * 64, number);
        for (std::uint32_t number = 0; number < numbers; ++number) {
            EXPECT_EQ(table.find(number * 64), number);
            EXPECT_EQ(table.find(number * 64 + 1), PlaceTable::kNone);
        }
        EXPECT_EQ(table.find(1000000), PlaceTable::kNone);
    }
}

TEST(InParts, doesEverythingOnceAndPassesExceptionsOn)
{
    for (const std::size_t count : {0U, 1U, 10U, 1001U}) {
        std::vector<std::atomic<int>> done(count);
        inParts(count, 3, [&](std::size_t first, std::size_t last) {
            for (std::size_t at = first; at < last; ++at)
                ++done[at];
        });
        for (const auto& times : done)
            EXPECT_EQ(times, 1);
    }
    const auto failing = [](std::size_t, std::size_t last) {
        if (last == 1001)
            throw std::runtime_error("the last part");
    };
    EXPECT_THROW(inParts(1001, 3, failing), std::runtime_error);
}

TEST(WordSplit, tellsWhetherBothWaysOfCuttingGiveTheSame)
{
    for (const std::string_view caption : {"a", "a dog runs", "", " ", " a", "a ", "a  dog", "a\tdog",
                                           "a\xc2\xa0"
                                           "dog",
                                           "caf\xc3\xa9 noir", "5 1/2"}) {
        Parts atBlanks, atWhiteSpace;
        cutAtBlanks(caption, atBlanks);
        cutAtWhiteSpace(caption, atWhiteSpace);
        EXPECT_TRUE(!isCutAlike(caption) || atBlanks == atWhiteSpace) << caption;
    }
    EXPECT_TRUE(isCutAlike("a dog runs"));
    EXPECT_FALSE(isCutAlike("a  dog"));
    EXPECT_FALSE(isCutAlike(""));
}

} // namespace
} // namespace descant::metrics
