// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/inference/tokenizer.h"
#include "tests/core/inference/tiny_tokenizer.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;

namespace {

using Ids = std::vector<std::int64_t>;

Tokenizer tinyLoaded(std::int64_t vocabulary = 300)
{
    const test::TemporaryFolder folder;
    EXPECT_TRUE(writeFileAtomically(folder / "spiece.model", test::tinyTokenizer()));
    auto tokenizer = Tokenizer::load(folder / "spiece.model", vocabulary);
    if (!tokenizer)
        throw std::runtime_error(describe(tokenizer.error()));
    return *std::move(tokenizer);
}

Ids without(Ids ids, std::int64_t last)
{
    EXPECT_EQ(ids.back(), last);
    ids.pop_back();
    return ids;
}

} // namespace

TEST(Tokenizer, endsWithTheEndAndComesBack)
{
    const Tokenizer tokenizer = tinyLoaded();
    const Ids ids = tokenizer.encode("a cow stands on the grass");
    EXPECT_EQ(ids.back(), 1);
    EXPECT_GT(ids.size(), 3u);
    EXPECT_EQ(tokenizer.decode(ids), "a cow stands on the grass");
    EXPECT_EQ(tokenizer.encode(""), Ids{1});
    EXPECT_EQ(tokenizer.encode("a cow  "), tokenizer.encode("  a   cow"));
}

TEST(Tokenizer, specialStringsBecomeTheirIds)
{
    const Tokenizer tokenizer = tinyLoaded();
    EXPECT_EQ(tokenizer.encode("</s>"), (Ids{1, 1}));
    EXPECT_EQ(tokenizer.encode("<pad><unk>"), (Ids{0, 2, 1}));
    EXPECT_EQ(tokenizer.encode("<extra_id_0>"), (Ids{tokenizer.pieces() + 99, 1}));
    EXPECT_EQ(tokenizer.encode("<extra_id_99>"), (Ids{tokenizer.pieces(), 1}));
    Ids expected = without(tokenizer.encode("a cow"), 1);
    expected.push_back(1);
    const Ids rest = tokenizer.encode("a dog");
    expected.insert(expected.end(), rest.begin(), rest.end());
    EXPECT_EQ(tokenizer.encode("a cow</s>a dog"), expected);
}

TEST(Tokenizer, aBeginningIsNormalisedAndNothingInItIsSpecial)
{
    const Tokenizer tokenizer = tinyLoaded();
    const std::pair<const char*, const char*> cases[] = {
        {"", ""},
        {"  \t", ""},
        {"a cow", "▁a▁cow"},
        {"  a \n cow ", "▁a▁cow▁"},
        {"a cow</s>", "▁a▁cow</s>"},
        {"<pad> <extra_id_0>", "▁<pad>▁<extra_id_0>"},
        {"ﬁsh ½", "▁fish▁1⁄2"}, // compatibility forms become plain characters
        {"a 🐄 co", "▁a▁🐄▁co"}};
    for (const auto& [text, expected] : cases)
        EXPECT_EQ(tokenizer.beginning(text), expected) << text;
}

TEST(Tokenizer, piecesWriteTheirTextAndSpecialOnesNothing)
{
    const Tokenizer tokenizer = tinyLoaded();
    const std::vector<std::string> texts = tokenizer.pieceTexts();
    ASSERT_EQ(static_cast<std::int64_t>(texts.size()), tokenizer.pieces());
    for (const std::int64_t special : {Tokenizer::kPad, Tokenizer::kEnd, Tokenizer::kUnknown})
        EXPECT_TRUE(texts[static_cast<std::size_t>(special)].empty());
    std::string written;
    for (const std::int64_t id : without(tokenizer.encode("a cow stands"), 1))
        written += texts[static_cast<std::size_t>(id)];
    EXPECT_EQ(written, "▁a▁cow▁stands");
}

TEST(Tokenizer, showsWhatFollowsABeginning)
{
    EXPECT_EQ(Tokenizer::shown("ing▁.▁"), "ing.");
    EXPECT_EQ(Tokenizer::shown("▁cow▁,▁a"), " cow, a");
    EXPECT_EQ(Tokenizer::shown("▁"), "");
}

TEST(Tokenizer, otherAngleBracketsAreText)
{
    const Tokenizer tokenizer = tinyLoaded();
    for (const char* text :
         {"<", "<extra_id_100>", "<extra_id_01>", "<extra_id_-1>", "<extra_id_", "<extra_id_5", "a < b"}) {
        const Ids ids = tokenizer.encode(text);
        for (const std::int64_t id : ids)
            EXPECT_LT(id, tokenizer.pieces()) << text;
    }
    // No row of the embedding for the extra ids: they stay text.
    const Tokenizer narrow = tinyLoaded(tinyLoaded().pieces());
    for (const std::int64_t id : narrow.encode("<extra_id_0>"))
        EXPECT_LT(id, narrow.pieces());
}

TEST(Tokenizer, decodingDropsSpecialIdsAndTidiesPunctuation)
{
    const Tokenizer tokenizer = tinyLoaded();
    Ids ids = tokenizer.encode("a cow , it hums .");
    ids.insert(ids.begin(), 0);
    ids.push_back(tokenizer.pieces() + 5);
    ids.push_back(-3);
    EXPECT_EQ(tokenizer.decode(ids), "a cow, it hums.");
    EXPECT_EQ(tokenizer.decode(Ids{}), "");
}

TEST(Tokenizer, piecesKeepTheirLeadingSpace)
{
    const Tokenizer tokenizer = tinyLoaded();
    std::string joined;
    for (const std::int64_t id : tokenizer.encode("a cow stands"))
        joined += tokenizer.piece(id);
    EXPECT_EQ(joined, " a cow stands");
    EXPECT_EQ(tokenizer.piece(0), "");
    EXPECT_EQ(tokenizer.piece(1 << 30), "");
}

TEST(Tokenizer, otherFilesAreRefused)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "noise", "this is not a model"));
    ASSERT_TRUE(writeFileAtomically(folder / "empty", ""));
    ASSERT_TRUE(writeFileAtomically(folder / "good", test::tinyTokenizer()));
    EXPECT_EQ(Tokenizer::load(folder / "noise", 100).error().code, ErrorCode::TokenizerInvalid);
    EXPECT_EQ(Tokenizer::load(folder / "empty", 100).error().code, ErrorCode::TokenizerInvalid);
    EXPECT_EQ(Tokenizer::load(folder / "absent", 100).error().code, ErrorCode::FileNotFound);
    EXPECT_EQ(Tokenizer::load(folder / "good", 5).error().code, ErrorCode::TokenizerInvalid);
}
