// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/internal/frame_server.h"
#include "ui/player/internal/playback_clock.h"
#include "ui/player/internal/sound_player.h"
#include "ui/player/playback_controller.h"

#include <QTimer>

namespace descant::ui {

/// How a controller gets at media; tests put their own.
struct PlaybackSeams {
    FrameSourceOpener openFrames = openMediaFrameSource;
    SoundSourceOpener openSound = openMediaSoundSource;
    Glimpser glimpse = glimpseOfMedia;
};

struct PlaybackController::Private {
    Private(PlaybackController* owner, PlaybackSeams seams);

    // Answers of the workers, already on the UI thread.
    FrameServer::Listener listener();
    void tookOpen(const std::filesystem::path& answered, Result<MediumFacts> result);
    void tookGlimpse(const std::filesystem::path& answered, const QImage& picture);
    void tookStill(const Picture& picture);
    void tookHeard(SoundPlayer::Position heard);

    void setState(PlaybackState now);
    void showPicture(const Picture& picture);
    void start(std::int64_t from, double withSpeed);
    void halt();
    void tellSpeed(double now);
    void tick();
    void reachedEnd();
    void showExact(std::int64_t frame);
    /// Frames that playback runs through: the loop, the range, or everything.
    std::int64_t firstFrame() const;
    std::int64_t lastFrame() const;
    MediaTime endTime() const; ///< when the last frame has been shown for its own length

    PlaybackController* q;
    std::filesystem::path path;
    MediumFacts facts;
    PlaybackState state = PlaybackState::Empty;
    std::int64_t shown = -1;   ///< frame on screen
    std::int64_t wanted = -1;  ///< frame that was asked for last: fast steps count from here
    double speed = 1.0;        ///< what play() uses, always forward
    double runningSpeed = 1.0; ///< negative while shuttling backward
    double toldSpeed = 1.0;    ///< what listeners know
    std::optional<TimeRange> loop;
    std::optional<TimeRange> range;       ///< of playRange()
    std::optional<MediaTime> pendingTime; ///< asked for while the medium was being opened
    std::optional<TimeRange> pendingRange;
    bool resume = false; ///< playback was interrupted by scrubbing
    bool muted = false;
    QSize bound; ///< of pictures, empty: none
    std::uint64_t soundNumber = 0;
    PlaybackClock clock;
    QTimer timer;
    SoundPlayer sound;
    FrameServer server; ///< last: its thread ends first
};

/// A controller with other media than files; for tests.
std::unique_ptr<PlaybackController> makePlaybackController(const PlaybackSeams& seams);

} // namespace descant::ui
