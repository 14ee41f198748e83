// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/mean.h"

#include <array>

namespace descant::metrics {
namespace {

constexpr std::size_t kBlock = 128, kLanes = 8;

double sumOfBlock(std::span<const double> values)
{
    std::array<double, kLanes> sums{};
    std::size_t at = 0;
    for (; at < kLanes; ++at)
        sums[at] = values[at];
    for (; at + kLanes <= values.size(); at += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += values[at + lane];
    }
    double sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    for (; at < values.size(); ++at)
        sum += values[at];
    return sum;
}

double sumOf(std::span<const double> values)
{
    if (values.size() < kLanes) {
        double sum = 0;
        for (const double value : values)
            sum += value;
        return sum;
    }
    if (values.size() <= kBlock)
        return sumOfBlock(values);
    const std::size_t half = values.size() / 2 / kLanes * kLanes;
    return sumOf(values.first(half)) + sumOf(values.subspan(half));
}

} // namespace

double meanOf(std::span<const double> values)
{
    return values.empty() ? 0.0 : sumOf(values) / static_cast<double>(values.size());
}

} // namespace descant::metrics
