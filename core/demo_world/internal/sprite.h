// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"
#include "core/demo_world/plan.h"

#include <cstdint>
#include <vector>

namespace descant::demo_world {

/// A picture with transparency: premultiplied 8-bit RGBA, rows packed.
struct SpriteLevel {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;
};

/// One thing's picture at its own size and at each half of it, so that it can be drawn small without aliasing.
struct Sprite {
    double filled = 1;               ///< opaque share of its box: little for a hammer
    std::vector<SpriteLevel> levels; ///< largest first; never empty
};

/// Cuts the transparent margin off, multiplies by alpha and makes the levels. Straight (not premultiplied) RGBA in.
/// No level where nothing is opaque.
Sprite makeSprite(int width, int height, const std::vector<std::uint8_t>& straight);

/// Where and how a sprite is drawn, in pixels of the target.
struct SpritePose {
    double centreX = 0;
    double centreY = 0;
    double width = 0;
    double height = 0;
    double rotation = 0;
    double brightness = 1;
    Facing facing = Facing::AsDrawn;
};

/// The pose in which the sprite has `size` as geometric mean of width and height (thin things up to 1.4 times as much,
/// so that they show as much) but no edge above `longest`.
SpritePose fitPose(const Sprite& sprite, double size, double longest);

/// Who is on top at each pixel: -1 the place, else the number given to drawSprite.
struct OwnerMap {
    int width = 0;
    int height = 0;
    std::vector<std::int16_t> owners;
    OwnerMap(int mapWidth, int mapHeight)
        : width(mapWidth), height(mapHeight), owners(static_cast<std::size_t>(mapWidth) * mapHeight, -1)
    {
    }
    std::int16_t at(int x, int y) const { return owners[static_cast<std::size_t>(y) * width + x]; }
};

/// Draws over `target`; pixels that the sprite covers by half or more belong to `owner` from then on.
void drawSprite(Image& target, OwnerMap& map, const Sprite& sprite, const SpritePose& pose, std::int16_t owner);

} // namespace descant::demo_world
