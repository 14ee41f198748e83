// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/hostile_corpora.h"

#include <cstdio>

namespace descant::test {
namespace {

constexpr std::size_t kBlock = 512;

/// A member of a tar archive as anybody could write it; `type` '0' is a plain file, '2' a link.
std::string member(const std::string& name, const std::string& content, char type = '0',
                   std::size_t claimed = std::string::npos)
{
    std::string header(kBlock, '\0');
    header.replace(0, name.size(), name);
    header.replace(100, 7, "0000644");
    header.replace(108, 7, "0000000");
    header.replace(116, 7, "0000000");
    char digits[12];
    std::snprintf(digits, sizeof digits, "%011zo", claimed == std::string::npos ? content.size() : claimed);
    header.replace(124, 11, digits);
    header.replace(136, 11, "00000000000");
    header[156] = type;
    header.replace(257, 8,
                   std::string("ustar\0"
                               "00",
                               8));
    if (type == '2')
        header.replace(157, 11, "/etc/passwd");
    header.replace(148, 8, "        ");
    unsigned sum = 0;
    for (const char letter : header)
        sum += static_cast<unsigned char>(letter);
    std::snprintf(digits, sizeof digits, "%06o", sum);
    header.replace(148, 7, std::string(digits, 7));
    return header + content + std::string((kBlock - content.size() % kBlock) % kBlock, '\0');
}

std::string archive(const std::string& members) { return members + std::string(2 * kBlock, '\0'); }

} // namespace

std::vector<HostileFormat> hostileShards()
{
    const std::string good = member("a.json", R"({"caption":["a tram"]})");
    const auto after = [&](const std::string& members) { return archive(good + members); };
    std::string broken = after(member("b.json", R"({"caption":["x"]})"));
    broken[2 * kBlock] = 'c'; // the sum of the header is not right any more
    return {
        {"webdataset",
         {{"a name that leaves the folder", after(member("../b.json", R"({"caption":["x"]})")), 2, "../b.json",
           "s.tar"},
          {"an absolute name", after(member("/etc/b.json", R"({"caption":["x"]})")), 2, "/etc/b.json", "s.tar"},
          {"a link", after(member("b.json", "", '2')), 2, "", "s.tar"},
          {"a device", after(member("b.json", "", '3')), 2, "", "s.tar"},
          {"a size beyond the archive", after(member("b.json", "{}", '0', 1'000'000)), 2, "", "s.tar"},
          {"a header that was changed", broken, 2, "", "s.tar"},
          {"a number for the captions", after(member("b.json", R"({"caption":7})")), 2, "caption", "s.tar"},
          {"no JSON", after(member("b.json", "nothing")), 2, "", "s.tar"},
          {"a wall of brackets", after(member("b.json", "{\"caption\":" + std::string(200'000, '['))), 2, "", "s.tar"},
          {"a sample twice", after(good), 2, "", "s.tar"},
          {"the end is missing", after(member("b.json", R"({"caption":["x"]})")).substr(0, 3 * kBlock), 2, "",
           "s.tar"}}}};
}

std::vector<HostileCorpus> hostileToAll()
{
    std::string every(256, '\0');
    for (std::size_t i = 0; i < every.size(); ++i)
        every[i] = static_cast<char>(i);
    return {{"nothing", "", 0},
            {"zeros", std::string(5000, '\0'), 0},
            {"every byte", every, 0},
            {"half a text", "{\"a\":[1,\n", 0}};
}

} // namespace descant::test
