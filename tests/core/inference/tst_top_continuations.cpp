// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/top_continuations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace descant::inference;

TEST(TopContinuations, areThoseOfSortingEverything)
{
    std::mt19937 random(11);
    for (int count = 0; count < 300; ++count) {
        const std::size_t beams = 1 + random() % 5, vocabulary = 1 + random() % 300, wanted = 1 + random() % 20;
        std::vector<Beam> given(beams);
        for (Beam& beam : given)
            beam.total = random() % 4 == 0 ? -1.0e9F : -static_cast<float>(random() % 8);
        std::vector<float> scores(beams * vocabulary);
        // Few different values, so that there are many equals; some forbidden.
        for (float& score : scores)
            score =
                random() % 9 == 0 ? -std::numeric_limits<float>::infinity() : -0.5F * static_cast<float>(random() % 30);
        std::vector<Continuation> all;
        for (std::size_t place = 0; place < scores.size(); ++place)
            all.push_back({place / vocabulary, static_cast<std::int64_t>(place % vocabulary),
                           given[place / vocabulary].total + scores[place], scores[place]});
        std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.total > b.total; });
        const auto found = bestContinuations(given, scores, wanted);
        ASSERT_EQ(found.size(), std::min(wanted, all.size()));
        for (std::size_t rank = 0; rank < found.size(); ++rank) {
            EXPECT_EQ(found[rank].beam, all[rank].beam);
            EXPECT_EQ(found[rank].token, all[rank].token);
            EXPECT_EQ(found[rank].total, all[rank].total);
        }
    }
}
