// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/internal/paint_place.h"

#include "core/demo_world/internal/random.h"
#include "core/demo_world/world.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace descant::demo_world {

namespace {

struct Colour {
    float red, green, blue;
};

Colour operator*(Colour colour, float factor)
{
    return {colour.red * factor, colour.green * factor, colour.blue * factor};
}

Colour mix(Colour from, Colour to, float part)
{
    return {from.red + part * (to.red - from.red), from.green + part * (to.green - from.green),
            from.blue + part * (to.blue - from.blue)};
}

float smooth(float from, float to, float value)
{
    const float part = std::clamp((value - from) / (to - from), 0.0F, 1.0F);
    return part * part * (3 - 2 * part);
}

/// Chance of one cell of a grid, 0…1.
float cellChance(std::uint32_t seed, int column, int row)
{
    std::uint32_t bits =
        seed + static_cast<std::uint32_t>(column) * 0x9E3779B1u + static_cast<std::uint32_t>(row) * 0x85EBCA77u;
    bits = (bits ^ (bits >> 15)) * 0x2C1B3C6Du;
    bits = (bits ^ (bits >> 12)) * 0x297A2D39u;
    return static_cast<float>((bits ^ (bits >> 15)) >> 8) * 0x1.0p-24F;
}

/// Value noise: chance at whole numbers, smooth between them; 0…1.
float valueNoise(std::uint32_t seed, float x, float y)
{
    const int column = static_cast<int>(std::floor(x));
    const int row = static_cast<int>(std::floor(y));
    const float fx = smooth(0, 1, x - static_cast<float>(column));
    const float fy = smooth(0, 1, y - static_cast<float>(row));
    const float top = std::lerp(cellChance(seed, column, row), cellChance(seed, column + 1, row), fx);
    const float bottom = std::lerp(cellChance(seed, column, row + 1), cellChance(seed, column + 1, row + 1), fx);
    return std::lerp(top, bottom, fy);
}

float cloudNoise(std::uint32_t seed, float x, float y)
{
    return 0.6F * valueNoise(seed, x, y) + 0.4F * valueNoise(seed + 7, 2.3F * x, 2.3F * y);
}

/// Round spots of a grid, some of the cells have one: 0 outside, 1 inside.
float spots(std::uint32_t seed, float x, float y, float cells, float share, float radius)
{
    const int column = static_cast<int>(std::floor(x * cells));
    const int row = static_cast<int>(std::floor(y * cells));
    if (cellChance(seed, column, row) > share)
        return 0;
    const float dx =
        x * cells - static_cast<float>(column) - std::lerp(0.25F, 0.75F, cellChance(seed + 1, column, row));
    const float dy = y * cells - static_cast<float>(row) - std::lerp(0.25F, 0.75F, cellChance(seed + 2, column, row));
    return 1 - smooth(0.7F * radius, radius, std::sqrt(dx * dx + dy * dy));
}

/// What chance adds to a place, and its variant's colours.
struct Look {
    std::uint32_t seed = 0;
    float horizon = 0.35F;
    float shift = 0; ///< 0…1: where in a repeating pattern the picture starts
    std::size_t variant = 0;
};

using Palette = std::array<Colour, kPlaceVariants>;

Colour skyColour(const Look& look, float y)
{
    static constexpr Palette kHigh{{{95, 165, 235}, {130, 185, 230}, {80, 140, 210}, {150, 190, 215}, {175, 180, 210}}};
    const Colour low{214, 232, 244};
    return mix(kHigh[look.variant], low, std::clamp(y / std::max(look.horizon, 0.1F), 0.0F, 1.0F));
}

Colour grass(const Look& look, float x, float y)
{
    static constexpr Palette kGreen{{{70, 150, 50}, {95, 165, 60}, {50, 125, 45}, {110, 150, 50}, {85, 140, 75}}};
    if (y < look.horizon)
        return skyColour(look, y);
    const float depth = (y - look.horizon) / (1 - look.horizon);
    const float blades = valueNoise(look.seed, x * 60, y * 14) * 0.4F + cloudNoise(look.seed + 3, x * 5, y * 5) * 0.3F;
    return kGreen[look.variant] * (0.6F + 0.2F * depth + blades);
}

Colour sea(const Look& look, float x, float y)
{
    static constexpr Palette kBlue{{{25, 95, 170}, {30, 120, 175}, {40, 80, 150}, {20, 110, 150}, {50, 105, 135}}};
    if (y < look.horizon)
        return skyColour(look, y);
    const float depth = (y - look.horizon) / (1 - look.horizon);
    const float bend = 1.5F * valueNoise(look.seed, x * 5, y * 9);
    const float wave = 0.5F + 0.5F * std::sin(34 * std::sqrt(depth) + 5 * bend + 6.28F * look.shift);
    return mix(kBlue[look.variant] * (0.8F + 0.3F * depth), {225, 240, 250}, 0.55F * smooth(0.72F, 1, wave));
}

Colour sand(const Look& look, float x, float y)
{
    static constexpr Palette kYellow{
        {{225, 195, 125}, {235, 210, 150}, {215, 175, 105}, {230, 200, 165}, {205, 185, 130}}};
    const float dune = look.horizon * 0.8F + 0.05F * std::sin(4 * x + 6.28F * look.shift);
    if (y < dune)
        return skyColour(look, y);
    const float ripple =
        std::sin(70 * (y + 0.06F * std::sin(7 * x + 6.28F * look.shift)) + 2 * valueNoise(look.seed, x * 4, y * 4));
    return kYellow[look.variant] * (0.94F + 0.06F * ripple + 0.1F * (valueNoise(look.seed, x * 70, y * 70) - 0.5F));
}

Colour snow(const Look& look, float x, float y)
{
    static constexpr Palette kWhite{
        {{240, 245, 250}, {228, 236, 248}, {245, 243, 240}, {220, 232, 240}, {236, 232, 246}}};
    static constexpr Palette kGrey{
        {{150, 160, 175}, {135, 150, 170}, {165, 165, 172}, {140, 155, 165}, {150, 145, 170}}};
    const float edge = look.horizon + 0.04F * std::sin(5 * x + 6.28F * look.shift);
    const Colour ground = kWhite[look.variant] * (0.86F + 0.18F * cloudNoise(look.seed, x * 3, y * 6));
    const Colour back = mix(kGrey[look.variant], ground, smooth(edge - 0.02F, edge, y));
    return mix(back, {255, 255, 255}, spots(look.seed + 5, x, y + look.shift, 13, 0.6F, 0.22F));
}

Colour road(const Look& look, float x, float y)
{
    static constexpr Palette kSide{{{90, 140, 60}, {130, 125, 75}, {75, 120, 65}, {150, 140, 100}, {105, 130, 95}}};
    const float start = 0.75F * look.horizon;
    if (y < start)
        return skyColour(look, y);
    const float depth = (y - start) / (1 - start);
    const float middle = 0.4F + 0.2F * look.shift;
    const float aside = std::abs(x - 0.5F - (middle - 0.5F) * (1 - depth)) / (0.12F + 0.48F * depth);
    if (aside > 1)
        return kSide[look.variant] * (0.8F + 0.4F * valueNoise(look.seed, x * 30, y * 30));
    if (aside > 0.88F && aside < 0.95F)
        return {235, 235, 230};
    const bool dash = aside < 0.05F && std::sin(18 / (0.35F + depth) + 6.28F * look.shift) > 0;
    if (dash)
        return {245, 240, 215};
    return Colour{100, 100, 106} * (0.85F + 0.3F * valueNoise(look.seed, x * 60, y * 60));
}

Colour room(const Look& look, float x, float y)
{
    static constexpr Palette kWall{
        {{225, 200, 165}, {200, 170, 175}, {175, 195, 170}, {215, 205, 150}, {195, 175, 205}}};
    const float floorLine = 0.68F + 0.25F * (look.horizon - 0.35F);
    if (y > floorLine + 0.035F) {
        const float depth = y - floorLine;
        const float board = (x - 0.5F) / (0.5F + depth) * 9;
        const float line = smooth(0.42F, 0.5F, std::abs(board - std::round(board)));
        return mix(Colour{165, 110, 65} * (0.9F + 0.25F * valueNoise(look.seed, board, y * 3)), {90, 55, 30},
                   0.7F * line);
    }
    if (y > floorLine)
        return {120, 75, 45};
    const float left = 0.08F + 0.6F * look.shift;
    if (x > left && x < left + 0.24F && y > 0.08F && y < 0.34F) {
        const bool frame =
            x < left + 0.02F || x > left + 0.22F || y < 0.10F || y > 0.32F || std::abs(x - left - 0.12F) < 0.008F;
        return frame ? Colour{250, 248, 240} : Colour{150, 195, 235};
    }
    const float stripe = std::sin(6.2832F * 8 * (x + look.shift));
    return kWall[look.variant] * (stripe > 0 ? 1.0F : 0.9F);
}

Colour sky(const Look& look, float x, float y)
{
    static constexpr Palette kBlue{{{60, 135, 225}, {85, 155, 230}, {50, 115, 205}, {105, 165, 220}, {85, 130, 190}}};
    const Colour back = mix(kBlue[look.variant], {175, 210, 240}, 0.7F * y);
    const float cloud = cloudNoise(look.seed, x * 3.2F + 5 * look.shift, y * 4.5F);
    return mix(back, {250, 250, 252}, smooth(0.5F, 0.68F, cloud));
}

Colour stars(const Look& look, float x, float y)
{
    static constexpr Palette kNight{{{34, 38, 92}, {44, 36, 96}, {26, 46, 88}, {38, 42, 80}, {54, 40, 86}}};
    const float hill = 0.86F + 0.05F * std::sin(5 * x + 6.28F * look.shift) + 0.02F * std::sin(13 * x);
    if (y > hill)
        return Colour{22, 30, 34} * (0.9F + 0.3F * valueNoise(look.seed, x * 20, y * 20));
    const Colour back = mix(kNight[look.variant], {66, 70, 130}, 0.6F * y);
    const float small = spots(look.seed + 1, x + look.shift, y, 15, 0.45F, 0.16F);
    const float large = spots(look.seed + 9, x + look.shift, y, 6, 0.5F, 0.1F);
    return mix(back, {255, 250, 215}, std::max(small, large));
}

Colour mountains(const Look& look, float x, float y)
{
    static constexpr Palette kRock{
        {{120, 115, 125}, {135, 120, 110}, {105, 115, 135}, {125, 125, 120}, {130, 110, 130}}};
    static constexpr Palette kFoot{{{75, 115, 65}, {100, 115, 70}, {60, 105, 80}, {95, 125, 60}, {90, 110, 90}}};
    const auto peak = [&](float centre, float width, float height) {
        return height * (1 - std::abs(x - centre) / width);
    };
    const float first = 0.15F + 0.25F * look.shift;
    const float rough = 0.04F * (valueNoise(look.seed, x * 18, 1) - 0.5F);
    const float height = std::max({peak(first, 0.34F, 0.75F), peak(first + 0.38F, 0.32F, 0.86F),
                                   peak(first + 0.72F, 0.34F, 0.68F), 0.3F})
        + rough;
    const float above = height - (1 - y);
    if (above < 0)
        return skyColour(look, 0.6F * y);
    if (1 - y < 0.2F + 0.04F * std::sin(6 * x + 6.28F * look.shift))
        return kFoot[look.variant] * (0.8F + 0.4F * valueNoise(look.seed, x * 30, y * 30));
    if (1 - y > 0.56F + 0.1F * (valueNoise(look.seed + 2, x * 22, 0) - 0.5F))
        return {240, 243, 248};
    const float side = valueNoise(look.seed + 4, x * 9, y * 5);
    return kRock[look.variant] * (0.7F + 0.6F * side);
}

Colour underWater(const Look& look, float x, float y)
{
    static constexpr Palette kHigh{{{60, 190, 190}, {70, 180, 205}, {75, 195, 170}, {50, 170, 180}, {95, 185, 185}}};
    static constexpr Palette kDeep{{{10, 60, 90}, {15, 50, 100}, {10, 70, 80}, {10, 50, 75}, {30, 60, 85}}};
    const float slant = x + 0.35F * y + look.shift;
    const float ray = smooth(0.55F, 0.9F, valueNoise(look.seed, slant * 9, 0)) * (1 - y);
    const Colour back = mix(mix(kHigh[look.variant], kDeep[look.variant], y), {190, 245, 235}, 0.4F * ray);
    const float bubble = spots(look.seed + 3, x, y + look.shift, 8, 0.4F, 0.22F)
        - spots(look.seed + 3, x, y + look.shift, 8, 0.4F, 0.14F);
    const Colour wet = mix(back, {225, 250, 250}, 0.8F * bubble);
    const float bed = 0.9F + 0.03F * std::sin(8 * x + 6.28F * look.shift);
    return y > bed ? Colour{120, 130, 95} * (0.8F + 0.3F * valueNoise(look.seed, x * 40, y * 40)) : wet;
}

using Painter = Colour (*)(const Look&, float, float);

/// In the order of the catalogue's places.
constexpr std::array<Painter, 10> kPainters{grass, sea, sand, snow, road, room, sky, stars, mountains, underWater};

/// The colour of a pixel. Small pictures take the mean of two points, so that fine patterns look as they do in a
/// video that was made small.
Colour colourOfPixel(Painter paint, const Look& look, int x, int y, const Image& target)
{
    constexpr int kSmall = 200;
    const auto at = [&](float inside) {
        return paint(look, (static_cast<float>(x) + inside) / static_cast<float>(target.width),
                     (static_cast<float>(y) + inside) / static_cast<float>(target.height));
    };
    return target.width < kSmall ? mix(at(0.25F), at(0.75F), 0.5F) : at(0.5F);
}

} // namespace

void paintPlace(Image& target, const PlacePlan& plan)
{
    Random random(plan.seed);
    Look look;
    look.seed = static_cast<std::uint32_t>(random.bits());
    look.horizon = static_cast<float>(random.between(0.26, 0.44));
    look.shift = static_cast<float>(random.unit());
    look.variant = static_cast<std::size_t>(plan.variant);
    const auto light = static_cast<float>(random.between(0.88, 1.08));
    const Colour tint{static_cast<float>(random.between(0.95, 1.05)) * light, light,
                      static_cast<float>(random.between(0.95, 1.05)) * light};
    const Painter paint = kPainters[static_cast<std::size_t>(plan.place)];
    for (int y = 0; y < target.height; ++y) {
        std::uint8_t* pixel = target.row(y);
        for (int x = 0; x < target.width; ++x) {
            const Colour colour = colourOfPixel(paint, look, x, y, target);
            *pixel++ = static_cast<std::uint8_t>(std::clamp(colour.red * tint.red + 0.5F, 0.0F, 255.0F));
            *pixel++ = static_cast<std::uint8_t>(std::clamp(colour.green * tint.green + 0.5F, 0.0F, 255.0F));
            *pixel++ = static_cast<std::uint8_t>(std::clamp(colour.blue * tint.blue + 0.5F, 0.0F, 255.0F));
        }
    }
}

} // namespace descant::demo_world
