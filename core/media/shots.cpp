// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/shots.h"

#include "core/media/frame_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace descant::media {
namespace {

/// Pictures are compared small: noise and slight motion vanish.
constexpr PixelSize kCompared{64, 36};
/// Differences looked at on either side.
constexpr std::int64_t kNeighbours = 8;
/// So many times the next largest difference near it, and never less than kLeast.
constexpr float kTimes = 2.5F;
constexpr float kLeast = 8.0F;
constexpr std::int64_t kReportEvery = 50;

float differenceOf(const Image& one, const Image& other)
{
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < one.pixels.size(); ++i)
        sum += std::abs(static_cast<int>(one.pixels[i]) - static_cast<int>(other.pixels[i]));
    return static_cast<float>(sum) / static_cast<float>(one.pixels.size());
}

bool isCut(std::span<const float> differences, std::int64_t position)
{
    const float here = differences[static_cast<std::size_t>(position)];
    const std::int64_t first = std::max<std::int64_t>(1, position - kNeighbours);
    const std::int64_t last = std::min<std::int64_t>(std::ssize(differences) - 1, position + kNeighbours);
    float next = 0;
    for (std::int64_t i = first; i <= last; ++i) {
        if (i != position)
            next = std::max(next, differences[static_cast<std::size_t>(i)]);
    }
    return here >= kLeast && here >= kTimes * next;
}

Outcome<std::vector<float>> differencesOf(FrameReader& reader, const std::stop_token& stop, const ProgressSink& progress)
{
    const std::int64_t count = reader.table().count();
    std::vector<float> differences(static_cast<std::size_t>(count));
    Image before;
    for (std::int64_t number = 0; number < count; ++number) {
        DESCANT_TRY(Image picture, reader.frame(number, PictureUse::Show, kCompared, stop));
        if (number > 0)
            differences[static_cast<std::size_t>(number)] = differenceOf(before, picture);
        before = std::move(picture);
        if (number % kReportEvery == 0)
            report(progress, fmt::format("Looking for cuts: frame {} of {}", number, count),
                   static_cast<double>(number) / static_cast<double>(count));
    }
    return differences;
}

} // namespace

std::vector<std::int64_t> cutsIn(std::span<const float> differences)
{
    std::vector<std::int64_t> cuts;
    for (std::int64_t position = 1; position < std::ssize(differences); ++position) {
        if (isCut(differences, position))
            cuts.push_back(position);
    }
    return cuts;
}

Outcome<std::vector<Shot>> findShots(const std::filesystem::path& path, std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(const std::unique_ptr<FrameReader> reader, FrameReader::open(path, stop));
    DESCANT_TRY(const std::vector<float> differences, differencesOf(*reader, stop, progress));
    const FrameTable& table = reader->table();
    std::vector<Shot> shots{{{table.timeOf(0), table.end()}, 0}};
    for (const std::int64_t cut : cutsIn(differences)) {
        shots.back().range.end = table.timeOf(cut);
        shots.push_back({{table.timeOf(cut), table.end()}, cut});
    }
    return shots;
}

} // namespace descant::media
