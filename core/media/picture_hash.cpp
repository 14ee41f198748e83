// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/picture_hash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace descant::media {
namespace {

constexpr int kSide = 32;
constexpr int kLow = 8; ///< frequencies in each direction
using Block = std::array<double, std::size_t{kSide} * kSide>;
using Low = std::array<double, std::size_t{kLow} * kLow>;

constexpr int kDarkest = 26; ///< what video calls black, and a little more
constexpr double kBarShare = 0.4;
constexpr double kLeastSpread = 4.0; ///< standard deviation of the averages, in shades

/// The mean of a stretch [from, to) of fractional pixels in both directions.
double meanOf(const GreyPicture& picture, double left, double top, double right, double bottom)
{
    double sum = 0, area = 0;
    for (int y = static_cast<int>(top); y < std::min(picture.height, static_cast<int>(std::ceil(bottom))); ++y) {
        const double tall = std::min(bottom, y + 1.0) - std::max(top, static_cast<double>(y));
        for (int x = static_cast<int>(left); x < std::min(picture.width, static_cast<int>(std::ceil(right))); ++x) {
            const double part = tall * (std::min(right, x + 1.0) - std::max(left, static_cast<double>(x)));
            sum += part * picture.at(x, y);
            area += part;
        }
    }
    return area > 0 ? sum / area : 0;
}

Block averagesOf(const GreyPicture& picture, const Bars& bars)
{
    const double stepX = static_cast<double>(picture.width - bars.left - bars.right) / kSide;
    const double stepY = static_cast<double>(picture.height - bars.top - bars.bottom) / kSide;
    Block averages{};
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x)
            averages[static_cast<std::size_t>(y) * kSide + x] =
                meanOf(picture, bars.left + x * stepX, bars.top + y * stepY, bars.left + (x + 1) * stepX,
                       bars.top + (y + 1) * stepY);
    }
    return averages;
}

double spreadOf(const Block& block)
{
    double sum = 0, squares = 0;
    for (const double value : block) {
        sum += value;
        squares += value * value;
    }
    const double mean = sum / static_cast<double>(block.size());
    return std::sqrt(std::max(0.0, squares / static_cast<double>(block.size()) - mean * mean));
}

const std::array<std::array<double, kSide>, kLow>& cosines()
{
    static const auto kTable = [] {
        std::array<std::array<double, kSide>, kLow> table{};
        for (int u = 0; u < kLow; ++u) {
            for (int x = 0; x < kSide; ++x)
                table[u][x] = std::cos(std::numbers::pi * u * (2 * x + 1) / (2.0 * kSide));
        }
        return table;
    }();
    return kTable;
}

/// The lowest frequencies of the DCT-II: rows, then columns. Without factors: only the order of size counts.
Low lowFrequencies(const Block& block)
{
    std::array<double, std::size_t{kSide} * kLow> rows{};
    for (int y = 0; y < kSide; ++y) {
        for (int u = 0; u < kLow; ++u) {
            for (int x = 0; x < kSide; ++x)
                rows[static_cast<std::size_t>(y) * kLow + u] +=
                    block[static_cast<std::size_t>(y) * kSide + x] * cosines()[u][x];
        }
    }
    Low low{};
    for (int v = 0; v < kLow; ++v) {
        for (int u = 0; u < kLow; ++u) {
            for (int y = 0; y < kSide; ++y)
                low[static_cast<std::size_t>(v) * kLow + u] +=
                    rows[static_cast<std::size_t>(y) * kLow + u] * cosines()[v][y];
        }
    }
    return low;
}

/// Bit i: coefficient i is above the median of all but the first, which is the brightness.
std::uint64_t signsOf(const Low& low)
{
    std::array<double, std::size_t{kLow} * kLow - 1> sorted{};
    std::copy(low.begin() + 1, low.end(), sorted.begin());
    const auto middle = sorted.begin() + sorted.size() / 2;
    std::nth_element(sorted.begin(), middle, sorted.end());
    std::uint64_t signs = 0;
    for (std::size_t i = 1; i < low.size(); ++i)
        signs |= low[i] > *middle ? std::uint64_t{1} << i : 0;
    return signs;
}

} // namespace

GreyPicture greyOf(ImageView picture)
{
    GreyPicture grey{picture.width, picture.height, {}};
    grey.pixels.reserve(static_cast<std::size_t>(picture.width) * picture.height);
    for (int y = 0; y < picture.height; ++y) {
        const std::uint8_t* row = picture.row(y);
        for (int x = 0; x < picture.width; ++x, row += 3) // BT.601, in 256ths
            grey.pixels.push_back(static_cast<std::uint8_t>((77 * row[0] + 150 * row[1] + 29 * row[2]) >> 8));
    }
    return grey;
}

Bars barsOf(const GreyPicture& picture)
{
    const auto rowIsDark = [&](int y) {
        const auto begin = picture.pixels.begin() + static_cast<std::ptrdiff_t>(y) * picture.width;
        return std::all_of(begin, begin + picture.width, [](std::uint8_t shade) { return shade <= kDarkest; });
    };
    const auto columnIsDark = [&](int x) {
        for (int y = 0; y < picture.height; ++y) {
            if (picture.at(x, y) > kDarkest)
                return false;
        }
        return true;
    };
    const int mostX = static_cast<int>(kBarShare * picture.width), mostY = static_cast<int>(kBarShare * picture.height);
    Bars bars;
    while (bars.top < mostY && rowIsDark(bars.top))
        ++bars.top;
    while (bars.bottom < mostY && rowIsDark(picture.height - 1 - bars.bottom))
        ++bars.bottom;
    while (bars.left < mostX && columnIsDark(bars.left))
        ++bars.left;
    while (bars.right < mostX && columnIsDark(picture.width - 1 - bars.right))
        ++bars.right;
    return bars;
}

Bars commonBars(const Bars& one, const Bars& other)
{
    return {std::min(one.left, other.left), std::min(one.top, other.top), std::min(one.right, other.right),
            std::min(one.bottom, other.bottom)};
}

std::optional<PictureHash> pictureHash(const GreyPicture& picture, const Bars& bars)
{
    const Block averages = averagesOf(picture, bars);
    if (spreadOf(averages) < kLeastSpread)
        return std::nullopt;
    Low low = lowFrequencies(averages);
    PictureHash hash;
    hash.plain = signsOf(low);
    for (std::size_t i = 1; i < low.size(); i += 2) // a mirror turns the odd frequencies across round
        low[i] = -low[i];
    hash.mirrored = signsOf(low);
    return hash;
}

} // namespace descant::media
