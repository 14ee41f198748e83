// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/internal/frame_source.h"
#include "ui/player/internal/overview_cache.h"
#include "ui/player/internal/sound_source.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace descant::ui {

/// The thread behind MediaOverview: thumbnails as they are wanted, and between them the waveform, piece by piece.
class OverviewWorker {
public:
    struct Listener {
        std::function<void(std::uint64_t number, std::shared_ptr<const Waveform>)> waveform;
        std::function<void(std::uint64_t number, MediaTime, QImage, MediaTime farOff)> thumbnail;
    };

    OverviewWorker(FrameSourceOpener openFrames, SoundSourceOpener openSound, Listener listener);
    ~OverviewWorker();

    /// Number of the medium, by which its answers are known; an empty path closes.
    std::uint64_t open(const std::filesystem::path& path, const std::string& fingerprint);
    /// Replaces what was wanted before, of thumbnails that stand `spacing` apart.
    void want(const std::vector<MediaTime>& times, int height, MediaTime spacing);

private:
    struct Medium {
        std::filesystem::path path;
        std::string fingerprint;
        std::uint64_t number = 0;
    };
    struct Wanted {
        MediaTime time{0};
        bool exact = false; ///< the fast picture was too far away
    };

    void run(std::stop_token stop);
    void begin(const Medium& medium, std::stop_token stop);
    void makeThumbnail(Wanted wanted, int height, MediaTime spacing, std::stop_token stop);
    void makeFastThumbnail(Wanted wanted, int height, MediaTime spacing, const std::stop_token& stop);
    void makePeaks(std::stop_token stop);
    void deliverWaveform();

    FrameSourceOpener m_openFrames;
    SoundSourceOpener m_openSound;
    Listener m_listener;

    // worker thread only
    Medium m_medium;
    std::unique_ptr<FrameSource> m_source;
    std::unique_ptr<SoundSource> m_sound; ///< while the waveform is being made
    std::unique_ptr<OverviewCache> m_cache;
    std::vector<SoundExtent> m_peaks;

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Medium> m_next;
    std::deque<Wanted> m_wanted;
    int m_height = 80;
    MediaTime m_spacing{0}; ///< between two thumbnails, never more than is known to look the same
    std::uint64_t m_number = 0;
    std::stop_source m_work;
    std::jthread m_thread; ///< last: joins before the rest goes
};

} // namespace descant::ui
