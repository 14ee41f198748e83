// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace descant::media {

/// A small picture in shades of grey, 0…255, rows packed.
struct GreyPicture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;

    std::uint8_t at(int x, int y) const { return pixels[static_cast<std::size_t>(y) * width + x]; }
};
GreyPicture greyOf(ImageView picture);

/// Dark bars around a picture, in its own pixels.
struct Bars {
    int left = 0, top = 0, right = 0, bottom = 0;
};
/// The rows and columns at the edges that are all but black. At most two fifths from each side.
Bars barsOf(const GreyPicture& picture);
/// The bars that all pictures of a film have.
Bars commonBars(const Bars& one, const Bars& other);

/// 63 signs of the lowest frequencies of a picture (a DCT of 32 x 32 averages), each against the median: after Zauner,
/// "Implementation and benchmarking of perceptual image hash functions", 2010. A new coding, another size, and brighter
/// or darker colours leave most of them as they are.
struct PictureHash {
    std::uint64_t plain = 0;
    std::uint64_t mirrored = 0; ///< the plain hash of the picture seen in a mirror
};
/// Nothing for a picture that shows nothing: black, white, or one shade.
std::optional<PictureHash> pictureHash(const GreyPicture& picture, const Bars& bars);

} // namespace descant::media
