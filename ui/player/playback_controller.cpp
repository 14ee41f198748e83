// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/playback_controller.h"

#include "ui/player/internal/controller_state.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace descant::ui {

namespace {
constexpr double kSlowest = 0.25;
constexpr double kFastest = 4.0;
// J and L walk along this row; standing still lies in its middle.
constexpr std::array<double, 9> kShuttle{-4, -2, -1, -0.5, 0, 0.5, 1, 2, 4};
constexpr std::size_t kStill = 4;
constexpr std::size_t kNormal = 6;
} // namespace

PlaybackController::PlaybackController(QObject* parent) : PlaybackController(PlaybackSeams{}, parent) { }

PlaybackController::PlaybackController(const PlaybackSeams& seams, QObject* parent)
    : QObject(parent), m_private(std::make_unique<Private>(this, seams))
{
}

PlaybackController::~PlaybackController() = default;

void PlaybackController::open(const std::filesystem::path& path)
{
    Private& d = *m_private;
    d.halt();
    d.path = path;
    d.facts = {};
    d.shown = d.wanted = -1;
    d.range.reset();
    d.pendingRange.reset();
    d.pendingTime.reset();
    setLoop(std::nullopt);
    d.setState(PlaybackState::Opening);
    d.server.open(path);
}

void PlaybackController::close()
{
    Private& d = *m_private;
    d.halt();
    d.path.clear();
    d.facts = {};
    d.shown = d.wanted = -1;
    d.range.reset();
    d.server.close();
    setLoop(std::nullopt);
    d.setState(PlaybackState::Empty);
    Q_EMIT pictureChanged({});
}

PlaybackState PlaybackController::state() const { return m_private->state; }
bool PlaybackController::isPlaying() const { return m_private->state == PlaybackState::Playing; }
std::filesystem::path PlaybackController::path() const { return m_private->path; }
MediaTime PlaybackController::duration() const { return m_private->facts.duration; }
std::int64_t PlaybackController::frame() const { return m_private->shown; }
std::int64_t PlaybackController::frameCount() const { return m_private->facts.frameCount(); }
std::int64_t PlaybackController::frameAt(MediaTime time) const { return m_private->facts.frameAt(time); }
MediaTime PlaybackController::timeOfFrame(std::int64_t frame) const { return m_private->facts.timeOf(frame); }
QSize PlaybackController::pictureSize() const { return m_private->facts.pictureSize; }
double PlaybackController::speed() const { return m_private->speed; }
std::optional<TimeRange> PlaybackController::loop() const { return m_private->loop; }
bool PlaybackController::isMuted() const { return m_private->muted; }

MediaTime PlaybackController::position() const
{
    return m_private->shown < 0 ? MediaTime{0} : m_private->facts.timeOf(m_private->shown);
}

bool PlaybackController::hasSound() const { return m_private->facts.hasAudio && m_private->sound.isAvailable(); }

void PlaybackController::setPictureBound(QSize pixels)
{
    Private& d = *m_private;
    const bool larger = pixels.width() > d.bound.width() || pixels.height() > d.bound.height();
    d.bound = pixels;
    d.server.setBound(pixels);
    if (larger && d.state == PlaybackState::Paused && d.shown >= 0 && !d.facts.times.empty())
        d.server.show(d.wanted); // sharp at its new size
}

void PlaybackController::play()
{
    Private& d = *m_private;
    if (d.state != PlaybackState::Paused)
        return;
    const std::int64_t from = std::max<std::int64_t>(d.wanted, 0);
    const bool outside = d.loop && (from < d.firstFrame() || from >= d.lastFrame());
    d.start(outside || from >= d.lastFrame() ? d.firstFrame() : from, d.speed);
}

void PlaybackController::pause()
{
    m_private->range.reset();
    m_private->resume = false;
    m_private->halt();
}

void PlaybackController::togglePlay()
{
    if (isPlaying())
        pause();
    else
        play();
}

void PlaybackController::stepForward() { m_private->showExact(m_private->wanted + 1); }
void PlaybackController::stepBack() { m_private->showExact(m_private->wanted - 1); }
void PlaybackController::toStart() { seekFrame(0); }
void PlaybackController::toEnd() { seekFrame(frameCount() - 1); }
void PlaybackController::seek(MediaTime time)
{
    if (state() == PlaybackState::Opening)
        m_private->pendingTime = time;
    else
        seekFrame(frameAt(time));
}

void PlaybackController::seekFrame(std::int64_t frame)
{
    Private& d = *m_private;
    if (d.facts.times.empty())
        return;
    if (!isPlaying() && !d.resume) {
        d.showExact(frame);
        return;
    }
    // While playing, a seek goes on playing from there; a range that was left is over.
    d.range.reset();
    d.start(std::clamp<std::int64_t>(frame, 0, frameCount() - 1), d.runningSpeed);
}

void PlaybackController::scrub(MediaTime time)
{
    Private& d = *m_private;
    if (d.facts.times.empty())
        return;
    d.range.reset();
    d.resume = d.resume || isPlaying();
    d.halt();
    d.wanted = d.facts.frameAt(time);
    d.server.scrub(time, d.wanted);
}

void PlaybackController::seekBy(MediaTime distance)
{
    const MediaTime from = m_private->facts.timeOf(std::max<std::int64_t>(m_private->wanted, 0));
    seek(std::max(MediaTime{0}, from + distance));
}

void PlaybackController::setSpeed(double speed)
{
    Private& d = *m_private;
    const double wanted = std::isfinite(speed) ? std::clamp(speed, kSlowest, kFastest) : 1.0;
    const bool running = isPlaying() && d.runningSpeed != wanted;
    if (wanted != d.speed) {
        d.speed = wanted;
        d.tellSpeed(wanted);
    }
    if (running)
        d.start(d.wanted, wanted);
}

void PlaybackController::shuttleForward() { shuttle(+1); }
void PlaybackController::shuttleBackward() { shuttle(-1); }

void PlaybackController::shuttle(int direction)
{
    Private& d = *m_private;
    if (d.facts.times.empty())
        return;
    std::size_t step = kStill;
    if (isPlaying()) {
        const auto above = std::lower_bound(kShuttle.begin(), kShuttle.end(), d.runningSpeed);
        step = static_cast<std::size_t>(above - kShuttle.begin());
    } else {
        // From standing still the first press plays at normal pace.
        step = direction > 0 ? kNormal - 1 : kShuttle.size() - kNormal;
    }
    const std::size_t next =
        direction > 0 ? std::min(step + 1, kShuttle.size() - 1) : step - std::min<std::size_t>(step, 1);
    if (kShuttle[next] == 0) {
        pause();
        return;
    }
    d.range.reset();
    d.start(std::max<std::int64_t>(d.wanted, 0), kShuttle[next]);
}

void PlaybackController::shuttleStop() { pause(); }

void PlaybackController::playRange(TimeRange range)
{
    Private& d = *m_private;
    if (d.state == PlaybackState::Opening)
        d.pendingRange = range;
    if (d.facts.times.empty() || range.empty())
        return;
    d.halt();
    setLoop(std::nullopt);
    d.range = range;
    d.start(d.firstFrame(), d.speed);
}

void PlaybackController::setLoop(std::optional<TimeRange> range)
{
    Private& d = *m_private;
    if (range && range->empty())
        range.reset();
    if (range == d.loop)
        return;
    d.loop = range;
    Q_EMIT loopChanged(range);
    if (!isPlaying() || d.facts.times.empty())
        return;
    const bool inside = !range || (d.wanted >= d.firstFrame() && d.wanted <= d.lastFrame());
    d.start(inside ? d.wanted : d.firstFrame(), std::abs(d.runningSpeed));
}

void PlaybackController::setMuted(bool muted)
{
    Private& d = *m_private;
    if (muted == d.muted)
        return;
    d.muted = muted;
    d.sound.setVolume(muted ? 0.0 : 1.0);
    Q_EMIT mutedChanged(muted);
}

} // namespace descant::ui
