// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/workflows/made_sound.h"

#include <cmath>
#include <cstdint>
#include <fstream>

namespace descant::test {

void writeTone(const std::filesystem::path& path, double seconds)
{
    constexpr std::uint32_t kRate = 16000;
    const auto samples = static_cast<std::uint32_t>(seconds * kRate);
    std::ofstream file(path, std::ios::binary);
    const auto put = [&](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            file.put(static_cast<char>(value >> (8 * i)));
    };
    file << "RIFF";
    put(36 + 2 * samples, 4);
    file << "WAVEfmt ";
    put(16, 4);
    put(1, 2); // PCM
    put(1, 2); // channels
    put(kRate, 4);
    put(2 * kRate, 4);
    put(2, 2);
    put(16, 2); // bits
    file << "data";
    put(2 * samples, 4);
    for (std::uint32_t i = 0; i < samples; ++i)
        put(static_cast<std::uint32_t>(std::lround(8000.0 * std::sin(0.17 * i))), 2);
}

} // namespace descant::test
