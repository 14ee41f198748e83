// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/frame_server.h"

#include <algorithm>

namespace descant::ui {

namespace {
// Enough to smooth over a slow keyframe, little enough to be dropped without regret: 8 pictures of 1080p are 66 MB.
constexpr std::size_t kAhead = 8;
} // namespace

FrameServer::FrameServer(FrameSourceOpener opener, Listener listener, Glimpser glimpser)
    : m_opener(std::move(opener)),
      m_glimpser(std::move(glimpser)),
      m_listener(std::move(listener)),
      m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

FrameServer::~FrameServer()
{
    m_thread.request_stop();
    const std::lock_guard lock(m_mutex);
    m_opening.request_stop();
    m_work.request_stop();
}

void FrameServer::interrupt()
{
    m_work.request_stop();
    m_work = std::stop_source();
    m_wake.notify_all();
}

void FrameServer::open(const std::filesystem::path& path)
{
    const std::lock_guard lock(m_mutex);
    m_open = path;
    m_opening.request_stop();
    m_opening = std::stop_source();
    m_still.reset();
    m_stream.reset();
    m_ahead.clear();
    interrupt();
}

void FrameServer::close() { open({}); }

void FrameServer::setBound(QSize bound)
{
    const std::lock_guard lock(m_mutex);
    m_bound = bound;
}

void FrameServer::show(std::int64_t frame)
{
    const std::lock_guard lock(m_mutex);
    m_still = Still{frame, std::nullopt};
    m_stream.reset();
    m_ahead.clear();
    interrupt();
}

void FrameServer::scrub(MediaTime time, std::int64_t frame)
{
    const std::lock_guard lock(m_mutex);
    m_still = Still{frame, time};
    m_stream.reset();
    m_ahead.clear();
    interrupt();
}

void FrameServer::stream(std::int64_t from, int direction, std::int64_t last)
{
    const std::lock_guard lock(m_mutex);
    m_still.reset();
    m_stream = Stream{from, last, direction < 0 ? -1 : 1};
    m_late = from;
    ++m_streamNumber;
    m_ahead.clear();
    interrupt();
}

void FrameServer::stopStream()
{
    const std::lock_guard lock(m_mutex);
    m_stream.reset();
    m_ahead.clear();
    interrupt();
}

std::optional<Picture> FrameServer::take(std::int64_t frame)
{
    const std::lock_guard lock(m_mutex);
    if (!m_stream)
        return std::nullopt;
    m_late = frame;
    std::optional<Picture> newest;
    while (!m_ahead.empty() && (frame - m_ahead.front().frame) * m_stream->direction >= 0) {
        newest = std::move(m_ahead.front());
        m_ahead.pop_front();
    }
    m_wake.notify_all();
    return newest;
}

/// The frame to decode next, if there is room for it. Called with the mutex held.
std::optional<std::int64_t> FrameServer::nextOfStream()
{
    if (!m_stream || m_ahead.size() >= kAhead)
        return std::nullopt;
    Stream& stream = *m_stream;
    // Frames that are late already would never be shown; the decoder passes over them faster than we could draw.
    if ((m_late - stream.next) * stream.direction > 0)
        stream.next = m_late;
    if ((stream.last - stream.next) * stream.direction < 0)
        return std::nullopt;
    return stream.next;
}

void FrameServer::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        std::optional<std::filesystem::path> path;
        std::optional<Still> still;
        std::optional<std::int64_t> ahead;
        std::uint64_t number = 0;
        QSize bound;
        std::stop_token work;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, stop, [&] { return m_open || m_still || (ahead = nextOfStream()); });
            if (stop.stop_requested())
                break;
            work = m_open ? m_opening.get_token() : m_work.get_token();
            bound = m_bound;
            number = m_streamNumber;
            path = std::exchange(m_open, std::nullopt);
            if (!path)
                still = std::exchange(m_still, std::nullopt);
        }
        if (path)
            doOpen(*path, work);
        else if (m_source == nullptr)
            stopStream();
        else if (still)
            doStill(*still, bound, work);
        else if (ahead)
            doStreamStep(*ahead, bound, number, work);
    }
    m_source.reset();
}

void FrameServer::doOpen(const std::filesystem::path& path, std::stop_token stop)
{
    m_source.reset();
    if (path.empty())
        return;
    if (std::optional<QImage> glimpse = m_glimpser ? m_glimpser(path, stop) : std::nullopt)
        m_listener.glimpsed(path, std::move(*glimpse));
    Outcome<std::unique_ptr<FrameSource>> source = m_opener(path, std::move(stop));
    if (!source) {
        if (const Error* error = std::get_if<Error>(&source.error()))
            m_listener.opened(path, fail(*error));
        return;
    }
    m_source = std::move(*source);
    m_listener.opened(path, m_source->facts());
}

void FrameServer::doStill(const Still& still, QSize bound, std::stop_token stop)
{
    if (still.fastTime) {
        Outcome<Picture> fast = m_source->fastPicture(*still.fastTime, bound, stop);
        if (fast && !stop.stop_requested())
            m_listener.still(std::move(*fast), fast->frame == still.frame);
        if (!fast || stop.stop_requested() || fast->frame == still.frame)
            return fast ? void() : tellFailure(fast.error());
    }
    Outcome<QImage> image = m_source->picture(still.frame, bound, stop);
    if (!image)
        return tellFailure(image.error());
    if (!stop.stop_requested())
        m_listener.still(Picture{still.frame, m_source->facts().timeOf(still.frame), std::move(*image)}, true);
}

void FrameServer::doStreamStep(std::int64_t frame, QSize bound, std::uint64_t number, std::stop_token stop)
{
    Outcome<QImage> image = m_source->picture(frame, bound, stop);
    if (!image)
        tellFailure(image.error());
    const std::lock_guard lock(m_mutex);
    if (!m_stream || m_streamNumber != number || stop.stop_requested())
        return;
    // A picture that cannot be decoded is left out; the one before stays on screen.
    if (image)
        m_ahead.push_back(Picture{frame, m_source->facts().timeOf(frame), std::move(*image)});
    m_stream->next = frame + m_stream->direction;
}

void FrameServer::tellFailure(const Failure& failure)
{
    if (const Error* error = std::get_if<Error>(&failure))
        m_listener.failed(*error);
}

} // namespace descant::ui
