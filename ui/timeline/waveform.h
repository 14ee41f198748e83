// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace descant::ui {

/// Lowest and highest sample of a stretch of sound, 16 bit.
struct SoundExtent {
    std::int16_t low = 0;
    std::int16_t high = 0;
};

/// Peaks of a medium's sound with a pyramid of coarser levels above, so that the extent of any stretch costs the same.
/// Immutable: shared between threads freely.
class Waveform {
public:
    /// `peaks` follow each other without gaps, each `microsecondsPerPeak` long, from time 0.
    Waveform(std::vector<SoundExtent> peaks, double microsecondsPerPeak);

    bool empty() const { return m_levels.front().empty(); }
    MediaTime length() const;
    /// Extent of [start, end); {0, 0} outside the sound. At most a handful of entries are looked at.
    SoundExtent extent(double startMicroseconds, double endMicroseconds) const;
    /// Largest absolute value, 0…32768, for scaling.
    int loudest() const { return m_loudest; }

private:
    std::vector<std::vector<SoundExtent>> m_levels; ///< each half as long as the one before
    double m_perPeak;
    int m_loudest = 0;
};

} // namespace descant::ui
