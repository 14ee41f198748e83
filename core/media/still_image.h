// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"
#include "core/base/result.h"

#include <filesystem>

namespace descant::media {

/// A still picture with its transparency: 8-bit RGBA, not premultiplied, rows packed (stride = 4 · width).
struct TransparentImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;
    const std::uint8_t* row(int y) const { return pixels.data() + std::ptrdiff_t(y) * width * 4; }
};

/// Reads a PNG, JPEG or another still picture that FFmpeg knows.
Result<TransparentImage> readStillImage(const std::filesystem::path& path);
/// Writes a PNG, whole or not at all.
Result<void> writePng(const std::filesystem::path& path, ImageView image);

} // namespace descant::media
