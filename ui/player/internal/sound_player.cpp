// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/sound_player.h"

#include "ui/player/internal/sound_feed.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QMediaDevices>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <memory>

namespace descant::ui {

namespace {

constexpr int kTick = 33;                     // milliseconds
constexpr qsizetype kAheadBytes = 48'000 * 8; // about one second
constexpr double kSlowest = 0.5;
constexpr double kFastest = 2.0;

/// Everything that touches the sound device; lives on the sound thread.
class SoundWorker : public QObject {
public:
    SoundWorker(SoundPlayer::Heard heard, std::shared_ptr<std::atomic<bool>> available)
        : m_heard(std::move(heard)), m_available(std::move(available)), m_timer(this)
    {
        m_timer.setInterval(kTick);
        connect(&m_timer, &QTimer::timeout, this, [this] { tick(); });
    }

    void begin(std::unique_ptr<SoundFeed> feed, SoundPlayer::Position from, double speed, double volume)
    {
        end();
        watchDevices();
        if (!feed->fill(1))
            return;
        const QAudioDevice device = QMediaDevices::defaultAudioOutput();
        QAudioFormat format;
        format.setSampleRate(feed->sampleRate());
        format.setChannelCount(2);
        format.setSampleFormat(QAudioFormat::Float);
        *m_available = !device.isNull() && device.isFormatSupported(format);
        if (!*m_available)
            return;
        m_feed = std::move(feed);
        m_from = from;
        m_speed = speed;
        m_sink = std::make_unique<QAudioSink>(device, format);
        m_sink->setVolume(volume);
        m_sink->start(m_feed.get());
        if (m_sink->error() != QAudio::NoError)
            end();
        else
            m_timer.start();
    }

    void end()
    {
        m_timer.stop();
        if (m_sink)
            m_sink->stop();
        m_sink.reset();
        m_feed.reset();
    }

    void setVolume(double volume)
    {
        if (m_sink)
            m_sink->setVolume(volume);
    }

private:
    /// Headphones may be plugged in later: then the next start looks again. Made here, because asking the system for
    /// its devices the first time may take long.
    void watchDevices()
    {
        if (m_devices)
            return;
        m_devices = std::make_unique<QMediaDevices>();
        connect(m_devices.get(), &QMediaDevices::audioOutputsChanged, this, [this] { *m_available = true; });
    }

    void tick()
    {
        m_feed->fill(kAheadBytes);
        if (m_sink->state() != QAudio::ActiveState)
            return;
        // What was handed over is partly still in the device's buffer and not heard yet.
        const qint64 waiting = m_sink->format().durationForBytes(
            static_cast<qint32>(std::max<qsizetype>(0, m_sink->bufferSize() - m_sink->bytesFree())));
        const qint64 played = std::max<qint64>(0, m_sink->processedUSecs() - waiting);
        if (played > 0) {
            const auto media = static_cast<std::int64_t>(static_cast<double>(played) * m_speed);
            m_heard({m_from.number, m_from.position + MediaTime{media}, std::chrono::steady_clock::now()});
        }
    }

    SoundPlayer::Heard m_heard;
    std::shared_ptr<std::atomic<bool>> m_available;
    QTimer m_timer;
    std::unique_ptr<QMediaDevices> m_devices;
    std::unique_ptr<SoundFeed> m_feed;
    std::unique_ptr<QAudioSink> m_sink;
    SoundPlayer::Position m_from;
    double m_speed = 1;
};

} // namespace

struct SoundPlayer::Private {
    SoundSourceOpener opener;
    Heard heard;
    QThread thread;
    SoundWorker* worker = nullptr; ///< made with the first sound: most tests and servers never play any
    std::stop_source stop;
    std::shared_ptr<std::atomic<bool>> available = std::make_shared<std::atomic<bool>>(true);
    std::uint64_t number = 0;
    double volume = 1.0;

    SoundWorker* started()
    {
        if (worker == nullptr) {
            worker = new SoundWorker(heard, available);
            worker->moveToThread(&thread);
            QObject::connect(
                &thread, &QThread::finished, worker,
                [sound = worker] {
                    sound->end();
                    delete sound;
                },
                Qt::DirectConnection);
            thread.setObjectName(QStringLiteral("descant-sound"));
            thread.start();
        }
        return worker;
    }
};

SoundPlayer::SoundPlayer(SoundSourceOpener opener, Heard heard) : m_private(std::make_unique<Private>())
{
    m_private->opener = std::move(opener);
    m_private->heard = std::move(heard);
}

SoundPlayer::~SoundPlayer()
{
    m_private->stop.request_stop();
    m_private->thread.quit();
    m_private->thread.wait();
}

std::uint64_t SoundPlayer::start(const std::filesystem::path& path, TimeRange range, double speed)
{
    stop();
    const Position from{++m_private->number, range.start, {}};
    if (speed < kSlowest || speed > kFastest || !isAvailable())
        return from.number;
    m_private->stop = std::stop_source();
    SoundWorker* worker = m_private->started();
    auto begin = [worker, opener = m_private->opener, path, range, from, speed, volume = m_private->volume,
                  stop = m_private->stop.get_token()] {
        if (!stop.stop_requested())
            worker->begin(std::make_unique<SoundFeed>(opener, path, range, speed, stop), from, speed, volume);
    };
    QMetaObject::invokeMethod(worker, begin, Qt::QueuedConnection);
    return from.number;
}

void SoundPlayer::stop()
{
    m_private->stop.request_stop();
    if (SoundWorker* worker = m_private->worker)
        QMetaObject::invokeMethod(
            worker, [worker] { worker->end(); }, Qt::QueuedConnection);
}

void SoundPlayer::setVolume(double volume)
{
    m_private->volume = std::clamp(volume, 0.0, 1.0);
    if (SoundWorker* worker = m_private->worker)
        QMetaObject::invokeMethod(
            worker, [worker, volume] { worker->setVolume(volume); }, Qt::QueuedConnection);
}

bool SoundPlayer::isAvailable() const { return *m_private->available; }

} // namespace descant::ui
