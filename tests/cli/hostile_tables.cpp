// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/hostile_corpora.h"

namespace descant::test {
namespace {

HostileFormat hostileAudioCaps()
{
    const std::string good =
        "audiocap_id,youtube_id,start_time,caption\r\n1,-aBcDeFgH12,30,\"A dog, then\r\na door\"\r\n";
    return {"audiocaps",
            {{"an id twice", good + "1,bBcDeFgH123,30,x\r\n", 4, "1"},
             {"a time below zero", good + "2,bBcDeFgH123,-30,x\r\n", 4, "start_time"},
             {"a word for a time", good + "2,bBcDeFgH123,soon,x\r\n", 4, "start_time"},
             {"NaN", good + "2,bBcDeFgH123,nan,x\r\n", 4, "start_time"},
             {"a number beyond all numbers", good + "2,bBcDeFgH123,1e999,x\r\n", 4, "start_time"},
             {"too few columns", good + "2,bBcDeFgH123\r\n", 4},
             {"too many columns", good + "2,bBcDeFgH123,30,x,y,z\r\n", 4},
             {"a quote that is not closed", good + "2,bBcDeFgH123,30,\"x\r\n", 4, "quote"},
             {"a name that leaves the folder", good + "2,../../etc/pw,30,x\r\n", 4, "../../etc/pw"},
             {"Latin-1 in one row of UTF-8", good + "2,bBcDeFgH123,30,caf\xe9\r\n", 4, "UTF-8"},
             {"columns of another table", "a,b,c\n1,2,3\n", 1, "audiocap_id"}}};
}

HostileFormat hostileClotho()
{
    const std::string good = "file_name,caption_1,caption_2,caption_3,caption_4,caption_5\nrain.wav,a,b,c,d,e\n";
    return {"clotho",
            {{"a file twice", good + "rain.wav,a,b,c,d,e\n", 3, "rain.wav"},
             {"a name that leaves the folder", good + "../x.wav,a,b,c,d,e\n", 3, "../x.wav"},
             {"an absolute name", good + "/x.wav,a,b,c,d,e\n", 3, "/x.wav"},
             {"too few columns", good + "x.wav,a,b\n", 3},
             {"a quote that is not closed", good + "x.wav,\"a,b,c,d,e\n", 3, "quote"}}};
}

/// The same table with other signs between its cells.
std::string separated(std::string text, char sign)
{
    for (char& letter : text)
        letter = letter == ',' ? sign : letter;
    return text;
}

std::vector<HostileCorpus> hostileTable(char sign)
{
    const std::string good = "video,start,end,caption,status\na.mp4,00:00:01.000,00:00:02.500,hello,accepted\n";
    std::vector<HostileCorpus> files{
        {"an end before its start", good + "a.mp4,00:00:03.000,00:00:02.500,x,draft\n", 3},
        {"a time below zero", good + "a.mp4,-1,00:00:02.500,x,draft\n", 3},
        {"a word for a time", good + "a.mp4,zebra,00:00:02.500,x,draft\n", 3, "start"},
        {"a name that leaves the folder", good + "../a.mp4,00:00:01.000,00:00:02.500,x,draft\n", 3, "../a.mp4"},
        {"a name that leaves it further on", good + "b/../../a.mp4,00:00:01.000,00:00:02.500,x,draft\n", 3},
        {"a status that is none", good + "a.mp4,00:00:01.000,00:00:02.500,x,banana\n", 3, "banana"},
        {"a zero in a text", good + "a.mp4,00:00:01.000,00:00:02.500,x" + std::string(1, '\0') + "y,draft\n", 3},
        {"a column twice", "video,start,end,caption,caption\na.mp4,1,2,x,y\n", 1, "column"},
        {"no column for the file", "start,end,caption\n1,2,x\n", 1, "video"},
    };
    for (HostileCorpus& file : files)
        file.bytes = separated(std::move(file.bytes), sign);
    return files;
}

} // namespace

std::vector<HostileFormat> hostileTables()
{
    return {hostileAudioCaps(), hostileClotho(), {"csv", hostileTable(',')}, {"tsv", hostileTable('\t')}};
}

} // namespace descant::test
