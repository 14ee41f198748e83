// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target without libFuzzer: replay ROUNDS SEED_FOLDER hands it every seed and then ROUNDS inputs that are
// made from them by a fixed random generator, so that every run is the same. An input that breaks the target is kept as
// "broken-input" in the working folder.
#include "tests/fuzz/fuzz_target.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr const char* kKeptInput = "broken-input";
constexpr std::size_t kLargestInput = std::size_t(1) << 18;

std::vector<Bytes> readSeeds(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_regular_file())
            paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<Bytes> seeds;
    for (const std::filesystem::path& path : paths) {
        std::ifstream file(path, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return seeds;
}

/// One change somewhere in an input.
class Mutator {
public:
    explicit Mutator(const std::vector<Bytes>& seeds) : m_seeds(seeds) { }

    Bytes next()
    {
        Bytes input = m_seeds[below(m_seeds.size())];
        for (std::size_t change = below(4) + 1; change > 0; --change)
            mutate(input);
        input.resize(std::min(input.size(), kLargestInput));
        return input;
    }

private:
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : m_random() % limit; }

    void mutate(Bytes& input)
    {
        const std::size_t place = below(input.size() + 1);
        const auto at = input.begin() + static_cast<std::ptrdiff_t>(place);
        const std::size_t rest = input.size() - place;
        const auto length = static_cast<std::ptrdiff_t>(below(std::min<std::size_t>(rest, 64) + 1));
        switch (below(7)) {
        case 0:
            if (rest > 0)
                *at ^= static_cast<std::uint8_t>(1U << below(8));
            break;
        case 1:
            std::generate(at, at + length, [this] { return static_cast<std::uint8_t>(m_random()); });
            break;
        case 2:
            std::fill(at, at + length, kBytes[below(std::size(kBytes))]);
            break;
        case 3:
            input.erase(at, at + length);
            break;
        case 4:
            input.resize(place);
            break;
        case 5:
            insert(input, place, kTokens[below(std::size(kTokens))]);
            break;
        default:
            splice(input, place);
        }
    }

    static void insert(Bytes& input, std::size_t place, const std::string& token)
    {
        input.insert(input.begin() + static_cast<std::ptrdiff_t>(place), token.begin(), token.end());
    }

    /// A piece of some seed, put in.
    void splice(Bytes& input, std::size_t place)
    {
        const Bytes& other = m_seeds[below(m_seeds.size())];
        const std::size_t from = below(other.size());
        const std::size_t length = below(std::min<std::size_t>(other.size() - from, 256) + 1);
        const auto first = other.begin() + static_cast<std::ptrdiff_t>(from);
        const Bytes piece(first, first + static_cast<std::ptrdiff_t>(length));
        input.insert(input.begin() + static_cast<std::ptrdiff_t>(place), piece.begin(), piece.end());
    }

    static constexpr std::uint8_t kBytes[] = {0x00, 0xff, 0x7f, 0x80, '"', '[', '{', '9', ' '};
    inline static const std::string kTokens[] = {"{",
                                                 "[",
                                                 "\"",
                                                 "}",
                                                 "]",
                                                 ",",
                                                 ":",
                                                 "null",
                                                 "true",
                                                 "-1",
                                                 "1e999",
                                                 "1e-5",
                                                 "0.5",
                                                 "\\ud800",
                                                 "\\u0000",
                                                 "NaN",
                                                 "../",
                                                 "\xff",
                                                 "\xed\xa0\x80",
                                                 "[[[[[[[[",
                                                 "18446744073709551616",
                                                 "9223372036854775807",
                                                 "-9223372036854775808",
                                                 "281474976710656",
                                                 "4294967296"};

    const std::vector<Bytes>& m_seeds;
    std::mt19937_64 m_random{20240611};
};

void tryInput(const Bytes& input)
{
    {
        std::filesystem::remove(kKeptInput);
        std::ofstream kept(kKeptInput, std::ios::binary | std::ios::trunc);
        kept.write(reinterpret_cast<const char*>(input.data()), static_cast<std::streamsize>(input.size()));
    }
    LLVMFuzzerTestOneInput(input.data(), input.size());
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 3) {
        std::fprintf(stderr, "usage: %s ROUNDS SEED_FOLDER\n", arguments[0]);
        return 2;
    }
    const std::vector<Bytes> seeds = readSeeds(arguments[2]);
    if (seeds.empty()) {
        std::fprintf(stderr, "%s: there are no seeds\n", arguments[2]);
        return 2;
    }
    for (const Bytes& seed : seeds)
        tryInput(seed);
    Mutator mutator(seeds);
    const int rounds = std::atoi(arguments[1]);
    for (int round = 0; round < rounds; ++round)
        tryInput(mutator.next());
    std::filesystem::remove(kKeptInput);
    std::printf("%zu seeds and %d inputs made from them\n", seeds.size(), rounds);
    return 0;
}
