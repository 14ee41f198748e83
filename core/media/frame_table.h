// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/media_time.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <vector>

namespace descant::media {

/// The frames of a video stream that are presented, in the order of presentation: frame n is the n-th. Frames that an
/// edit list hides do not count. A value; any thread may read it.
class FrameTable {
public:
    struct Entry {
        std::int64_t pts = 0;      ///< in the stream's time base
        bool keyframe = false;
    };

    FrameTable() = default;
    /// `entries` sorted by pts; `start` is the timestamp of time 0 in microseconds; `end` that of the medium's end.
    FrameTable(std::vector<Entry> entries, Rational timeBase, MediaTime start, MediaTime end);

    std::int64_t count() const { return static_cast<std::int64_t>(m_entries.size()); }
    std::int64_t ptsOf(std::int64_t frame) const { return m_entries[static_cast<std::size_t>(frame)].pts; }
    bool isKeyframe(std::int64_t frame) const { return m_entries[static_cast<std::size_t>(frame)].keyframe; }
    /// When the frame appears on the medium's time line.
    MediaTime timeOf(std::int64_t frame) const;
    /// The frame that is shown at this time: the last one that has appeared; 0 before the first, -1 without frames.
    std::int64_t frameAt(MediaTime time) const;
    /// The first frame with timeOf ≥ time; count() when there is none.
    std::int64_t firstFrom(MediaTime time) const;
    /// The frame of this pts, or -1.
    std::int64_t frameOfPts(std::int64_t pts) const;
    /// The last keyframe at or before the frame; 0 when none is known.
    std::int64_t keyframeBefore(std::int64_t frame) const;
    std::int64_t keyframes() const;
    /// True when the frames are not evenly spaced (beyond the rounding of the time base).
    bool isVariableRate() const;
    Rational timeBase() const { return m_timeBase; }
    /// End of the last frame on the time line.
    MediaTime end() const { return m_end; }

private:
    std::vector<Entry> m_entries;
    Rational m_timeBase;
    MediaTime m_start{0};
    MediaTime m_end{0};
};

/// Reads the table of a file's best video stream from its packets, without decoding. NoVideoStream when it has none.
Outcome<FrameTable> readFrameTable(const std::filesystem::path& path, std::stop_token stop = {});

/// Tables of files are kept while the files stay as they are. From here on they are read anew, as measuring needs it.
void forgetFrameTables();

} // namespace descant::media
