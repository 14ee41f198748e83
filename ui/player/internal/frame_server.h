// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/internal/frame_source.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace descant::ui {

/// The thread that decodes pictures. Requests replace each other: only the newest one is worked on, and work on an
/// older one stops at its next packet. All functions may be called from the UI thread and return at once.
class FrameServer {
public:
    /// Called on the decoding thread.
    struct Listener {
        std::function<void(std::filesystem::path, Result<MediumFacts>)> opened;
        /// Before `opened`, where that takes a while.
        std::function<void(std::filesystem::path, QImage)> glimpsed;
        /// A still picture; `exact` is false for the fast one that comes before.
        std::function<void(Picture, bool exact)> still;
        std::function<void(Error)> failed;
    };

    FrameServer(FrameSourceOpener opener, Listener listener, Glimpser glimpser = {});
    ~FrameServer(); ///< stops the work under way and joins

    void open(const std::filesystem::path& path);
    /// Forgets the medium and gives its file back.
    void close();
    /// Pictures larger than this are scaled down; empty: never.
    void setBound(QSize bound);
    void show(std::int64_t frame);
    /// First the fastest picture near `time`, then the exact frame.
    void scrub(MediaTime time, std::int64_t frame);

    /// Decodes ahead from a frame, forward (+1) or backward (−1), until `last` (included).
    void stream(std::int64_t from, int direction, std::int64_t last);
    void stopStream();
    /// The newest decoded picture that is not beyond `frame`; older ones are dropped. Also tells the decoder to skip
    /// what is already late.
    std::optional<Picture> take(std::int64_t frame);

private:
    struct Still {
        std::int64_t frame = 0;
        std::optional<MediaTime> fastTime;
    };
    struct Stream {
        std::int64_t next = 0;
        std::int64_t last = 0;
        int direction = 1;
    };

    void run(std::stop_token stop);
    void interrupt();
    void doOpen(const std::filesystem::path& path, std::stop_token stop);
    void doStill(const Still& still, QSize bound, std::stop_token stop);
    void doStreamStep(std::int64_t frame, QSize bound, std::uint64_t number, std::stop_token stop);
    std::optional<std::int64_t> nextOfStream();
    void tellFailure(const Failure& failure);

    FrameSourceOpener m_opener;
    Glimpser m_glimpser;
    Listener m_listener;
    std::unique_ptr<FrameSource> m_source; ///< decoding thread only

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<std::filesystem::path> m_open; ///< empty path: close
    std::optional<Still> m_still;
    std::optional<Stream> m_stream;
    std::uint64_t m_streamNumber = 0;
    std::deque<Picture> m_ahead;
    std::int64_t m_late = 0; ///< frame that is due now
    QSize m_bound;
    std::stop_source m_opening; ///< only another open() and the end stop an opening
    std::stop_source m_work;    ///< of what is being decoded now
    std::jthread m_thread;      ///< last: joins before the rest goes
};

} // namespace descant::ui
