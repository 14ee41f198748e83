// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/prefix_constraint.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>

using namespace descant::inference;

namespace {

using Ids = std::vector<std::int64_t>;

/// <pad>, </s> and <unk>, then these.
const std::vector<std::string> kPieces = {"",      "",   "",    "▁", "a", "▁a",  "▁man",     "▁pl",
                                          "▁play", "ay", "ing", "p", "l", "▁is", "▁playing", "é"};

std::shared_ptr<const PieceIndex> pieces()
{
    static const auto index = std::make_shared<const PieceIndex>(kPieces);
    return index;
}

std::int64_t idOf(const std::string& piece)
{
    return std::find(kPieces.begin(), kPieces.end(), piece) - kPieces.begin();
}

/// What may follow the start id and these.
std::set<std::int64_t> allowed(const PrefixConstraint& prefix, Ids ids, std::size_t room = 100)
{
    ids.insert(ids.begin(), 0);
    std::vector<float> scores(kPieces.size(), 1.0F);
    prefix.confine(scores, ids, room);
    std::set<std::int64_t> found;
    for (std::size_t id = 0; id < scores.size(); ++id) {
        if (std::isfinite(scores[id]))
            found.insert(static_cast<std::int64_t>(id));
    }
    return found;
}

} // namespace

TEST(PrefixConstraint, withoutABeginningAllIsFree)
{
    const PrefixConstraint none;
    EXPECT_TRUE(none.isWritten(Ids{0}));
    EXPECT_EQ(none.fewestTokens(), 0u);
    EXPECT_EQ(allowed(none, {}).size(), kPieces.size());
    EXPECT_EQ(none.continuation(Ids{5, 6}), "");
}

TEST(PrefixConstraint, theLastPieceMayGoOnInsideTheWord)
{
    const PrefixConstraint prefix(pieces(), "▁pl");
    EXPECT_EQ(allowed(prefix, {}), (std::set{idOf("▁"), idOf("▁pl"), idOf("▁play"), idOf("▁playing")}));
    EXPECT_EQ(allowed(prefix, {idOf("▁")}), std::set{idOf("p")});
    EXPECT_EQ(allowed(prefix, {idOf("▁"), idOf("p")}), std::set{idOf("l")});
    EXPECT_EQ(allowed(prefix, {idOf("▁play")}).size(), kPieces.size());
    EXPECT_EQ(prefix.continuation(Ids{idOf("▁play"), idOf("ing"), 1}), "aying");
    EXPECT_EQ(prefix.continuation(Ids{idOf("▁pl"), idOf("ay"), idOf("▁a")}), "ay▁a");
    EXPECT_EQ(prefix.continuation(Ids{idOf("▁"), idOf("p"), idOf("l")}), "");
}

TEST(PrefixConstraint, aSpaceAtTheEndBeginsAWord)
{
    const PrefixConstraint prefix(pieces(), "▁a▁");
    EXPECT_EQ(
        allowed(prefix, {idOf("▁a")}),
        (std::set{idOf("▁"), idOf("▁a"), idOf("▁man"), idOf("▁pl"), idOf("▁play"), idOf("▁is"), idOf("▁playing")}));
    EXPECT_EQ(prefix.continuation(Ids{idOf("▁a"), idOf("▁man")}), "man");
}

TEST(PrefixConstraint, unknownCharactersArePassedOverTogether)
{
    const PrefixConstraint prefix(pieces(), "▁a▁🐄🐓é▁pl");
    const Ids before = {idOf("▁a"), idOf("▁")};
    EXPECT_EQ(allowed(prefix, before), std::set<std::int64_t>{2});
    EXPECT_EQ(allowed(prefix, {idOf("▁a"), idOf("▁"), 2}), std::set{idOf("é")});
    EXPECT_EQ(prefix.continuation(Ids{idOf("▁a"), idOf("▁"), 2, idOf("é"), idOf("▁play")}), "ay");
}

TEST(PrefixConstraint, bytesMayWriteACharacter)
{
    const auto bytes = std::make_shared<PieceIndex>(std::vector<std::string>{"", "", "", "▁", "\xc3", "\xa9", "x"});
    const PrefixConstraint prefix(bytes, "▁é");
    EXPECT_EQ(prefix.fewestTokens(), 3u);
    EXPECT_TRUE(prefix.isWritten(Ids{0, 3, 4, 5}));
    EXPECT_FALSE(prefix.isWritten(Ids{0, 3, 4}));
}

TEST(PrefixConstraint, leavesNoMoreThanTheRoomHolds)
{
    const PrefixConstraint prefix(pieces(), "▁a▁play");
    EXPECT_EQ(prefix.fewestTokens(), 2u);
    EXPECT_EQ(allowed(prefix, {}, 1), std::set{idOf("▁a")});
    EXPECT_EQ(allowed(prefix, {}, 2), (std::set{idOf("▁a"), idOf("▁")}));
    EXPECT_EQ(allowed(prefix, {idOf("▁a")}, 0), (std::set{idOf("▁play"), idOf("▁playing")}));
}

TEST(PrefixConstraint, findsWhatTryingEveryPieceFinds)
{
    std::mt19937 random(3);
    std::vector<std::string> texts(3);
    for (int piece = 0; piece < 300; ++piece) {
        std::string text;
        for (auto length = 1 + random() % 5; length > 0; --length)
            text += "abc"[random() % 3];
        texts.push_back(piece % 17 == 0 ? "" : text);
    }
    const PieceIndex index(texts);
    for (int count = 0; count < 200; ++count) {
        std::string rest;
        for (auto length = 1 + random() % 7; length > 0; --length)
            rest += "abcd"[random() % 4];
        std::set<std::pair<std::int64_t, std::size_t>> found, expected;
        for (const FittingPiece& piece : index.fitting(rest))
            EXPECT_TRUE(found.emplace(piece.id, piece.written).second);
        for (std::size_t id = 0; id < texts.size(); ++id) {
            const std::string& text = texts[id];
            if (!text.empty() && (rest.starts_with(text) || text.starts_with(rest)))
                expected.emplace(static_cast<std::int64_t>(id), std::min(text.size(), rest.size()));
        }
        EXPECT_EQ(found, expected) << rest;
    }
}
