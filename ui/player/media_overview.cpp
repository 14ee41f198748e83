// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/media_overview.h"

#include "ui/player/internal/overview_state.h"
#include "ui/support/bridge.h"

namespace descant::ui {

namespace {

OverviewWorker::Listener listenerOf(MediaOverview* owner, std::function<bool(std::uint64_t)> isWanted)
{
    using SharedWaveform = std::shared_ptr<const Waveform>;
    OverviewWorker::Listener listener;
    listener.waveform = posted<std::uint64_t, SharedWaveform>(
        owner, [owner, isWanted](std::uint64_t number, const SharedWaveform& waveform) {
            if (isWanted(number))
                Q_EMIT owner->waveformReady(waveform);
        });
    listener.thumbnail = posted<std::uint64_t, MediaTime, QImage, MediaTime>(
        owner, [owner, isWanted](std::uint64_t number, MediaTime time, const QImage& picture, MediaTime farOff) {
            if (isWanted(number))
                Q_EMIT owner->thumbnailReady(time, picture, farOff);
        });
    return listener;
}

} // namespace

MediaOverview::Private::Private(MediaOverview* owner, FrameSourceOpener openFrames, SoundSourceOpener openSound)
    : worker(std::move(openFrames), std::move(openSound),
             listenerOf(owner, [this](std::uint64_t answered) { return answered == number; }))
{
}

MediaOverview::MediaOverview(QObject* parent)
    : QObject(parent), m_private(std::make_unique<Private>(this, openMediaFrameSource, openMediaSoundSource))
{
}

MediaOverview::~MediaOverview() = default;

std::unique_ptr<MediaOverview> MediaOverviewSeams::make(FrameSourceOpener openFrames, SoundSourceOpener openSound)
{
    auto overview = std::make_unique<MediaOverview>();
    overview->m_private =
        std::make_unique<MediaOverview::Private>(overview.get(), std::move(openFrames), std::move(openSound));
    return overview;
}

void MediaOverview::open(const std::filesystem::path& path, const std::string& fingerprint)
{
    m_private->number = m_private->worker.open(path, fingerprint);
}

void MediaOverview::close() { m_private->number = m_private->worker.open({}, {}); }

void MediaOverview::requestThumbnails(const std::vector<MediaTime>& times, QSize pixels, MediaTime spacing)
{
    m_private->worker.want(times, pixels.height(), spacing);
}

} // namespace descant::ui
