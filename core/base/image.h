// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace descant {

/// Somebody else's picture: 8-bit RGB, interleaved, rows top to bottom, `stride` bytes apart. Valid as long as its owner.
struct ImageView {
    const std::uint8_t* pixels = nullptr;
    int width = 0;
    int height = 0;
    std::ptrdiff_t stride = 0;
    const std::uint8_t* row(int y) const { return pixels + y * stride; }
    bool empty() const { return width <= 0 || height <= 0; }
};

/// A picture that owns its pixels: 8-bit RGB, rows packed (stride = 3 · width).
struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;

    Image() = default;
    Image(int imageWidth, int imageHeight)
        : width(imageWidth), height(imageHeight), pixels(static_cast<std::size_t>(imageWidth) * imageHeight * 3) {}
    bool empty() const { return pixels.empty(); }
    ImageView view() const { return {pixels.data(), width, height, std::ptrdiff_t(width) * 3}; }
    std::uint8_t* row(int y) { return pixels.data() + std::ptrdiff_t(y) * width * 3; }
    const std::uint8_t* row(int y) const { return pixels.data() + std::ptrdiff_t(y) * width * 3; }
};

} // namespace descant
