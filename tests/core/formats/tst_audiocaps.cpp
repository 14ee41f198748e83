// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/formats/corpus_fixture.h"

using namespace descant;
using namespace descant::test;

namespace {

using AudioCaps = CorpusTest;

const std::string kHeader = "audiocap_id,youtube_id,start_time,caption\n";
const std::string kRow = "700001,-aBcDeFgH12,30,\"A dog barks, then a \"\"door\"\" slams shut\"\n";

TEST_F(AudioCaps, aCorpusComesInAndGoesOutTheSame)
{
    const std::string text = kHeader + kRow + "700002,-aBcDeFgH12,30,A dog\n8,a_bcDeFgH12,0,Rain ü\n";
    const formats::ImportPlan plan = perform("audiocaps", text);
    EXPECT_EQ(plan.added, 3U);
    EXPECT_EQ(document.media().front()->name, "-aBcDeFgH12_30.wav");
    EXPECT_EQ(exported("audiocaps"), text);
    EXPECT_TRUE(lost.empty());
    EXPECT_EQ(this->plan("audiocaps", text)->skipped, 3U);
}

TEST_F(AudioCaps, aByteOrderMarkLineEndsOfWindowsAndFurtherColumnsAreKept)
{
    perform("audiocaps",
            "\xef\xbb\xbf"
            "audiocap_id,youtube_id,start_time,caption,who\r\n1,aaaaaaaaaaa,5,\"two\r\nlines\",w7\r\n");
    EXPECT_EQ(exported("audiocaps"), "audiocap_id,youtube_id,start_time,caption,who\n1,aaaaaaaaaaa,5,two lines,w7\n");
}

TEST_F(AudioCaps, theLastLineNeedsNoEnd)
{
    EXPECT_EQ(perform("audiocaps", kHeader + "1,aaaaaaaaaaa,5,rain").added, 1U);
}

TEST_F(AudioCaps, whatIsMalformedIsRefusedWithItsLine)
{
    expectRefused("audiocaps",
                  {{"nothing", "", 1},
                   {"another header", "a,b\n", 1},
                   {"a column twice", "audiocap_id,youtube_id,start_time,caption,caption\n", 1},
                   {"a cell too few", kHeader + kRow + "2,aaaaaaaaaaa,5\n", 3},
                   {"a cell too many", kHeader + "2,aaaaaaaaaaa,5,a,b\n", 2},
                   {"an id twice", kHeader + kRow + kRow, 3},
                   {"a text for an id", kHeader + "x,aaaaaaaaaaa,5,a\n", 2},
                   {"negative", kHeader + "2,aaaaaaaaaaa,-5,a\n", 2},
                   {"NaN", kHeader + "2,aaaaaaaaaaa,NaN,a\n", 2},
                   {"no end of the quote", kHeader + kRow + "2,aaaaaaaaaaa,5,\"a\n\n\n", 3},
                   {"text after the quote", kHeader + "2,aaaaaaaaaaa,5,\"a\"b\n", 2},
                   {"after lines in a cell", kHeader + "1,aaaaaaaaaaa,5,\"a\n\nb\"\nx,a,5,b\n", 5},
                   {"upwards", kHeader + "2,../bbbbbbbb,5,a\n", 2},
                   {"not UTF-8", kHeader + "2,aaaaaaaaaaa,5,caf\xe9\n", 2},
                   {"a NUL", kHeader + std::string("2,aaaaaaaaaaa,5,a\0\n", 18), 2}});
}

} // namespace
