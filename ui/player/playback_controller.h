// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/media_time.h"

#include <QImage>
#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>

namespace descant::ui {

struct PlaybackSeams;

enum class PlaybackState { Empty, Opening, Paused, Playing, Failed };

/// Plays one medium. Lives on the UI thread and never waits there: decoding has its own threads, a new request
/// supersedes older ones. Sound is the clock; with no audio track, no audio device or beyond 2× a monotonic clock is.
/// Positions are the times of presented frames, frame numbers count presented frames from 0.
class PlaybackController : public QObject {
    Q_OBJECT
public:
    explicit PlaybackController(QObject* parent = nullptr);
    ~PlaybackController() override; ///< stops everything within 100 ms

    /// Opens in the background: opened() or failed() follows, then the first picture. A seek() or playRange() that is
    /// asked for meanwhile is done then.
    void open(const std::filesystem::path& path);
    void close();

    PlaybackState state() const;
    bool isPlaying() const;
    std::filesystem::path path() const;
    MediaTime duration() const;
    MediaTime position() const;
    std::int64_t frame() const; ///< −1 before the first picture
    std::int64_t frameCount() const;
    /// The frame presented at a time, −1 while nothing is open.
    std::int64_t frameAt(MediaTime time) const;
    MediaTime timeOfFrame(std::int64_t frame) const;
    QSize pictureSize() const; ///< as displayed: rotation and pixel aspect applied
    double speed() const;
    std::optional<TimeRange> loop() const;
    bool hasSound() const; ///< an audio track that can be heard on this machine
    bool isMuted() const;
    /// Pictures larger than this are delivered scaled down to fit (device pixels of the place where they are shown).
    void setPictureBound(QSize pixels);

public Q_SLOTS:
    void play();
    void pause();
    void togglePlay();
    void stepForward(); ///< pauses, next presented frame
    void stepBack();
    void toStart();
    void toEnd();
    void seek(descant::MediaTime time);  ///< the exact frame presented at that time
    void scrub(descant::MediaTime time); ///< latest wins: the nearest keyframe at once, then the exact frame
    void seekFrame(std::int64_t frame);
    void seekBy(descant::MediaTime distance);
    void setSpeed(double speed);              ///< 0.25…4, clamped
    void shuttleForward();                    ///< L: plays, again: faster
    void shuttleBackward();                   ///< J: slower, then backwards
    void shuttleStop();                       ///< K
    void playRange(descant::TimeRange range); ///< once, stops on its last frame
    void setLoop(std::optional<descant::TimeRange> range);
    void setMuted(bool muted);

Q_SIGNALS:
    void opened();
    void failed(const descant::Error& error);
    void stateChanged(descant::ui::PlaybackState state);
    void pictureChanged(const QImage& picture);
    /// Position and frame of the picture that is shown.
    void positionChanged(descant::MediaTime position, std::int64_t frame);
    void speedChanged(double speed); ///< how fast it runs, negative: backward; standing still: how fast it would
    void loopChanged(std::optional<descant::TimeRange> range);
    void mutedChanged(bool muted);

private:
    friend std::unique_ptr<PlaybackController> makePlaybackController(const PlaybackSeams& seams);
    PlaybackController(const PlaybackSeams& seams, QObject* parent);
    void shuttle(int direction);

    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace descant::ui
