// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/waveform.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace descant::ui {

namespace {

SoundExtent joined(SoundExtent one, SoundExtent other)
{
    return {std::min(one.low, other.low), std::max(one.high, other.high)};
}

std::vector<SoundExtent> halved(const std::vector<SoundExtent>& fine)
{
    std::vector<SoundExtent> coarse;
    coarse.reserve((fine.size() + 1) / 2);
    for (std::size_t i = 0; i < fine.size(); i += 2)
        coarse.push_back(i + 1 < fine.size() ? joined(fine[i], fine[i + 1]) : fine[i]);
    return coarse;
}

} // namespace

Waveform::Waveform(std::vector<SoundExtent> peaks, double microsecondsPerPeak)
    : m_perPeak(std::max(microsecondsPerPeak, 1.0))
{
    for (const SoundExtent& peak : peaks)
        m_loudest = std::max({m_loudest, std::abs(int(peak.low)), std::abs(int(peak.high))});
    m_levels.push_back(std::move(peaks));
    while (m_levels.back().size() > 1)
        m_levels.push_back(halved(m_levels.back()));
}

MediaTime Waveform::length() const
{
    return MediaTime{std::llround(static_cast<double>(m_levels.front().size()) * m_perPeak)};
}

SoundExtent Waveform::extent(double start, double end) const
{
    const double peaks = (end - start) / m_perPeak;
    const double wanted = peaks > 2 ? std::floor(std::log2(peaks / 2)) : 0.0;
    const std::size_t level = std::min(static_cast<std::size_t>(wanted), m_levels.size() - 1);
    const std::vector<SoundExtent>& entries = m_levels[level];
    const double perEntry = m_perPeak * std::exp2(static_cast<double>(level));
    const double size = static_cast<double>(entries.size());
    const auto first = static_cast<std::size_t>(std::clamp(std::floor(start / perEntry), 0.0, size));
    const auto last = static_cast<std::size_t>(std::clamp(std::ceil(end / perEntry), 0.0, size));
    if (first >= last)
        return {};
    SoundExtent whole = entries[first];
    for (std::size_t i = first + 1; i < last; ++i)
        whole = joined(whole, entries[i]);
    return whole;
}

} // namespace descant::ui
