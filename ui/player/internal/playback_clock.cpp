// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/playback_clock.h"

#include <cmath>

namespace descant::ui {

namespace {
// Smaller differences are smoothed away unseen; larger ones are a stall or a start, and the picture jumps to the sound.
constexpr MediaTime kJump{80'000};
constexpr double kPull = 0.1;
} // namespace

void PlaybackClock::start(MediaTime position, double speed, Instant now)
{
    m_position = position;
    m_since = now;
    m_speed = speed;
    m_runs = true;
    m_soundKnown = false;
}

void PlaybackClock::stop(Instant now)
{
    m_position = position(now);
    m_runs = false;
}

MediaTime PlaybackClock::position(Instant now) const
{
    if (!m_runs)
        return m_position;
    const auto passed = std::chrono::duration_cast<MediaTime>(now - m_since);
    return m_position + MediaTime{std::llround(static_cast<double>(passed.count()) * m_speed)};
}

void PlaybackClock::heard(MediaTime heardPosition, Instant instant)
{
    if (!m_runs)
        return;
    const MediaTime difference = heardPosition - position(instant);
    if (!m_soundKnown || std::chrono::abs(difference) > kJump)
        m_position += difference;
    else
        m_position += MediaTime{std::llround(static_cast<double>(difference.count()) * kPull)};
    m_soundKnown = true;
}

} // namespace descant::ui
