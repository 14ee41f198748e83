// SPDX-License-Identifier: GPL-3.0-or-later
// How well near-duplicates are found, and how long it takes: similarity_bench FILE… prints every pair that is found,
// one JSON object a line, and then the time that looking and comparing took. tests/bench/similarity.sh makes the files.
#include "core/media/similarity.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

using namespace descant;

namespace {

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string nameOf(const std::string& path) { return std::filesystem::path(path).filename().string(); }

} // namespace

int main(int count, char** arguments)
{
    std::vector<std::string> names;
    std::vector<media::Signature> signatures;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 1; i < count; ++i) {
        auto signature = media::signatureOf(arguments[i]);
        if (!signature) {
            fmt::print(stderr, "{}: {}\n", arguments[i], describe(std::get<Error>(signature.error())));
            return 1;
        }
        names.emplace_back(arguments[i]);
        signatures.push_back(*std::move(signature));
    }
    const double looking = secondsSince(start);
    const auto compared = std::chrono::steady_clock::now();
    const auto pairs = media::findAlike(signatures);
    if (!pairs)
        return 1;
    for (const media::Alike& pair : *pairs)
        fmt::print("{{\"one\":\"{}\",\"other\":\"{}\",\"offset\":{:.2f},\"pictures\":{:.2f},\"sound\":{:.2f},"
                   "\"mirrored\":{}}}\n",
                   nameOf(names[pair.one]), nameOf(names[pair.other]), toSeconds(pair.offset), pair.pictures,
                   pair.sound, pair.mirrored);
    fmt::print("{{\"files\":{},\"pairs\":{},\"looking_s\":{:.2f},\"comparing_s\":{:.3f}}}\n", names.size(),
               pairs->size(), looking, secondsSince(compared));
    return 0;
}
