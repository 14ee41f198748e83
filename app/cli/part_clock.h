// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace descant::cli {

/// How long each thing took that a progress sink was told of, in seconds and in the order in which they came. "Looking
/// at frame 7 of 16" is one thing for all frames. Used by one thread.
class PartClock {
public:
    using Parts = std::vector<std::pair<std::string, double>>;

    /// What is reported is passed on to `further`, which outlives this.
    explicit PartClock(const ProgressSink& further) : m_further(further) { }
    /// The sink to hand to the work; valid as long as this.
    ProgressSink sink();
    /// Ends the last thing.
    Parts end();

private:
    void begin(std::string what);

    const ProgressSink& m_further;
    std::chrono::steady_clock::time_point m_start;
    Parts m_parts;
    bool m_running = false;
};

} // namespace descant::cli
