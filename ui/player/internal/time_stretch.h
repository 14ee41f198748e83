// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace descant::ui {

/// Plays sound faster or slower at its own pitch: waveform similarity overlap-add (Verhelst and Roelands, ICASSP 1993).
/// Windows are taken from the sound at `speed` times the pace at which they are laid down, each shifted by up to a few
/// milliseconds to where it resembles most what would have followed the one before.
class TimeStretch {
public:
    TimeStretch(int sampleRate, int channels, double speed);

    /// Samples are interleaved.
    void push(std::span<const float> samples);
    /// What can be said with the samples so far.
    std::vector<float> pull();

private:
    std::size_t bestShift(std::size_t target) const;
    bool hasFrames(std::size_t upTo) const { return upTo * m_channels <= m_input.size(); }

    std::size_t m_channels;
    double m_speed;
    std::size_t m_half;        ///< frames of half a window, the distance between windows in the output
    std::size_t m_search;      ///< frames of shift to both sides
    std::vector<float> m_fade; ///< rising half of the window
    std::vector<float> m_input;
    double m_next = 0;        ///< frame of the input where the next window would begin without shift
    std::size_t m_follow = 0; ///< frame of the input that naturally follows the last window's first half
    bool m_first = true;
};

} // namespace descant::ui
