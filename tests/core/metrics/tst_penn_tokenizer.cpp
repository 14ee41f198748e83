// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/caption_words.h"
#include "core/metrics/penn_tokenizer.h"

#include <gtest/gtest.h>

namespace descant::metrics {
namespace {

/// Each text alone, as the lexer of CoreNLP 3.4.1 splits it.
TEST(PennTokenizer, splitsWhatIsHardAsTheReferenceDoes)
{
    const std::vector<std::pair<const char*, const char*>> cases{
        {"don't can't won't it's he'd they'll I'm you've seen",
         "do n't ca n't wo n't it 's he 'd they 'll i 'm you 've seen"},
        {"the dog's bone; the dogs' bones", "the dog 's bone ; the dogs ' bones"},
        {"cannot gonna gotta wanna lemme gimme 'tis 'twas", "can not gon na got ta wan na lem me gim me 't is 't was"},
        {"rock 'n' roll y'all o'clock", "rock 'n' roll y' all o'clock"},
        {"5.5 1,000 10:30 3/4 5 1/2 50%",
         "5.5 1,000 10:30 3/4 5\xc2\xa0"
         "1/2 50 %"},
        {"$5 \xc2\xa3"
         "5 \xe2\x82\xac"
         "5 #5",
         "$ 5 # 5 $ 5 # 5"},
        {"etc. and so on etc.", "etc. and so on etc. ."},
        {"\"hello\" 'hello'", "`` hello '' ` hello '"},
        {"(parens) [brackets] {braces} <b>bold</b>",
         "-lrb- parens -rrb- -lsb- brackets -rsb- -lcb- braces -rcb- <b> bold </b>"},
        {"AT&T at&t R&B", "at&t at & t r&b"},
        {"smile\xf0\x9f\x98\x80"
         "face",
         "smile face"},
        {"(555) 123-4567",
         "-lrb-555-rrb-\xc2\xa0"
         "123-4567"},
        {":) :D ok", ":-rrb- :d ok"},
        {"soft\xc2\xadhyphen", "softhyphen"},
        {"they've", "they ` ve"},
        {"\xce\x9f\xce\x94\xce\x9f\xce\xa3", "\xce\xbf\xce\xb4\xce\xbf\xcf\x82"},
    };
    PennTokenizer tokenizer;
    for (const auto& [text, tokens] : cases)
        EXPECT_EQ(tokenizer.lex(text), tokens);
}

TEST(PennTokenizer, looksIntoTheNextCaption)
{
    PennTokenizer tokenizer;
    const auto first = [&](const char* one, const char* next) { return tokenizer.tokenize({one, next}).front(); };
    EXPECT_EQ(first("take vitamin c.", "He runs"), "take vitamin c");
    EXPECT_EQ(first("take vitamin c.", "it runs"), "take vitamin c.");
    EXPECT_EQ(first("the no.", "5 cats"), "the no.");
}

TEST(PennTokenizer, leavesPunctuationOutAndKeepsBrackets)
{
    PennTokenizer tokenizer;
    EXPECT_EQ(tokenizer.tokenize({"A dog, (two) cats - and... why?!"}).front(),
              "a dog -lrb- two -rrb- cats and why ?!");
}

TEST(PennTokenizer, keepsOneLineForEachCaptionWhateverBreaksItHolds)
{
    PennTokenizer tokenizer;
    const auto lines = tokenizer.tokenize({"a\r\nb\xe2\x80\xa8"
                                           "c\x0b"
                                           "d",
                                           "", "e"});
    EXPECT_EQ(lines, (std::vector<std::string>{"a b c d", "", "e"}));
    EXPECT_TRUE(tokenizer.tokenize({}).empty());
}

TEST(PennTokenizer, leavesOutWhatIsNoText)
{
    EXPECT_EQ(PennTokenizer().tokenize({"a \xff\xfe\xc3 dog \xe2\x82"}).front(), "a dog");
}

TEST(CaptionWords, areThoseOfTheTokenizer)
{
    EXPECT_EQ(captionWords("A dog's T-shirt."), (std::vector<std::string>{"a", "dog", "'s", "t-shirt"}));
    EXPECT_TRUE(captionWords(" ... - ' ").empty());
}

} // namespace
} // namespace descant::metrics
