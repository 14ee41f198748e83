// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/internal/sprite.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace descant::demo_world {

namespace {

struct Bounds {
    int left, top, right, bottom;
};

Bounds opaqueBounds(int width, int height, const std::vector<std::uint8_t>& straight)
{
    constexpr int kFaint = 16;
    Bounds bounds{width, height, 0, 0};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (straight[(static_cast<std::size_t>(y) * width + x) * 4 + 3] > kFaint)
                bounds = {std::min(bounds.left, x), std::min(bounds.top, y), std::max(bounds.right, x + 1),
                          std::max(bounds.bottom, y + 1)};
    return bounds;
}

SpriteLevel cut(int width, const std::vector<std::uint8_t>& straight, const Bounds& bounds)
{
    SpriteLevel level{bounds.right - bounds.left, bounds.bottom - bounds.top, {}};
    level.pixels.reserve(static_cast<std::size_t>(level.width) * level.height * 4);
    for (int y = bounds.top; y < bounds.bottom; ++y)
        for (int x = bounds.left; x < bounds.right; ++x) {
            const std::uint8_t* pixel = &straight[(static_cast<std::size_t>(y) * width + x) * 4];
            for (int channel = 0; channel < 3; ++channel)
                level.pixels.push_back(static_cast<std::uint8_t>((pixel[channel] * pixel[3] + 127) / 255));
            level.pixels.push_back(pixel[3]);
        }
    return level;
}

double opaqueShare(const SpriteLevel& level)
{
    std::size_t opaque = 0;
    for (std::size_t at = 3; at < level.pixels.size(); at += 4)
        opaque += level.pixels[at] >= 128;
    return std::max(0.01, static_cast<double>(opaque) / (static_cast<double>(level.width) * level.height));
}

SpriteLevel halved(const SpriteLevel& level)
{
    SpriteLevel half{level.width / 2, level.height / 2, {}};
    half.pixels.reserve(static_cast<std::size_t>(half.width) * half.height * 4);
    const std::size_t row = static_cast<std::size_t>(level.width) * 4;
    for (int y = 0; y < half.height; ++y)
        for (int x = 0; x < half.width; ++x)
            for (std::size_t channel = 0; channel < 4; ++channel) {
                const std::size_t at =
                    static_cast<std::size_t>(2 * y) * row + static_cast<std::size_t>(2 * x) * 4 + channel;
                half.pixels.push_back(static_cast<std::uint8_t>(
                    (level.pixels[at] + level.pixels[at + 4] + level.pixels[at + row] + level.pixels[at + row + 4] + 2)
                    / 4));
            }
    return half;
}

/// The smallest level that is not magnified.
const SpriteLevel& levelFor(const Sprite& sprite, double width)
{
    const SpriteLevel* best = &sprite.levels.front();
    for (const SpriteLevel& level : sprite.levels)
        if (level.width >= width)
            best = &level;
    return *best;
}

/// Bilinear, transparent beyond the edges. x and y in pixels, 0 at the centre of the first one.
std::array<float, 4> sample(const SpriteLevel& level, double x, double y)
{
    const int left = static_cast<int>(std::floor(x));
    const int top = static_cast<int>(std::floor(y));
    const auto fx = static_cast<float>(x - left);
    const auto fy = static_cast<float>(y - top);
    const std::array<float, 4> weights{(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
    std::array<float, 4> sum{};
    for (int corner = 0; corner < 4; ++corner) {
        const int px = left + (corner & 1);
        const int py = top + (corner >> 1);
        if (px < 0 || py < 0 || px >= level.width || py >= level.height)
            continue;
        const std::uint8_t* pixel = &level.pixels[(static_cast<std::size_t>(py) * level.width + px) * 4];
        const float weight = weights[static_cast<std::size_t>(corner)];
        for (std::size_t channel = 0; channel < 4; ++channel)
            sum[channel] += weight * pixel[channel];
    }
    return sum;
}

void blend(std::uint8_t* pixel, const std::array<float, 4>& over, double brightness)
{
    const float rest = 1 - over[3] / 255;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const float value = std::min(over[channel] * static_cast<float>(brightness), over[3]) + pixel[channel] * rest;
        pixel[channel] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    }
}

} // namespace

Sprite makeSprite(int width, int height, const std::vector<std::uint8_t>& straight)
{
    Sprite sprite;
    const Bounds bounds = opaqueBounds(width, height, straight);
    if (bounds.right <= bounds.left)
        return sprite;
    sprite.levels.push_back(cut(width, straight, bounds));
    sprite.filled = opaqueShare(sprite.levels.front());
    while (sprite.levels.back().width >= 16 && sprite.levels.back().height >= 16)
        sprite.levels.push_back(halved(sprite.levels.back()));
    return sprite;
}

SpritePose fitPose(const Sprite& sprite, double size, double longest)
{
    const SpriteLevel& level = sprite.levels.front();
    size *= std::clamp(std::sqrt(0.55 / sprite.filled), 1.0, 1.4);
    const double slope = std::sqrt(static_cast<double>(level.width) / level.height);
    SpritePose pose;
    pose.width = size * slope;
    pose.height = size / slope;
    const double shrink = std::min(1.0, longest / std::max(pose.width, pose.height));
    pose.width *= shrink;
    pose.height *= shrink;
    return pose;
}

void drawSprite(Image& target, OwnerMap& map, const Sprite& sprite, const SpritePose& pose, std::int16_t owner)
{
    const SpriteLevel& level = levelFor(sprite, pose.width);
    const double cosine = std::cos(pose.rotation);
    const double sine = std::sin(pose.rotation);
    const double reachX = (std::abs(pose.width * cosine) + std::abs(pose.height * sine)) / 2 + 1;
    const double reachY = (std::abs(pose.width * sine) + std::abs(pose.height * cosine)) / 2 + 1;
    const int left = std::max(0, static_cast<int>(std::floor(pose.centreX - reachX)));
    const int right = std::min(target.width, static_cast<int>(std::ceil(pose.centreX + reachX)));
    const int top = std::max(0, static_cast<int>(std::floor(pose.centreY - reachY)));
    const int bottom = std::min(target.height, static_cast<int>(std::ceil(pose.centreY + reachY)));
    const double mirror = pose.facing == Facing::Mirrored ? -1 : 1;
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x) {
            const double dx = x + 0.5 - pose.centreX;
            const double dy = y + 0.5 - pose.centreY;
            const double across = mirror * (dx * cosine + dy * sine) / pose.width + 0.5;
            const double down = (dy * cosine - dx * sine) / pose.height + 0.5;
            if (across < -0.1 || across > 1.1 || down < -0.1 || down > 1.1)
                continue;
            const auto colour = sample(level, across * level.width - 0.5, down * level.height - 0.5);
            if (colour[3] < 1)
                continue;
            blend(target.row(y) + std::ptrdiff_t(x) * 3, colour, pose.brightness);
            if (colour[3] >= 127.5F)
                map.owners[static_cast<std::size_t>(y) * map.width + x] = owner;
        }
}

} // namespace descant::demo_world
