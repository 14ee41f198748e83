// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/time_stretch.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace descant::ui {

TimeStretch::TimeStretch(int sampleRate, int channels, double speed)
    : m_channels(static_cast<std::size_t>(std::max(channels, 1))),
      m_speed(speed),
      m_half(static_cast<std::size_t>(std::max(sampleRate, 100)) / 60), // windows of 33 ms
      m_search(static_cast<std::size_t>(std::max(sampleRate, 100)) / 120),
      m_fade(m_half)
{
    for (std::size_t i = 0; i < m_half; ++i)
        m_fade[i] = static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * double(i) / double(m_half)));
}

void TimeStretch::push(std::span<const float> samples)
{
    m_input.insert(m_input.end(), samples.begin(), samples.end());
}

/// The start within ±search of `target` whose first half correlates best with what follows the last window.
std::size_t TimeStretch::bestShift(std::size_t target) const
{
    const std::size_t first = target > m_search ? target - m_search : 0;
    std::size_t best = target;
    double bestScore = -1e300;
    // Every second position and sample are enough to find the period of speech.
    for (std::size_t start = first; start <= target + m_search; start += 2) {
        double product = 0;
        double energy = 1e-9;
        for (std::size_t i = 0; i < m_half; i += 2) {
            const double one = m_input[(start + i) * m_channels];
            product += one * m_input[(m_follow + i) * m_channels];
            energy += one * one;
        }
        const double score = product / std::sqrt(energy);
        if (score > bestScore) {
            bestScore = score;
            best = start;
        }
    }
    return best;
}

std::vector<float> TimeStretch::pull()
{
    std::vector<float> output;
    for (;;) {
        const auto target = static_cast<std::size_t>(m_next);
        if (!hasFrames(std::max(target + m_search, m_follow) + 2 * m_half))
            break;
        const std::size_t start = m_first ? target : bestShift(target);
        const std::size_t follow = m_first ? target : m_follow;
        // What was to follow fades out while the new window fades in.
        for (std::size_t i = 0; i < m_half; ++i) {
            for (std::size_t channel = 0; channel < m_channels; ++channel) {
                const float leaving = m_input[(follow + i) * m_channels + channel];
                const float coming = m_input[(start + i) * m_channels + channel];
                output.push_back(leaving + (coming - leaving) * m_fade[i]);
            }
        }
        m_first = false;
        m_follow = start + m_half;
        m_next += static_cast<double>(m_half) * m_speed;
    }
    // Forget what no window can reach any more.
    const auto reach = static_cast<std::size_t>(m_next);
    const std::size_t oldest = std::min(m_follow, reach > m_search ? reach - m_search : 0);
    m_input.erase(m_input.begin(),
                  m_input.begin() + static_cast<std::ptrdiff_t>(std::min(oldest * m_channels, m_input.size())));
    m_follow -= oldest;
    m_next -= static_cast<double>(oldest);
    return output;
}

} // namespace descant::ui
