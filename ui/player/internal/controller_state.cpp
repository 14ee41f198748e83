// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/controller_state.h"

#include "ui/support/bridge.h"

#include <algorithm>
#include <cmath>

namespace descant::ui {

namespace {
// Twice as often as pictures come at 60 a second; between pictures a tick costs nothing.
constexpr int kTick = 8;
// So long playback waits at the end for a last picture that is still being decoded.
constexpr MediaTime kPatience{500'000};
} // namespace

PlaybackController::Private::Private(PlaybackController* owner, PlaybackSeams seams)
    : q(owner),
      timer(owner),
      sound(std::move(seams.openSound),
            posted<SoundPlayer::Position>(owner, [this](SoundPlayer::Position heard) { tookHeard(heard); })),
      server(std::move(seams.openFrames), listener(), std::move(seams.glimpse))
{
    timer.setInterval(kTick);
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, q, [this] { tick(); });
}

FrameServer::Listener PlaybackController::Private::listener()
{
    FrameServer::Listener listener;
    listener.opened = posted<std::filesystem::path, Result<MediumFacts>>(
        q, [this](const std::filesystem::path& opened, Result<MediumFacts> result) {
            tookOpen(opened, std::move(result));
        });
    listener.glimpsed = posted<std::filesystem::path, QImage>(
        q, [this](const std::filesystem::path& glimpsed, const QImage& picture) { tookGlimpse(glimpsed, picture); });
    listener.still = posted<Picture, bool>(q, [this](const Picture& picture, bool) { tookStill(picture); });
    listener.failed = posted<Error>(q, [this](const Error& error) { Q_EMIT q->failed(error); });
    return listener;
}

void PlaybackController::Private::setState(PlaybackState now)
{
    if (now == state)
        return;
    state = now;
    Q_EMIT q->stateChanged(now);
}

void PlaybackController::Private::tookOpen(const std::filesystem::path& answered, Result<MediumFacts> result)
{
    if (state != PlaybackState::Opening || answered != path)
        return; // of a file that is no longer wanted
    if (!result || result->times.empty()) {
        setState(PlaybackState::Failed);
        Q_EMIT q->failed(result ? Error{ErrorCode::EmptyMedia, path.string(), "no picture could be found"}
                                : result.error());
        return;
    }
    facts = std::move(*result);
    setState(PlaybackState::Paused);
    Q_EMIT q->opened();
    const std::optional<TimeRange> playNow = std::exchange(pendingRange, std::nullopt);
    const std::optional<MediaTime> goTo = std::exchange(pendingTime, std::nullopt);
    if (playNow)
        q->playRange(*playNow);
    else if (wanted < 0)
        showExact(facts.frameAt(goTo.value_or(MediaTime{0})));
}

void PlaybackController::Private::tookGlimpse(const std::filesystem::path& answered, const QImage& picture)
{
    if (state == PlaybackState::Opening && answered == path)
        Q_EMIT q->pictureChanged(picture);
}

void PlaybackController::Private::tookStill(const Picture& picture)
{
    // A picture that was decoded before playback began, or of a medium that was closed, comes too late.
    if (state == PlaybackState::Paused)
        showPicture(picture);
}

void PlaybackController::Private::showPicture(const Picture& picture)
{
    shown = picture.frame;
    Q_EMIT q->pictureChanged(picture.image);
    Q_EMIT q->positionChanged(picture.time, picture.frame);
}

void PlaybackController::Private::tookHeard(SoundPlayer::Position heard)
{
    if (heard.number == soundNumber && state == PlaybackState::Playing)
        clock.heard(heard.position, heard.instant);
}

std::int64_t PlaybackController::Private::firstFrame() const
{
    const std::optional<TimeRange>& limits = loop ? loop : range;
    return limits ? facts.frameAt(limits->start) : 0;
}

std::int64_t PlaybackController::Private::lastFrame() const
{
    const std::optional<TimeRange>& limits = loop ? loop : range;
    const std::int64_t last = facts.frameCount() - 1;
    if (!limits)
        return last;
    // Half-open: the frame that begins at the end is not part of it.
    return std::clamp(facts.frameAt(limits->end - MediaTime{1}), firstFrame(), last);
}

void PlaybackController::Private::start(std::int64_t from, double withSpeed)
{
    const bool backward = withSpeed < 0;
    resume = false;
    const std::int64_t last = backward ? 0 : lastFrame();
    const std::int64_t first = std::clamp<std::int64_t>(from, 0, facts.frameCount() - 1);
    runningSpeed = withSpeed;
    tellSpeed(withSpeed);
    wanted = first;
    clock.start(facts.timeOf(first), withSpeed, std::chrono::steady_clock::now());
    server.stream(first, backward ? -1 : 1, last);
    // Muted sound still runs, inaudibly, so that the clock stays the same.
    if (facts.hasAudio && !backward)
        soundNumber = sound.start(path, {facts.timeOf(first), endTime()}, withSpeed);
    else
        sound.stop();
    setState(PlaybackState::Playing);
    timer.start();
}

MediaTime PlaybackController::Private::endTime() const
{
    const std::int64_t last = lastFrame();
    return last + 1 < facts.frameCount() ? facts.timeOf(last + 1) : std::max(facts.duration, facts.timeOf(last));
}

void PlaybackController::Private::halt()
{
    timer.stop();
    clock.stop(std::chrono::steady_clock::now());
    sound.stop();
    server.stopStream();
    if (state == PlaybackState::Playing) {
        wanted = shown;
        setState(PlaybackState::Paused);
    }
    tellSpeed(speed);
}

void PlaybackController::Private::tellSpeed(double now)
{
    if (now == toldSpeed)
        return;
    toldSpeed = now;
    Q_EMIT q->speedChanged(now);
}

void PlaybackController::Private::tick()
{
    const MediaTime now = clock.position(std::chrono::steady_clock::now());
    const bool backward = runningSpeed < 0;
    const std::int64_t last = backward ? 0 : lastFrame();
    const std::int64_t due = facts.frameAt(now);
    const std::int64_t limited = backward ? std::max(due, last) : std::min(due, last);
    if (std::optional<Picture> picture = server.take(limited); picture && picture->frame != shown) {
        wanted = picture->frame;
        showPicture(*picture);
    }
    // The last frame stays for its own length before the end is reached.
    const bool over = backward ? now <= facts.timeOf(0) : now >= endTime();
    if (over && (shown == last || now - endTime() > kPatience || backward))
        reachedEnd();
}

void PlaybackController::Private::reachedEnd()
{
    if (loop && runningSpeed > 0) {
        start(firstFrame(), runningSpeed);
        return;
    }
    const std::int64_t last = runningSpeed < 0 ? 0 : lastFrame();
    range.reset();
    halt();
    if (shown != last)
        showExact(last);
}

void PlaybackController::Private::showExact(std::int64_t frame)
{
    if (facts.times.empty())
        return;
    range.reset();
    resume = false;
    halt();
    wanted = std::clamp<std::int64_t>(frame, 0, facts.frameCount() - 1);
    server.show(wanted);
}

std::unique_ptr<PlaybackController> makePlaybackController(const PlaybackSeams& seams)
{
    return std::unique_ptr<PlaybackController>(new PlaybackController(seams, nullptr));
}

} // namespace descant::ui
