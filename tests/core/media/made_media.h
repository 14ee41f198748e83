// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace descant::test {

/// A clip whose frame n shows n as a bar code that survives coding, at ticks[n] of 1/25 s; with a tone when sampleRate > 0.
void makeClip(const std::filesystem::path& path, const std::vector<std::int64_t>& ticks, int sampleRate = 0,
              int channels = 1);
/// 0, 1, … count-1.
std::vector<std::int64_t> evenTicks(std::int64_t count);
/// The number that a frame of makeClip shows.
int readNumber(const Image& image);

} // namespace descant::test
