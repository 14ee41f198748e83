// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <chrono>

namespace descant::ui {

/// The time of the medium that is due now. Runs by the monotonic clock; when sound is heard, `heard()` keeps pulling it
/// to the position of the sound, which therefore is the master. UI thread only.
class PlaybackClock {
public:
    using Instant = std::chrono::steady_clock::time_point;

    void start(MediaTime position, double speed, Instant now);
    void stop(Instant now);
    bool runs() const { return m_runs; }
    double speed() const { return m_speed; }
    MediaTime position(Instant now) const;
    /// The sound was at `position` at `instant`.
    void heard(MediaTime position, Instant instant);

private:
    MediaTime m_position{0};
    Instant m_since{};
    double m_speed = 1.0;
    bool m_runs = false;
    bool m_soundKnown = false;
};

} // namespace descant::ui
